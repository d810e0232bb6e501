"""The parts desk's way of a request: decided, set aside, shipped; and received by the site, when the order goes on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.parts import access
from liuke.areas.parts.actions.asking import set_free
from liuke.areas.parts.actions.ledger import Step, move, whole
from liuke.areas.parts.actions.reserving import advance, must_be, not_there, order_number, part_of, reserve_for, site_of
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Part, Request
from liuke.areas.parts.queries.credit import credit_of
from liuke.areas.parts.rules.asking import why_not
from liuke.areas.parts.rules.names import OPEN_STATES, REFUSE_REASONS, STOCK
from liuke.areas.service.actions import running
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.states import ENDED
from liuke.events.parts.requests import (
    CreditExceeded,
    ParcelReceived,
    ParcelSent,
    ReplenishmentApproved,
    RequestFreed,
    RequestRefused,
    RequestSubstituted,
)
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.lines import line


@transaction.atomic
def approve(
    number: str, *, by: Actor, at: datetime, part: str = "", quantity: int | None = None, because: str = "",
    seen: int | None = None, keeps: int | None = None,
) -> None:  # fmt: skip
    """Approve a request and set its pieces aside where the warehouse has them.

    `part` names what goes where another goes than was asked for, or where the request named none. Above the site's
    credit only the parts lead approves, with `because`. Raises Invalid with `part`, `quantity`, `because`.
    """
    access.require_keeper(by)
    request = access.request(number, by=by, lock=True, seen=seen)
    must_be(request, "requested")
    site = site_of(request)
    chosen, substituted = _chosen(request, part)
    request.quantity = whole(quantity) if quantity is not None else request.quantity
    request.part, request.site, request.price_cents = chosen, site, chosen.price_cents
    exceeded = _credit(request, site, because, by)
    advance(request, "approved", at)
    request.approved_at = at
    request.save()
    _tell_approved(request, chosen, by=by, at=at, keeps=keeps)
    if substituted:
        _tell_substituted(request, chosen, by=by, at=at)
    if exceeded:
        tell(exceeded, order=request.order, site=site, by=by, at=at)
    reserve_for(request, by=by, at=at)


@transaction.atomic
def refuse(
    number: str, *, reason: str, by: Actor, at: datetime, note: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Say no, with a reason of REFUSE_REASONS; the order's own waiting ends with the same word."""
    access.require_keeper(by)
    if reason not in REFUSE_REASONS:
        raise Invalid.field("reason", "请选择原因", "Choose a reason")
    request = access.request(number, by=by, lock=True, seen=seen)
    must_be(request, "requested")
    request.reason, request.note = reason, line("note", note, most=200, required=False)
    advance(request, "refused", at)
    request.save()
    running.drop_part(request.number, at=at)
    words = REFUSE_REASONS[reason]
    told = RequestRefused(
        number=request.number, order=order_number(request), site=request.site.number if request.site else "",
        title=request.part.name if request.part else request.wanted, reason=reason, reason_zh=words.zh,
        reason_en=words.en, note=request.note,
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at, keeps=keeps)


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


def _chosen(request: Request, code: str) -> tuple[Part, bool]:
    if not code.strip():
        if request.part is None:
            raise Invalid.field("part", "请先选择目录中的配件", "Choose the part in the catalogue first")
        return request.part, False
    chosen = access.typed_part(code)
    substituted = request.part is not None and chosen != request.part
    if substituted:
        request.asked = request.part
    return chosen, substituted


def _credit(request: Request, site: Site, because: str, by: Actor) -> CreditExceeded | None:
    credit = credit_of(site, lock=True)
    refusal = why_not(credit, request.quantity * request.price_cents)
    if refusal is None:
        return None
    if not access.is_lead(by):
        raise Refused(refusal.zh, refusal.en, code="above-credit")
    if not because.strip():
        raise Invalid("超出信用额度，请注明理由。", "It is above the credit: say why.", fields={"because": refusal})
    request.above_credit = True
    return CreditExceeded(
        number=request.number, order=order_number(request), site=site.number, out_cents=credit.out,
        limit_cents=credit.limit or 0, because=line("because", because, most=200),
    )  # fmt: skip


def _tell_approved(request: Request, part: Part, *, by: Actor, at: datetime, keeps: int | None) -> None:
    if request.order is not None:
        running.move_part(request.order.number, request.number, step="approved", by=by, at=at, keeps=keeps)
        return
    told = ReplenishmentApproved(
        number=request.number, site=site_of(request).number, part=part.code, title=part.name, quantity=request.quantity
    )
    tell(told, site=request.site, by=by, at=at, keeps=keeps)


def _tell_substituted(request: Request, part: Part, *, by: Actor, at: datetime) -> None:
    told = RequestSubstituted(
        number=request.number, order=order_number(request), site=site_of(request).number, part=part.code, title=part.name,
        asked=str(request.asked),
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at)
