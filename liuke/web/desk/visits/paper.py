"""A day's visits on paper (A4): times, whom, where to, what to ask for, room to write; numbers stay masked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.keeping.queries.visit_plans import get_visit_plan
from liuke.areas.keeping.queries.visit_rows import DayRow, PlanPage, StopRow
from liuke.foundation.clock import local
from liuke.foundation.export.actions import pdf
from liuke.foundation.faults import Missing
from liuke.foundation.lines import day_in
from liuke.web.desk.filters import told
from liuke.web.desk.visits.choosing import ROLES
from liuke.web.ui.doors import Request, page
from liuke.web.ui.templatetags.ui import day as day_words

TEMPLATE: Final = Path(__file__).parent / "day.typ"


@page(roles=ROLES)
def paper(request: Request, visit_plan: str) -> HttpResponse:
    """The sheet of `?day=`. Missing where nobody is visited on it."""
    found = get_visit_plan(visit_plan, by=request.by, at=request.at)
    wanted = day_in("day", request.GET.get("day", ""))
    shown = next((day for day in found.days if day.day == wanted and day.stops), None)
    if shown is None:
        raise Missing("这一天没有拜访安排。", "Nobody is visited on that day.")
    with transaction.atomic():
        made = pdf(TEMPLATE, _data(request, found, shown), subject=found.head.number, by=request.by, at=request.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.head.number}-{wanted.isoformat()}.pdf"'
    return response


def _data(request: Request, found: PlanPage, shown: DayRow) -> dict[str, Any]:
    left, back = _clock(shown.leaves_at), _clock(shown.returns_at)
    way = _("%(n)s min on the way") % {"n": round(shown.travel / 60)}
    return {
        "title": _("Visits of the day"),
        "number": found.head.number,
        "printed": f"{local(request.at):%Y-%m-%d %H:%M} · {request.by.name}",
        "lead": f"{found.head.keeper} · {day_words(shown.day)} · {shown.day.isoformat()}",
        "columns": ["", _("Time"), _("Customer"), pgettext("a visit", "Where"), _("How was it? Next time?")],
        "rows": [_row(n, stop) for n, stop in enumerate(shown.stops, start=1)],
        "way": _("Leave %(place)s at %(left)s, back at %(back)s, %(way)s.")
        % {"place": found.head.start, "left": left, "back": back, "way": way},
    }


def _row(n: int, stop: StopRow) -> list[str]:
    name = told(stop.customer.display)
    grade = f" · {stop.customer.grade}" if stop.customer.grade else ""
    hours = f"{_('Best time to visit')} {told(stop.hours)}" if stop.hours else ""
    where = "\n".join(part for part in (stop.address or stop.area, stop.note, hours) if part)
    return [
        str(n),
        f"{_clock(stop.begins_at)}–{_clock(stop.ends_at)}",
        f"{name}\n{stop.customer.code}{grade}",
        where,
        "",
    ]


def _clock(at: Any) -> str:
    return f"{local(at):%H:%M}" if at else ""
