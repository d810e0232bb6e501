"""Windows and technicians: book, assign, move, try to reach. The database keeps two customers from one technician."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.assigning import (
    ARRIVING,
    hand_to,
    plan_visit,
    technician_named,
    tell_planned,
    the_house,
)
from liuke.areas.service.actions.changing import (
    change,
    moment_of,
    one_of,
    open_visit,
    release_visit,
    site_of,
    technician_of,
    tell,
)
from liuke.areas.service.actions.placing import set_window
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.rules.names import MOVE_REASONS, MOVERS
from liuke.areas.service.rules.waiting import chooses_himself, waits_for_part
from liuke.areas.service.rules.windows import TRIES, Window, may_move
from liuke.events.service.running import OrderBooked, OrderHeld, OrderRescheduled, OrderUnreached
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises import queries as promised

Id = UUID | str | None


def book(
    number: str, *, window: Window, by: Actor, at: datetime, technician: int | str = "", agreed_by: str = "",
    happened_at: datetime | None = None, seen: int | None = None, keeps: int | None = None, client_uuid: Id = None,
) -> Done:  # fmt: skip
    """Agree a window with the customer; with `technician` (actor id or T- number) he is assigned in the same act.

    A customer himself takes a window of our own site that has room; Refused where the site calls him instead.
    """

    def act(order: WorkOrder) -> Done:
        when = moment_of(happened_at, at=at)

        second = order.state == "second_visit_due"
        if by.kind == Actor.Kind.CUSTOMER:
            _chooses_himself(order)
        change(order, "book", by=by, at=at)
        set_window(order, window, at=at)
        order.tries = 0
        visit = release_visit(order)
        order.save()
        planned = plan_visit(order, technician_named(order, technician)) if technician else None

        told = OrderBooked(
            number=order.number, window_start=window.start, window_end=window.end, site=site_of(order),
            technician=technician_of(order), agreed_by=agreed_by or _side_of(by), second_visit=second,
        )  # fmt: skip
        tell(order, told, by=by, at=at, happened_at=when, keeps=keeps)
        if planned:
            tell_planned(order, planned, moved=visit is not None, by=by, at=at)
        return done(order, planned)

    return once("book", number, client_uuid, act, by=by, at=at, beside=_own_site(number, by), seen=seen)


def assign_technician(
    number: str, *, technician: int | str, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None,
    moved: bool = False,
) -> Done:  # fmt: skip
    """Give the order's window to a technician of its site (actor id or T- number); whoever had it is freed.

    Refused where his certificate has expired, where he is off, or where another visit takes his time (it is named).
    `moved`: he takes it over from somebody who was freed in the same act already (a whole day is changed at once).
    """
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)

        change(order, "assign", by=by, at=at)
        former = release_visit(order)
        order.save()
        visit = plan_visit(order, technician_named(order, technician))
        tell_planned(order, visit, moved=moved or former is not None, by=by, at=at, keeps=keeps)
        hand_to(order, visit, at=at)
    return done(order, visit)


def reschedule(
    number: str, *, window: Window, moved_by: str, reason: str, by: Actor, at: datetime, informed: bool = True,
    technician: int | str = "", happened_at: datetime | None = None, seen: int | None = None,
    keeps: int | None = None, client_uuid: Id = None,
) -> Done:  # fmt: skip
    """Move the window: by whom (MOVERS) and why (MOVE_REASONS). Our own side twice at most, then the regional manager.

    The technician is kept if he is free then, else he is let go and somebody has to be assigned anew.
    """
    one_of("moved_by", moved_by, MOVERS)
    one_of("reason", reason, MOVE_REASONS)

    def act(order: WorkOrder) -> Done:
        when = moment_of(happened_at, at=at)
        if wrong := may_move(moved_by, order.moves_ours, access.groups(by)):
            raise Forbidden(wrong.zh, wrong.en, code="moved-twice")

        change(order, "reschedule", by=by, at=at)
        old, visit = _move(order, window, moved_by, technician, at)

        _tell_moved(order, old, moved_by, reason, informed, by=by, at=at, when=when, keeps=keeps)
        if visit:
            tell_planned(order, visit, moved=False, by=by, at=at)
        if moved_by == "user":
            _move_promises(order, window, reason, at=at)
        return done(order, visit)

    return once("reschedule", number, client_uuid, act, by=by, at=at, beside=_own_site(number, by), seen=seen)


def change_wish(number: str, *, wished: Window, by: Actor, at: datetime, seen: int | None = None) -> Done:
    """The customer would rather have another time, before any window is agreed."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)

        change(order, "wish", by=by, at=at)
        order.wished_start, order.wished_end = wished.start, wished.end
        order.save()
    return done(order)


