"""Counts: begun for a place, entered on its sheet, looked at, booked."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.network.access import own_numbers
from liuke.areas.parts import access
from liuke.areas.parts.actions import counting
from liuke.areas.parts.queries.counts import CountView, get_count, list_counts
from liuke.areas.parts.queries.names import DIFFERENCE_REASONS
from liuke.areas.parts.queries.stock import list_places
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.web.desk.carried import seen_of
from liuke.web.desk.chosen import nothing_chosen
from liuke.web.desk.parts.stock import name_of
from liuke.web.desk.parts.tabs import READERS, shared
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

STATE_OF: Final = {"open": "due", "entered": "soon", "booked": "kept", "dropped": "void"}
MOST_LINES: Final = 2000


@page(roles=READERS, methods=("GET", "POST"))
def list_(request: Request) -> HttpResponse:
    """The counts there were; POST begins one for `place`."""
    if request.method == "POST":
        number = counting.open_count(request.POST.get("place", "")[:16], by=request.by, at=request.at)
        return HttpResponseRedirect(reverse("desk:parts-count", args=[number]))
    own = own_numbers(request.by)
    places = [
        (p.key, name_of(p))
        for p in list_places(by=request.by)
        if p.kind != "transit" and (access.is_keeper(request.by) or p.site in own)
    ]
    rows = list_counts(by=request.by)
    context = shared(request, "counts") | {
        "rows": [{"row": r, "state": STATE_OF[r.state], "place": name_of(r.place)} for r in rows],
        "columns": _columns(),
        "places": places,
    }
    return render(request, "desk/parts/counts.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def one(request: Request, sheet: str) -> HttpResponse:
    """One sheet. POST: `act` enters, books or drops it."""
    view = get_count(sheet, by=request.by)
    if request.method == "POST":
        messages.success(request, _act(request, view))
        return HttpResponseRedirect(reverse("desk:parts-count", args=[view.row.number]))
    row = view.row
    keeps = access.is_keeper(request.by) or row.place.site in own_numbers(request.by)
    context = shared(request, "counts") | {
        "view": view,
        "row": row,
        "state": STATE_OF[row.state],
        "place": name_of(row.place),
        "reasons": DIFFERENCE_REASONS.items(),
        "may_enter": keeps and row.state in ("open", "entered"),
        "may_book": keeps and row.state == "entered" and not (row.needs_second and row.entered_by_id == request.by.pk),
    }
    return render(request, "desk/parts/count.html", context)


def _act(request: Request, view: CountView) -> str:
    number, act, seen = view.row.number, request.POST.get("act", ""), seen_of(request)
    if act == "enter":
        counting.enter_count(number, _counted(request, request.by), reasons=_reasons(request), seen=seen,
                             by=request.by, at=request.at)  # fmt: skip
        return _("Entered. Look at the differences, then book them.")
    if act == "book":
        counting.book_count(number, seen=seen, by=request.by, at=request.at)
        return _("The count is booked.")
    if act == "drop":
        counting.drop_count(number, seen=seen, by=request.by, at=request.at)
        return _("The count is dropped.")
    raise nothing_chosen()


def _counted(request: Request, by: Actor) -> dict[str, int]:
    said = _said(request, "count-")
    added = request.POST.get("added", "").strip()
    if added:
        said[access.part(added, by=by).code] = request.POST.get("added_count", "").strip()
    wrong = {f"count-{code}": Words("请填写整数", "Write a whole number")
             for code, n in said.items() if not (n.isascii() and n.isdecimal() and len(n) < 7)}  # fmt: skip
    if wrong or not said or len(said) > MOST_LINES:
        raise Invalid("请填写盘点数（整数）。", "Write what was counted, as whole numbers.", fields=wrong)
    return {code: int(n) for code, n in said.items()}


def _reasons(request: Request) -> dict[str, str]:
    said = _said(request, "reason-")
    if added := request.POST.get("added", "").strip():
        said["".join(added.split()).upper()] = "found"
    return said


def _said(request: Request, prefix: str) -> dict[str, str]:
    """What stands in the fields of the sheet that begin so, by code; empty ones are left out."""
    values = {name: str(value).strip() for name, value in request.POST.items()}
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix) and value}


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Count")),
        shapes.Column("place", pgettext("of parts", "Place")),
        shapes.Column("opened", _("Begun")),
        shapes.Column("by", _("Counted by")),
        shapes.Column("state", _("State")),
    ]
