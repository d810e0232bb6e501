"""Deposit and retention that are to be given back, and those that were; finance gives them back from here."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.settlement import access
from liuke.areas.settlement.actions.holding import give_back
from liuke.areas.settlement.queries.holdings import STATES, list_holdings
from liuke.foundation.faults import Invalid
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.filters import chip
from liuke.web.desk.settlement.listing import READERS
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

STATE_OF: Final = {"due": "due", "given_back": "kept", "withdrawn": "waived"}


@page(roles=READERS, methods=("GET", "POST"))
def holdings(request: Request) -> HttpResponse:
    """The list. POST: `number` is given back."""
    if request.method == "POST":
        return _given_back(request)
    state = request.GET.get("state", "")
    if state and state not in STATES:
        raise Invalid.field("state", "没有这种状态。", "There is no such state.")
    number = request.GET.get("number", "").strip()[:20]
    rows = list_holdings(by=request.by, state=state, number=number)
    context = {
        "rows": [(row, STATE_OF[row.state]) for row in rows],
        "columns": _columns(),
        "filters": [chip(request, "state", _("State"), STATES.items())],
        "may": request.by.has_role(*access.PAYERS),
        "number": number,
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/settlement/holdings.html", context)


def _given_back(request: Request) -> HttpResponse:
    number = request.POST.get("number", "")
    give_back(number, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(request.POST))
    messages.success(request, _("It is given back: the site's next statement has it as a line."))
    return HttpResponseRedirect(reverse("desk:settlement-holdings"))


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("site", _("Site")),
        shapes.Column("kind", _("What was held")),
        shapes.Column("statement", pgettext("of a site", "Statement")),
        shapes.Column("because", _("Why")),
        shapes.Column("due", _("Due since")),
        shapes.Column("state", _("State")),
        shapes.Column("cents", _("Amount"), number=True),
        shapes.Column("act", _("Act")),
    ]
