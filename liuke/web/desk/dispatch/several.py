"""Many orders over the sites of a region at once: one proposal in which each counts for the next, taken whole or in part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
from liuke.areas.service.queries.spreading import AT_ONCE, Spread, spread
from liuke.foundation.faults import Fault, Invalid
from liuke.foundation.words import Words
from liuke.web.desk.dispatch.desk import ROLES
from liuke.web.desk.dispatch.suggesting import wish_of
from liuke.web.desk.filters import chip, told
from liuke.web.desk.orders.asking import key_of
from liuke.web.desk.orders.asking import window_from as window_of
from liuke.web.desk.orders.rows import Line, lines
from liuke.web.ui.doors import Request, page


@dataclass(frozen=True)
class Planned:
    """One order of the preview and where the rule sends it."""

    line: Line
    place: Spread
    value: str

    @property
    def window(self) -> tuple[datetime, datetime] | None:
        found = self.place.window
        return (found.start, found.end) if found else None


@page(roles=ROLES, methods=("GET", "POST"))
def several(request: Request) -> HttpResponse:
    """GET proposes for what waits, by risk, of one district (`?district=`) or all; POST dispatches the ticked ones.

    Each by itself: one refusal stops no other.
    """
    if request.method == "POST":
        return _dispatch(request)
    every = desks.dispatch_list(by=request.by, size=AT_ONCE).rows
    waiting = {r.number: r for r in every if r.state == "to_dispatch"}
    district = request.GET.get("district", "")
    chosen = [number for number, row in waiting.items() if not district or row.area == district]
    places = spread(chosen, by=request.by, at=request.at)
    known = {line.order.number: line for line in lines(waiting.values(), at=request.at)}
    plan = [_planned(known[place.number], place) for place in places]
    context = {
        "plan": plan,
        "fits": sum(1 for p in plan if p.value),
        "sums": Counter(p.place.best.name for p in plan if p.place.best).most_common(),
        "filters": [chip(request, "district", _("District"), [(area, area) for area in _areas(waiting.values())])],
        "here": request.get_full_path(),
    }
    return render(request, "desk/dispatch/several.html", context)


def _areas(rows: Iterable[OrderRow]) -> list[str]:
    """The districts in which something waits, the fullest first."""
    return [area for area, _count in Counter(row.area for row in rows if row.area).most_common()]


def _planned(shown: Line, place: Spread) -> Planned:
    row, wish, value = shown.order, wish_of(shown.order), ""
    if place.best is not None:
        chosen = key_of(place.window) if place.window else ""
        value = f"{row.number}|{row.version}|{place.best.number}|{chosen}|{key_of(wish) if wish else ''}"
    return Planned(shown, place, value)


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
