"""The technician's day: the stops in order, and what still lies with him from other days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.service.queries import desks
from liuke.areas.service.queries.desks import Stop
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import day_in
from liuke.web.ui import moments, shapes
from liuke.web.ui.doors import Request, page


@dataclass(frozen=True)
class Card:
    """One stop as a card."""

    order: OrderRow
    when: str
    customer: shapes.Customer
    state: str
    word: str
    is_next: bool


@page(roles={"technician"})
def today(request: Request) -> HttpResponse:
    """`?day=` another day; the first stop that is not done carries the big button."""
    day = _day(request)
    found = desks.day_of_technician(request.by, day)
    upcoming = next((s for s in found.stops if _is_open(s)), None)
    cards = [_card(s, s is upcoming, request.at) for s in found.stops]
    today_is = local(request.at).date()
    context: dict[str, Any] = {
        "cards": cards,
        "left_over": [(row, _customer(row)) for row in found.left_over],
        "next": next((c for c in cards if c.is_next), None),
        "day": day,
        "is_today": day == today_is,
        "title": moments.day(day, today=today_is, language=get_language() or "zh-hans"),
        "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat(),
        "done": sum(1 for s in found.stops if s.visit.state == "ended"),
    }
    return render(request, "field/today.html", context)


def _day(request: Request) -> date:
    said = request.GET.get("day", "")
    if not said:
        return local(request.at).date()
    found = day_in("day", said)
    if abs(found - local(request.at).date()) > timedelta(days=400):
        raise Invalid.field("day", "只能查看一年以内的日期。", "Within a year only.")
    return found


def _card(stop: Stop, is_next: bool, at: datetime) -> Card:
    v = stop.visit
    begins, ends = v.starts_at.astimezone(LOCAL), v.ends_at.astimezone(LOCAL)
    state, word = _state(stop, at)
    return Card(stop.order, f"{begins:%H:%M}–{ends:%H:%M}", _customer(stop.order), state, word, is_next)


def _is_open(stop: Stop) -> bool:
    """Not been there yet, or been there and not handed in."""
    return stop.visit.state != "ended" or stop.order.state in ("in_service", "sent_back")


def _state(stop: Stop, at: datetime) -> tuple[str, str]:
    """The card's state: done, at work, or how much of the window is left."""
    v, language = stop.visit, get_language() or "zh-hans"
    if v.state == "ended" and _is_open(stop):
        return "soon", _("To report")
    if v.state == "ended":
        return "kept", stop.order.state_words.told(language)
    if v.arrived_at is not None:
        return "soon", _("On site")
    return moments.state(v.ends_at, now=at), moments.remaining(v.ends_at, now=at, language=language)


def _customer(row: OrderRow) -> shapes.Customer:
    name = row.customer.told(get_language() or "zh-hans")
    return shapes.Customer(name, "", row.grade)
