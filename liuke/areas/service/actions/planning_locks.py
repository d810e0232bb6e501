"""A person locks an order to its technician; plans keep that. Anybody who may assign unlocks it again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import site_of, tell
from liuke.areas.service.models import TechnicianLock
from liuke.events.service.planning import OrderLocked, OrderUnlocked
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor


def lock_order(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> Done:
    """Keep the order with the technician who has it. Refused where nobody has; a second time changes nothing."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)
        access.may(order, "assign", by=by)
        if order.technician_id is None:
            raise Refused("请先安排师傅。", "Assign a technician first.", code="no-technician")
        held = TechnicianLock.objects.filter(order=order).first()
        if held is None or held.technician_id != order.technician_id:
            TechnicianLock.objects.update_or_create(
                order=order, defaults={"technician_id": order.technician_id, "locked_at": at, "locked_by": by}
            )
            tell(order, OrderLocked(order.number, order.technician_id, site_of(order)), by=by, at=at)
    return done(order)


def unlock_order(number: str, *, by: Actor, at: datetime) -> Done:
    """Let plans move the order again; where nothing was locked, nothing is told."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)
        access.may_act("assign", by=by)
        if TechnicianLock.objects.filter(order=order).delete()[0]:
            tell(order, OrderUnlocked(order.number, site_of(order)), by=by, at=at)
    return done(order)
