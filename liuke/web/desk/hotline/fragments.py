"""What changes on the hotline's page while the agent chooses."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from liuke.areas.customers.queries import file
from liuke.web.desk.hotline import offering
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import DISPATCH, HOTLINE

ROLES = HOTLINE | DISPATCH | {"complaint_officer", "complaint_manager"}


@page(roles=ROLES)
def offer(request: Request) -> HttpResponse:
    """Guarantee, site and windows for what is chosen; the history beside it follows."""
    code = request.GET.get("code", "")
    has = offering.things_of(request, file.get_brief(code, by=request.by).id if code else None)
    wanted = offering.chosen(request.GET, has)
    return render(request, "desk/hotline/offer_and_help.html", offering.offer(request, wanted, has))