def not_reached(
    number: str, *, by: Actor, at: datetime, happened_at: datetime | None = None, keeps: int | None = None,
    client_uuid: Id = None,
) -> Done:  # fmt: skip
    """The customer did not answer. The third time the order goes on hold and the centre verifies by calling."""

    def act(order: WorkOrder) -> Done:
        when = moment_of(happened_at, at=at)

        last = order.tries + 1 >= TRIES
        before = change(order, "not_reached", by=by, at=at, to="on_hold" if last else order.state)
        order.tries += 1
        who = technician_of(order)
        if last:
            order.hold_reason, order.held_at, order.held_from = "unreachable", at, before
            order.hold_stops_clock = True
            release_visit(order)
            order.set_window(None)
        order.save()

        told = OrderUnreached(number=order.number, count=order.tries, last=last, site=site_of(order), technician=who)
        tell(order, told, by=by, at=at, happened_at=when, keeps=keeps)
        if last:
            held = OrderHeld(number=order.number, reason="unreachable", site=site_of(order), declared_by="centre")
            tell(order, held, by=by, at=at)
        return done(order)

    return once("not_reached", number, client_uuid, act, by=by, at=at)


def _chooses_himself(order: WorkOrder) -> None:
    """A customer takes one of our own sites' windows; elsewhere, and while a part is missing, the site calls him."""
    parts = order.parts.values_list("state", flat=True)
    waits = waits_for_part(order.state, order.second_visit_reason, parts)
    if not chooses_himself(order.site.mode if order.site else "", waits=waits):
        raise Refused(
            "暂不能在线选择时间，网点会与您电话约定。",
            "No time can be chosen here yet; the site calls you to agree one.",
            code="site-calls",
        )


def _own_site(number: str, by: Actor) -> list[int]:
    """Our own site, whose windows are counted: its lock is taken beside the customer's."""
    site = access.order(number, by=by).site
    return [site.pk] if site and site.mode == Site.Mode.OWN else []


def _move(
    order: WorkOrder, window: Window, moved_by: str, technician: int | str, at: datetime
) -> tuple[Window, Visit | None]:
    old = order.window
    if old is None:
        raise Refused("还没有预约时段。", "There is no window yet.", code="no-window")
    former = open_visit(order)
    keep = technician or (former.technician_id if former else "")
    release_visit(order)
    order.set_window(None)
    set_window(order, window, at=at)
    order.moves += 1
    order.moves_ours += moved_by != "user"
    order.save()
    if not keep:
        return old, None
    try:
        return old, plan_visit(order, technician_named(order, keep))
    except (Refused, Invalid):
        if technician:
            raise
        return old, None


def _tell_moved(
    order: WorkOrder, old: Window, moved_by: str, reason: str, informed: bool, *, by: Actor, at: datetime,
    when: datetime, keeps: int | None,
) -> None:  # fmt: skip
    if order.window_start is None or order.window_end is None:
        return
    told = OrderRescheduled(
        number=order.number, old_start=old.start, old_end=old.end, window_start=order.window_start,
        window_end=order.window_end, moved_by=moved_by, reason=reason, times=order.moves, times_ours=order.moves_ours,
        site=site_of(order), technician=technician_of(order), informed=informed or moved_by == "user",
    )  # fmt: skip
    tell(order, told, by=by, at=at, happened_at=when, keeps=keeps)


def _move_promises(order: WorkOrder, window: Window, reason: str, *, at: datetime) -> None:
    """The customer's wish moves what was promised; a move by us leaves it where it was."""
    house = the_house()
    for promise in promised.list_about(order.number, by=house):
        if promise.state == "open" and promise.what in ARRIVING:
            because = MOVE_REASONS[reason].zh
            promises.move(promise.id, due_at=window.end, wish_of_customer=True, because=because, by=house, at=at)


def _side_of(by: Actor) -> str:
    if by.kind == Actor.Kind.CUSTOMER:
        return "customer"
    if by.has_role("technician"):
        return "technician"
    return "site" if by.has_role("site_clerk", "site_manager") else "hotline"
