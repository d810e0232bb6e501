"""Another time: real windows of our own site, or a wish where the site calls to agree; stale pages are told kindly."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.care.queries.stories import customer_of
from liuke.areas.service.actions import booking
from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.areas.service.queries.placing import windows_for
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Invalid, Refused
from liuke.processes.hotline import window as span
from liuke.web.portal.links import Visit, door
from liuke.web.portal.order import what_may

WISHES: Final = ((8, 12), (12, 18), (18, 20))
WISHED_OVER_DAYS: Final = 5


@door(purpose="order", owner=customer_of, methods=("GET", "POST"))
def move(request: Visit, token: str) -> HttpResponse:
    """Choose a window, the first or another; the old one holds until the new one is taken."""
    found = get_order(request.link.about, by=request.by)
    may = what_may(found)
    if request.method == "POST":
        return _move(request, found, may)
    books = not may.isdisjoint(("reschedule", "book"))
    if not (books or "wish" in may):
        raise _too_late()
    days = _free_days(request, found) if books else _wish_days(request.at)
    context = {
        "token": token,
        "seen": found.row.version,
        "window": (found.row.window_start, found.row.window_end) if found.row.window_start else None,
        "days": days,
        "books": books,
    }
    return render(request, "portal/move.html", context)


def _move(request: Visit, found: OrderFile, may: frozenset[str]) -> HttpResponse:
    chosen, seen = _chosen(request.POST.get("window", "")), seen_in(request)
    if "reschedule" in may:
        booking.reschedule(
            found.row.number,
            window=chosen,
            moved_by="user",
            reason="user_wish",
            by=request.by,
            at=request.at,
            seen=seen,
        )
        messages.success(request, _("The visit was moved. Thank you for telling us in time."))
    elif "book" in may:
        booking.book(found.row.number, window=chosen, by=request.by, at=request.at, seen=seen)
        messages.success(request, _("The visit is arranged. You also get it by SMS."))
    elif "wish" in may:
        booking.change_wish(found.row.number, wished=chosen, by=request.by, at=request.at, seen=seen)
        messages.success(request, _("Your wish was noted. The site calls you to agree the time."))
    else:
        raise _too_late()
    return HttpResponseRedirect("../")


def _free_days(request: Visit, found: OrderFile) -> list[tuple[date, list[tuple[datetime, datetime]]]]:
    """The windows with room by day, without the one he has."""
    free = windows_for(found.row.number, by=request.by, at=request.at)
    spans = [(w.start, w.end) for w in free if w.start > request.at and w.start != found.row.window_start]
    return [(day, list(some)) for day, some in groupby(spans, key=lambda one: local(one[0]).date())]


def _wish_days(at: datetime) -> list[tuple[date, list[tuple[datetime, datetime]]]]:
    """Parts of the coming days, for a site that books by itself."""
    today = local(at).date()
    days = [today + timedelta(days=n) for n in range(WISHED_OVER_DAYS)]
    parts = [(day, [(_at(day, a), _at(day, b)) for a, b in WISHES if _at(day, a) > at]) for day in days]
    return [(day, some) for day, some in parts if some]


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)


def _chosen(said: str) -> Any:
    start, _tilde, end = said.partition("~")
    try:
        begins, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
    except ValueError:
        raise Invalid.field("window", "请选择一个时段。", "Choose a time.") from None
    if begins.tzinfo is None or ends.tzinfo is None:
        raise Invalid.field("window", "请选择一个时段。", "Choose a time.")
    return span(begins, ends)


def seen_in(request: Visit) -> int:
    """The version the page was made from; it has to be said."""
    said = request.POST.get("seen", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Invalid.field("seen", "页面已过期，请刷新后重试。", "This page is out of date; reload it.")
    return int(said)


def _too_late() -> Refused:
    return Refused(
        "现在不能在线改时间，请致电客服热线。", "The time can no longer be changed here; please call our hotline.",
        code="too-late",
    )  # fmt: skip
