"""Taking money: a QR code of the company's account, cash that is seen as cash, and giving it back (practice §1.11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from liuke.areas.charges import access
from liuke.areas.charges.actions.days import open_day
from liuke.areas.charges.actions.receiving import receive
from liuke.areas.charges.actions.telling import place, tell
from liuke.areas.charges.models import Payment, Quote
from liuke.areas.charges.queries.payments import due_of
from liuke.areas.charges.rules.pricing import yuan
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import moment_of
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.models import WorkOrder
from liuke.events.charges import CashHandedIn, PaymentCancelled, PaymentRefunded, PaymentRequested
from liuke.foundation import numbers
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.payments import choice
from liuke.foundation.payments.provider import ProviderFault
from liuke.foundation.queue import actions as queue


@dataclass(frozen=True)
class Asked:
    """A code that is shown: the payment's number and the exact amount in cents."""

    number: str
    amount_cents: int


def request_payment(order: str, *, by: Actor, at: datetime) -> Asked:
    """Show a QR code for what the customer has accepted and not paid. Asked again it answers the same.

    A code for another amount, left from before, is closed. The code itself is there at once with the stand-in, else
    in a moment (a job asks the provider). Refused where nothing is due.
    """
    with transaction.atomic():
        found = access.order(order, by=by, lock=True)
        due = _due(found)
        open_code = _open_code(found)
        if open_code is not None and open_code.amount_cents == due:
            return Asked(open_code.number, due)
        if open_code is not None:
            write_cancelled(open_code, "other_way", by=by, at=at)
        payment = Payment(
            number=numbers.take("PY"), order=found, quote=_last_quote(found), state=Payment.State.REQUESTED, via="qr",
            amount_cents=due, provider=choice.provider().name, requested_at=at, collected_by=by,
        )  # fmt: skip
        place(payment, found)
        payment.save()
        told = PaymentRequested(
            number=payment.number, order=found.number, quote=payment.quote.number if payment.quote else "",
            amount_cents=due, yuan=yuan(due), site=payment.site, technician=payment.technician_id,
        )  # fmt: skip
        tell(found, told, by=by, at=at)
        _ask_code(payment, at=at)
    return Asked(payment.number, due)


def take_cash(
    order: str, amount_cents: int, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    client_uuid: UUID | str | None = None,
) -> Done:  # fmt: skip
    """The customer paid in cash what was due, no more and no less; the site owes it from now on.

    Raises Invalid naming `amount` with what is due, Refused where nothing is.
    """
    access.may_collect(by)

    def act(found: WorkOrder) -> Done:
        due = _due(found)
        if amount_cents != due:
            raise Invalid.field(
                "amount", f"应收 ¥{yuan(due)}，请按应收金额收取", f"CNY {yuan(due)} is due, not more or less"
            )
        if (open_code := _open_code(found)) is not None:
            write_cancelled(open_code, "other_way", by=by, at=at)
        payment = Payment(
            number=numbers.take("PY"), order=found, quote=_last_quote(found), via="cash", amount_cents=due,
            collected_by=by,
        )  # fmt: skip
        place(payment, found)
        receive(payment, paid_at=moment_of(happened_at, at=at), by=by, at=at)
        return done(found)

    return once("take_cash", order, client_uuid, act, by=by, at=at)


def hand_in_cash(number: str, *, reference: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The site paid this cash into the company's account; `reference` is the bank's, which finance checks."""
    access.may_collect(by)
    told_reference = line("reference", reference, most=64)
    with transaction.atomic():
        payment = access.payment(number, by=by, lock=True)
        if payment.via != "cash" or payment.state != Payment.State.RECEIVED:
            raise Refused("这不是待上交的现金。", "This is no cash to hand in.", code="no-cash")
        if payment.handed_in_at is not None:
            raise Refused("这笔现金已上交。", "This cash was handed in already.", code="handed-in")
        payment.handed_in_at, payment.handed_in_reference = at, told_reference
        payment.save(update_fields=["handed_in_at", "handed_in_reference"])
        told = CashHandedIn(
            number=payment.number, order=payment.order.number, site=payment.site, technician=payment.technician_id,
            amount_cents=payment.amount_cents, yuan=yuan(payment.amount_cents),
        )  # fmt: skip
        tell(payment.order, told, by=by, at=at, keeps=keeps)


def refund(number: str, *, note: str, by: Actor, at: datetime) -> None:
    """Give all of a payment back the way it came; never by whoever took it. Refused where the provider does not."""
    access.may_refund(by)
    if not note.strip():
        raise Invalid.field("note", "请写明退款原因", "Say why it is paid back")
    with transaction.atomic():
        payment = access.payment(number, by=by, lock=True)
        if payment.state != Payment.State.RECEIVED:
            raise Refused("只有已收的款可以退。", "Only money that was received is paid back.", code="not-received")
        if payment.collected_by_id == by.pk:
            raise Forbidden("收款人不能自己退款。", "Whoever took the money does not pay it back himself.")
        payment.refund_day = open_day(at, by=by, at=at)
        payment.state, payment.refunded_at = Payment.State.REFUNDED, at
        payment.refund_reference = _give_back(payment, at=at)
        payment.save()
        told = PaymentRefunded(
            number=payment.number, order=payment.order.number, site=payment.site, technician=payment.technician_id,
            amount_cents=payment.amount_cents, via=payment.via, yuan=yuan(payment.amount_cents), note=note.strip()[:500],
        )  # fmt: skip
        tell(payment.order, told, by=by, at=at)


def write_cancelled(payment: Payment, reason: str, *, by: Actor, at: datetime) -> None:
    """The code is not valid any more; for acts of this room that hold the order already."""
    payment.state = Payment.State.CANCELLED
    payment.save(update_fields=["state"])
    if choice.is_stand_in():
        choice.provider().close(payment.number, at=at)
    else:
        queue.defer("charges.close_code", payment=payment.number)
    told = PaymentCancelled(number=payment.number, order=payment.order.number, reason=reason)
    tell(payment.order, told, by=by, at=at)


def _due(order: WorkOrder) -> int:
    due = due_of(order)
    if not due:
        raise Refused(
            "没有待收的款：用户同意报价后再收款。",
            "Nothing is due: the customer accepts a quote first.",
            code="nothing-due",
        )
    return due


def _open_code(order: WorkOrder) -> Payment | None:
    return order.payments.filter(state=Payment.State.REQUESTED).select_related("order").first()


def _last_quote(order: WorkOrder) -> Quote | None:
    return order.quotes.filter(state=Quote.State.ACCEPTED).order_by("-answered_at", "-pk").first()


def _ask_code(payment: Payment, *, at: datetime) -> None:
    """The stand-in is asked here and now; whoever lives outside the house is asked once this is committed."""
    if choice.is_stand_in():
        payment.code = choice.provider().code(payment.number, payment.amount_cents, at=at)
        payment.save(update_fields=["code"])
    else:
        queue.defer("charges.fetch_code", payment=payment.number)


def _give_back(payment: Payment, *, at: datetime) -> str:
    """A repeated refund is known to the provider by our number, so one that died half-way is not paid twice."""
    if payment.via == "cash":
        return ""
    try:
        return choice.provider().refund(payment.number, payment.reference, payment.amount_cents, at=at)
    except ProviderFault as fault:
        raise Refused(
            f"收款方未能退款：{fault}", f"The provider did not pay it back: {fault}", code="provider"
        ) from None
