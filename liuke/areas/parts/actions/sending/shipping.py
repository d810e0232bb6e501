"""On its way, and received by the site, when the order goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import Step, move
from liuke.areas.parts.actions.sending.reserving import reserve_for
from liuke.areas.parts.actions.sending.steps import advance, must_be, not_there, order_number, part_of, site_of
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Request
from liuke.areas.parts.rules.names import OPEN_STATES, STOCK
from liuke.areas.service.actions import running
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.states import ENDED
from liuke.events.parts.requests import (
    ParcelReceived,
    ParcelSent,
)
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.lines import line


@transaction.atomic
def ship(
    number: str, *, carrier: str, by: Actor, at: datetime, waybill: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """It is on its way, by which carrier and under which number. Refused where the warehouse has not enough."""
    access.require_keeper(by)
    request = access.request(number, by=by, lock=True, seen=seen)
    must_be(request, "approved")
    request.carrier = line("carrier", carrier, most=40)
    request.waybill = line("waybill", waybill, most=40, required=False)
    site, part = site_of(request), part_of(request)
    if request.mode == STOCK:
        if not request.reserved and not reserve_for(request, by=by, at=at):
            raise not_there(request)
        step = Step("shipped", request.quantity, access.company(), access.transit(), set_aside=True,
                    order=request.order, reference=request.number)  # fmt: skip
        move(part, step, by=by, at=at)
    request.reserved = False
    advance(request, "shipped", at)
    request.shipped_at = at
    request.save()
    if request.order is not None:
        running.move_part(request.order.number, request.number, step="shipped", by=by, at=at, keeps=keeps)
    told = ParcelSent(
        number=request.number, order=order_number(request), site=site.number, part=part.code, title=part.name,
        quantity=request.quantity, carrier=request.carrier, waybill=request.waybill,
    )  # fmt: skip
    tell(told, order=request.order, site=site, by=by, at=at, keeps=None if request.order else keeps)


@transaction.atomic
def receive(number: str, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None) -> None:
    """The site has it. An order that waited for this part alone goes on; its second visit is owed from now (rule 14)."""
    request = access.request(number, by=by, lock=True, seen=seen)
    site, part = site_of(request), part_of(request)
    access.require_desk_of(site, by=by)
    must_be(request, "shipped")
    order = request.order if _still_waits(request) else None
    if request.mode == STOCK:
        step = Step("received", request.quantity, access.transit(), access.store_of(site),
                    keep_aside=order is not None, order=request.order, reference=request.number)  # fmt: skip
        move(part, step, by=by, at=at)
    request.reserved = request.mode == STOCK and order is not None
    advance(request, "received", at)
    request.received_at = at
    request.save()
    told = ParcelReceived(
        number=request.number, order=order_number(request), site=site.number, part=part.code, title=part.name,
        quantity=request.quantity,
    )  # fmt: skip
    tell(told, order=request.order, site=site, by=by, at=at, keeps=keeps)
    if order is not None:
        running.move_part(order.number, request.number, step="arrived", by=by, at=at)
        _go_on(order, at=at)


def _go_on(order: WorkOrder, *, at: datetime) -> None:
    order.refresh_from_db()
    if order.state != "on_hold" or order.hold_reason != "waiting_part":
        return
    if not Request.objects.filter(order=order, state__in=OPEN_STATES).exists():
        running.resume(order.number, by=system_actor(Actor.Kind.JOB, "parts"), at=at)


def _still_waits(request: Request) -> bool:
    """Is the order still open, and still this site's? Otherwise the part is just stock."""
    order = request.order
    return order is not None and order.state not in ENDED and order.site_id == request.site_id
