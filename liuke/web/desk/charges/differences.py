"""Differences 收费不符: what the customer says he paid beside what was recorded, and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.charges.actions import differences as actions
from liuke.areas.charges.queries import differences
from liuke.areas.charges.queries.names import EXPLAINERS, FINDINGS, LOOKERS
from liuke.areas.charges.queries.of_order import charges_of
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.charges.sites import names_of
from liuke.web.desk.charges.tabs import tabs
from liuke.web.desk.filters import chip
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

STATES = (("explained", Words("已查清", "Cleared up")),)


@page(roles=LOOKERS)
def list_(request: Request) -> HttpResponse:
    """Those to be cleared up, the oldest first."""
    rows = differences.list_differences(by=request.by, is_open=request.GET.get("state") != "explained")
    context = {
        "tabs": tabs(request, "differences"),
        "rows": rows,
        "sites": names_of(row.site for row in rows),
        "filters": [chip(request, "state", _("State"), STATES)],
        "columns": _columns(),
    }
    return render(request, "desk/charges/differences.html", context)


@page(roles=LOOKERS, methods=("GET", "POST"))
def difference(request: Request, number: str) -> HttpResponse:
    """One difference beside what was recorded. POST: what was found."""
    row = differences.get_difference(number, by=request.by)
    if request.method == "POST":
        said = request.POST
        actions.explain_difference(
            row.number, finding=said.get("finding", ""), note=said.get("note", ""), by=request.by, at=request.at,
            keeps=keeps_of(said),
        )  # fmt: skip
        messages.success(request, _("%(number)s is cleared up.") % {"number": row.number})
        return HttpResponseRedirect(reverse("desk:charge-difference", args=[row.number]))
    context = {
        "row": row,
        "order": get_order(row.order, by=request.by).row,
        "money": charges_of(row.order, by=request.by),
        "gap": row.told_cents - row.recorded_cents,
        "findings": FINDINGS.items(),
        "may_explain": row.is_open and request.by.has_role(*EXPLAINERS),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/charges/difference.html", context)


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Difference")),
        shapes.Column("order", _("Work order")),
        shapes.Column("told", _("The customer says"), number=True),
        shapes.Column("recorded", _("Recorded"), number=True),
        shapes.Column("site", _("Site")),
        shapes.Column("at", _("Found")),
        shapes.Column("finding", _("Finding")),
    ]
