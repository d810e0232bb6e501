"""A window is moved: by whom, why, and what was promised moves with the customer's wish alone."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.booking.agreeing import Id, own_site
from liuke.areas.service.actions.booking.assigning import (
    ARRIVING,
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
from liuke.areas.service.rules.windows import Window, may_move
from liuke.events.service.running import OrderRescheduled
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises import queries as promised


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

    return once("reschedule", number, client_uuid, act, by=by, at=at, beside=own_site(number, by), seen=seen)


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
