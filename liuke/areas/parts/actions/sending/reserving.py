"""Pieces set aside for a request that was approved, and given free for a more urgent one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from liuke.areas.parts import access
from liuke.areas.parts.actions.asking import set_free
from liuke.areas.parts.actions.ledger import set_aside
from liuke.areas.parts.actions.sending.steps import must_be, not_there, order_number, part_of, site_of
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Request
from liuke.areas.parts.rules.names import STOCK
from liuke.events.parts.requests import (
    RequestFreed,
    RequestReserved,
)
from liuke.foundation.identity.models import Actor


@transaction.atomic
def reserve(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Set the pieces of an approved request aside now; Refused where they are not there."""
    access.require_keeper(by)
    request = access.request(number, by=by, lock=True, seen=seen)
    must_be(request, "approved")
    if not request.reserved and request.mode == STOCK and not reserve_for(request, by=by, at=at):
        raise not_there(request)


@transaction.atomic
def release(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Give the pieces set aside for an approved request free for a more urgent one; it goes on waiting."""
    access.require_keeper(by)
    request = access.request(number, by=by, lock=True, seen=seen)
    must_be(request, "approved")
    if not request.reserved:
        return
    set_free(request, by=by, at=at)
    request.version += 1
    request.save()
    told = RequestFreed(
        number=request.number, order=order_number(request), site=site_of(request).number, title=part_of(request).name,
        quantity=request.quantity,
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at)


def reserve_for(request: Request, *, by: Actor, at: datetime) -> bool:
    """Set its pieces aside where the warehouse has them. The caller holds the histories and the row."""
    part = part_of(request)
    if request.mode != STOCK or not set_aside(part, access.company(), request.quantity, by=by, at=at):
        return False
    request.reserved = True
    request.version += 1
    request.save(update_fields=["reserved", "version"])
    told = RequestReserved(
        number=request.number, order=order_number(request), site=site_of(request).number, part=part.code, title=part.name,
        quantity=request.quantity, instead_of=request.asked.code if request.asked else "",
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at)
    return True


def reserve_waiting(requests: Iterable[Request], *, by: Actor, at: datetime) -> int:
    """Set pieces aside for those that wait, in this order; answers for how many. The caller holds their histories."""
    return sum(reserve_for(request, by=by, at=at) for request in requests)
