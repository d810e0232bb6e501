"""Until the work begins: called ahead, on the way, at the door, begun."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, moment_of, need_visit, site_of, tell
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.actions.visits.steps import Id, When, not_before, save_both
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.rules.arrival import Position, away
from liuke.areas.service.rules.windows import Window, punctuality
from liuke.events.service.visits import (
    VisitAnnounced,
    VisitArrived,
    VisitArrivedFar,
    VisitDeparted,
    VisitStarted,
)
from liuke.foundation.identity.models import Actor


def call_ahead(
    number: str, *, by: Actor, at: datetime, reached: bool = True, happened_at: When = None, client_uuid: Id = None
) -> Done:
    """The technician called before he goes; not reached counts in booking.not_reached, not here."""

    def act(order: WorkOrder) -> Done:
        access.may(order, "call_ahead", by=by)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        visit.announced_at = when
        visit.save(update_fields=["announced_at"])
        told = VisitAnnounced(number=visit.number, order=order.number, technician=visit.technician_id, reached=reached)
        tell(order, told, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("call_ahead", number, client_uuid, act, by=by, at=at)


def depart(number: str, *, by: Actor, at: datetime, happened_at: When = None, client_uuid: Id = None) -> Done:
    """On the way."""

    def act(order: WorkOrder) -> Done:
        change(order, "depart", by=by, at=at)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        visit.state, visit.departed_at = Visit.State.ON_THE_WAY, when
        save_both(order, visit)
        told = VisitDeparted(
            number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order)
        )
        tell(order, told, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("depart", number, client_uuid, act, by=by, at=at)


def arrive(
    number: str, *, by: Actor, at: datetime, position: Position | None = None, happened_at: When = None,
    client_uuid: Id = None,
) -> Done:  # fmt: skip
    """At the door; in the window or how late is computed from when it happened.

    Of `position` only the distance to the order's address is kept, and told to site and centre where it is far.
    """

    def act(order: WorkOrder) -> Done:
        change(order, "arrive", by=by, at=at)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        not_before(when, visit.departed_at)
        said = punctuality(Window(visit.starts_at, visit.ends_at), when)
        visit.state, visit.arrived_at = Visit.State.ARRIVED, when
        visit.in_window, visit.late_minutes = said.in_window, said.late_minutes
        far = _measure(order, visit, position)
        save_both(order, visit)
        told = VisitArrived(
            number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order),
            in_window=said.in_window, late_minutes=said.late_minutes,
        )  # fmt: skip
        tell(order, told, by=by, at=at, happened_at=when)
        if far is not None:
            tell(order, far, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("arrive", number, client_uuid, act, by=by, at=at)


def _measure(order: WorkOrder, visit: Visit, position: Position | None) -> VisitArrivedFar | None:
    """Keep how far away he is; what is to be told where that is far."""
    place = list_addresses([order.address_id]).get(order.address_id) if position and order.address_id else None
    point = (place.lng, place.lat) if place and place.lng is not None and place.lat is not None else None
    found = away(point, position)
    if found is None:
        return None
    visit.away_metres, visit.away_accuracy = found.metres, found.accuracy_metres
    if not found.is_far:
        return None
    return VisitArrivedFar(
        number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order),
        metres=found.metres, accuracy_metres=found.accuracy_metres, km=f"{found.metres / 1000:.1f}",
    )  # fmt: skip


def start(number: str, *, by: Actor, at: datetime, happened_at: When = None, client_uuid: Id = None) -> Done:
    """Work begins."""

    def act(order: WorkOrder) -> Done:
        change(order, "start", by=by, at=at)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        not_before(when, visit.arrived_at)
        visit.state, visit.started_at = Visit.State.WORKING, when
        visit.arrived_at = visit.arrived_at or when
        save_both(order, visit)
        told = VisitStarted(
            number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order)
        )
        tell(order, told, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("start", number, client_uuid, act, by=by, at=at)
