"""Many orders at once by the one rule (each to its first suggestion), after a preview that can be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.service.actions import dispatching
from liuke.areas.service.queries import desks
from liuke.areas.service.queries.orders import list_by_number
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.faults import Fault, Invalid
from liuke.foundation.words import Words
from liuke.web.desk.dispatch.desk import ROLES
from liuke.web.desk.dispatch.suggesting import Suggestion, suggestion, wish_of
from liuke.web.desk.filters import told
from liuke.web.desk.orders.asking import key_of
from liuke.web.desk.orders.asking import window_from as window_of
from liuke.web.desk.orders.rows import Line, line
from liuke.web.ui.doors import Request, page

AT_ONCE = 30


@dataclass(frozen=True)
class Planned:
    """One order of the preview and where the rule sends it."""

    line: Line
    suggestion: Suggestion
    value: str

    @property
    def window(self) -> tuple[datetime, datetime] | None:
        found = self.suggestion.window
        return (found.start, found.end) if found else None


@page(roles=ROLES, methods=("GET", "POST"))
def several(request: Request) -> HttpResponse:
    """GET previews what waits, by risk; POST dispatches the ticked ones, each by itself: one refusal stops no other."""
    if request.method == "POST":
        return _dispatch(request)
    waiting = [r for r in desks.dispatch_list(by=request.by, size=AT_ONCE).rows if r.state == "to_dispatch"]
    plan = [_planned(request, row) for row in waiting]
    return render(request, "desk/dispatch/several.html", {"plan": plan, "fits": sum(1 for p in plan if p.value)})


def _planned(request: Request, row: OrderRow) -> Planned:
    found = suggestion(row, by=request.by, at=request.at, count=1)
    wish = wish_of(row)
    value = ""
    if found.best is not None:
        chosen = key_of(found.window) if found.window else ""
        value = f"{row.number}|{row.version}|{found.best.number}|{chosen}|{key_of(wish) if wish else ''}"
    return Planned(line(row, at=request.at), found, value)


def _dispatch(request: Request) -> HttpResponse:
    chosen = request.POST.getlist("plan")[:AT_ONCE]
    if not chosen:
        raise Invalid.field("plan", "请至少勾选一单。", "Tick at least one order.")
    known = list_by_number([value.split("|")[0] for value in chosen], by=request.by)
    sent, refused = 0, []
    for value in chosen:
        try:
            with transaction.atomic():
                _one(request, value, known)
            sent += 1
        except Fault as fault:
            refused.append(
                Words(f"{value.split('|')[0]}：{fault.words.zh}", f"{value.split('|')[0]}: {fault.words.en}")
            )
    messages.success(request, _("%(n)s dispatched") % {"n": sent})
    for words in refused:
        messages.warning(request, told(words))
    return HttpResponseRedirect(reverse("desk:dispatch"))


def _one(request: Request, value: str, known: dict[str, OrderRow]) -> None:
    number, seen, site, window, wish = (value.split("|") + [""] * 5)[:5]
    if number not in known or not seen.isdecimal():
        raise Invalid.field("plan", "没有这张工单。", "There is no such order.")
    dispatching.dispatch(
        number, site=site, window=window_of("plan", window) if window else None,
        wished=window_of("plan", wish) if wish and not window else None, seen=int(seen), by=request.by, at=request.at,
    )  # fmt: skip
