"""An order dragged onto a technician's lane: what would be refused is said before the drop, by the very same act."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from liuke.areas.network.queries.sites import list_by_number
from liuke.areas.network.queries.technicians import get_technician
from liuke.areas.service.actions import booking, dispatching
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.foundation.faults import Fault, Invalid, Refused
from liuke.foundation.words import Words
from liuke.web.desk.filters import told
from liuke.web.desk.orders.asking import key_of
from liuke.web.desk.orders.asking import window_from as window_of
from liuke.web.ui.doors import ANY_STAFF, Request, back, page


@dataclass(frozen=True)
class Drop:
    """What was dropped where."""

    order: OrderFile
    technician: int
    site: str
    window: Window
    overrule_reason: str = ""


@page(roles=ANY_STAFF - {"technician"})
def conflict(request: Request) -> HttpResponse:
    """While the order hovers: what dropping it here would do, or why it cannot be. Nothing is kept of the trial."""
    try:
        drop = _asked(request, request.GET)
        with transaction.atomic():
            said = _place(request, drop)
            transaction.set_rollback(True)
    except Fault as fault:
        return JsonResponse({"fits": False, "words": told(fault.words)})
    return JsonResponse({"fits": True, "words": told(said)})


@page(roles=ANY_STAFF - {"technician"}, methods=("POST",))
def drop(request: Request) -> HttpResponse:
    """Do it. Into another window of a booked order needs who wished it and why: that form is opened, filled in so far."""
    asked = _asked(request, request.POST)
    if _moves(asked):
        number = asked.order.row.number
        moving = reverse("desk:order-act", args=[number, "rescheduling"])
        so_far = {"window": key_of(asked.window), "technician": asked.technician, "next": request.POST.get("next", "")}
        return HttpResponseRedirect(f"{moving}?{urlencode(so_far)}")
    said = _place(request, asked)
    messages.success(request, f"{asked.order.row.number} · {told(said)}")
    return back(request, reverse("desk:dispatch"))


def _asked(request: Request, said: object) -> Drop:
    values = {name: str(said.get(name, "")) for name in ("order", "technician", "window", "overrule_reason")}  # type: ignore[attr-defined]
    technician = values["technician"]
    if not (technician.isdecimal() and technician.isascii() and len(technician) < 19):
        raise Invalid.field("technician", "请拖到一位师傅的时段上。", "Drop it on a technician's window.")
    person = get_technician(int(technician), by=request.by)
    found = get_order(values["order"], by=request.by)
    window = window_of("window", values["window"])
    return Drop(found, person.id, person.site_number, window, values["overrule_reason"])


def _moves(drop: Drop) -> bool:
    row = drop.order.row
    return row.state in ("booked", "on_the_way") and (row.window_start, row.window_end) != (
        drop.window.start, drop.window.end,
    )  # fmt: skip


def _place(request: Request, drop: Drop) -> Words:
    """From wherever the order stands to this technician in this window; every step by its own action."""
    row, by, at = drop.order.row, request.by, request.at
    acts = {a.act for a in drop.order.acts}
    if _moves(drop):
        return _move_tried(request, drop)
    if row.site != drop.site:
        return _to_site(request, drop, acts)
    if row.state == "offered" and "accept" in acts:
        dispatching.accept(row.number, by=by, at=at)
        state = "booked" if row.window_start else "to_book"
    else:
        state = row.state
    if state in ("to_book", "second_visit_due"):
        booking.book(row.number, window=drop.window, technician=drop.technician, by=by, at=at)
        return Words("预约此时段并安排师傅", "Book this window and assign")
    if (row.window_start, row.window_end) != (drop.window.start, drop.window.end):
        raise Refused("此单已约在别的时段，先接单再改约。", "It is agreed for another window: accept, then reschedule.")
    booking.assign_technician(row.number, technician=drop.technician, by=by, at=at)
    return Words("安排给这位师傅", "Assign to this technician")


def _to_site(request: Request, drop: Drop, acts: set[str]) -> Words:
    row, by, at = drop.order.row, request.by, request.at
    reason = drop.overrule_reason or "other"
    own = _is_own(drop.site)
    if "dispatch" in acts:
        dispatching.dispatch(
            row.number, site=drop.site, window=drop.window if own else None, wished=None if own else drop.window,
            overrule_reason=reason, by=by, at=at,
        )  # fmt: skip
    else:
        dispatching.redispatch(
            row.number, site=drop.site, window=drop.window if own else None, overrule_reason=reason, by=by, at=at
        )
    if not own:
        return Words(
            "派给特约网点，按此时间预约（师傅由网点安排）", "Dispatch to the site with this wish; it assigns itself"
        )
    dispatching.accept(row.number, by=by, at=at)
    booking.assign_technician(row.number, technician=drop.technician, by=by, at=at)
    return Words("派工、预约并安排给这位师傅", "Dispatch, book and assign to this technician")


def _move_tried(request: Request, drop: Drop) -> Words:
    """Only tried: the real one asks who wished it."""
    booking.reschedule(
        drop.order.row.number, window=drop.window, moved_by="user", reason="user_wish", technician=drop.technician,
        by=request.by, at=request.at,
    )  # fmt: skip
    return Words("改约到此时段（需填写原因）", "Reschedule to this window (asks for the reason)")


def _is_own(site: str) -> bool:
    found = list_by_number([site]).get(site)
    return found is not None and found.mode == "own"
