"""The agreed visit for the customer's own calendar: taken again, it moves there or is called off."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

from liuke.areas.care.queries.stories import customer_of
from liuke.areas.service.queries.orders import get_order
from liuke.insight.visit_calendar import calendar_of
from liuke.web.portal.links import Visit, door
from liuke.web.portal.order import product_of


@door(purpose="order", owner=customer_of)
def calendar(request: Visit, token: str) -> HttpResponse:
    """A file with one entry; while nothing is agreed it leads to the order, which says how that stands."""
    found = get_order(request.link.about, by=request.by)
    if not found.visits:
        return HttpResponseRedirect("./")
    about = product_of(found.row)
    made = calendar_of(found, about=about, language=get_language() or "zh-hans", at=request.at)
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.row.number}.ics"'
    return answer
