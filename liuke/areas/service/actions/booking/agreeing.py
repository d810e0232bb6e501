"""When: a window is agreed, wished, or nobody answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.booking.assigning import plan_visit, technician_named, tell_planned
from liuke.areas.service.actions.changing import (
    change,
    moment_of,
    release_visit,
    site_of,
    technician_of,
    tell,
)
from liuke.areas.service.actions.placing import set_window
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.waiting import chooses_himself, waits_for_part
from liuke.areas.service.rules.windows import TRIES, Window
from liuke.events.service.running import OrderBooked, OrderHeld, OrderUnreached
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor

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

    return once("book", number, client_uuid, act, by=by, at=at, beside=own_site(number, by), seen=seen)


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


def own_site(number: str, by: Actor) -> list[int]:
    """Our own site, whose windows are counted: its lock is taken beside the customer's."""
    site = access.order(number, by=by).site
    return [site.pk] if site and site.mode == Site.Mode.OWN else []


def _side_of(by: Actor) -> str:
    if by.kind == Actor.Kind.CUSTOMER:
        return "customer"
    if by.has_role("technician"):
        return "technician"
    return "site" if by.has_role("site_clerk", "site_manager") else "hotline"
