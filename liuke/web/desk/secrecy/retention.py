"""How long data stay: what will go and when, looked at first, then allowed; and what the nights ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.secrecy.access.cases import LOOKERS
from liuke.areas.secrecy.actions import retaining
from liuke.areas.secrecy.queries import retention as queries
from liuke.foundation.faults import Invalid
from liuke.web.desk.secrecy.tabs import tabs
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

DECIDERS: Final = ("general_manager", "administrator")


@page(roles=LOOKERS, methods=("GET", "POST"))
def retention(request: Request) -> HttpResponse:
    """POST: `act` is to look, to allow, to stop or to state a term."""
    if request.method == "POST":
        do = ACTS.get(request.POST.get("act", ""))
        if do is None:
            raise Invalid("请选择如何处理。", "Choose what to do.")
        messages.success(request, do(request))
        return HttpResponseRedirect(reverse("desk:retention"))
    context = {
        "tabs": tabs(request, "desk:retention"),
        "kinds": queries.list_kinds(by=request.by, at=request.at),
        "nights": queries.list_nights(by=request.by),
        "columns": [
            shapes.Column("at", pgettext("of a night", "When")), shapes.Column("kind", _("Kind of data")),
            shapes.Column("gone", _("Went"), number=True), shapes.Column("held", _("Held back"), number=True),
        ],
        "may_decide": request.by.has_role(*DECIDERS),
    }  # fmt: skip
    return render(request, "desk/secrecy/retention.html", context)


def _look(request: Request) -> str:
    retaining.look(by=request.by, at=request.at)
    return _("Counted; nothing was touched.")


def _allow(request: Request) -> str:
    retaining.allow(request.POST.get("kind", ""), by=request.by, at=request.at)
    return _("From tonight on they go with their term.")


def _stop(request: Request) -> str:
    retaining.stop(request.POST.get("kind", ""), by=request.by, at=request.at)
    return _("Nothing of this kind goes any more.")


def _term(request: Request) -> str:
    said = request.POST
    months = said.get("months", "")
    if not (months.isascii() and months.isdecimal() and len(months) < 5):
        raise Invalid.field("months", "请填写月数。", "Write how many months.")
    retaining.state_term(said.get("kind", ""), int(months), source=said.get("source", ""), by=request.by, at=request.at)
    return _("The term is stated. Count anew, then let them go.")


ACTS: Final[dict[str, Callable[[Request], str]]] = {"look": _look, "allow": _allow, "stop": _stop, "term": _term}
