"""By which values the house grades, judges, greets and gives out; a director states them anew, seeing first who moves."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.keeping import access
from liuke.areas.keeping.actions.stating import state_terms
from liuke.areas.keeping.queries import previews
from liuke.areas.keeping.queries.term_sheets import GROUPS, SheetPage, get_sheet, list_sheets
from liuke.foundation.faults import Invalid
from liuke.web.desk.filters import day_of
from liuke.web.desk.keeping.handovers import ROLES
from liuke.web.desk.network.reading import day_said, number_said
from liuke.web.ui.doors import Request, page

DIRECTORS: Final = frozenset(access.DIRECTORS)


@page(roles=ROLES)
def overview(request: Request) -> HttpResponse:
    """All that holds today, with what is stated to follow."""
    found = list_sheets(by=request.by, day=day_of(request.at))
    groups = [(GROUPS[key], rows) for key, rows in found.items() if rows]
    context = {"groups": groups, "may_state": request.by.has_role(*DIRECTORS)}
    return render(request, "desk/keeping/terms/overview.html", context)


@page(roles=ROLES, methods=("GET", "POST"))
def sheet(request: Request, terms: str) -> HttpResponse:
    """One of them. `?try=1` with its fields: who would move. POST: it holds so from a day on."""
    if request.method == "POST":
        return _state(request, terms)
    found = get_sheet(terms, by=request.by, day=day_of(request.at))
    may_state = request.by.has_role(*DIRECTORS)
    tried = _tried(request, terms) if may_state and "try" in request.GET else {}
    context = {"found": found, "may_state": may_state, "fields": _fields(found, request.GET)} | tried
    status = 422 if "wrong" in tried else 200
    return render(request, "desk/keeping/terms/sheet.html", context, status=status)


def _state(request: Request, terms: str) -> HttpResponse:
    said = request.POST
    seen = number_said(said, "seen") if "seen" in said else None
    state_terms(
        terms, said.dict(), from_date=day_said(said, "from_date"), source=said.get("source", ""), by=request.by,
        at=request.at, seen=seen,
    )  # fmt: skip
    messages.success(request, _("Stated. What holds today holds until then."))
    return HttpResponseRedirect(reverse("desk:terms-sheet", args=[terms]))


def _tried(request: Request, terms: str) -> dict[str, Any]:
    """What the values of the address would change, or what is wrong with them."""
    try:
        return {"preview": previews.preview(terms, request.GET.dict(), by=request.by, at=request.at)}
    except Invalid as fault:
        return {"wrong": True, "fault": fault, "typed": request.GET}


def _fields(found: SheetPage, asked: QueryDict) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "label": field.label,
            "kind": field.kind,
            "choices": list(field.choices.items()),
            "value": asked.get(field.name, found.typed[field.name]) if "try" in asked else found.typed[field.name],
        }
        for field in found.sheet.fields
    ]
