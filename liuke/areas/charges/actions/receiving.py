"""Money has come in: booked once, on its day, with the customer's receipt in the same act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.charges import access
from liuke.areas.charges.actions.days import open_day
from liuke.areas.charges.actions.telling import tell_all
from liuke.areas.charges.models import Payment, Told
from liuke.areas.charges.rules.pricing import yuan
from liuke.areas.service.actions.changing import moment_of
from liuke.events.charges import PaymentReceived, ReceiptIssued
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.payments import choice, recording
from liuke.foundation.payments.provider import Notice as Notice  # handed in at this door
from liuke.foundation.payments.provider import ProviderFault
from liuke.foundation.turns import take_turn


def note_paid(notice: Notice, *, provider: str, by: Actor, at: datetime) -> str:
    """The provider tells that a code was paid. Answers the receipt's number, and the same when told again.

    A message counts once by its id. Money for a code that was closed meanwhile is booked as well: it is there. Raises
    Invalid naming `number` or `cents` where it is not what we asked for, Refused for a second payment of one code.
    """
    with transaction.atomic():
        take_turn(f"payment notice {provider}/{notice.message}")
        payment = _asked_for(notice, by=by)
        known = Told.objects.filter(provider=provider, message=notice.message).select_related("payment").first()
        if known is not None:
            if known.payment_id != payment.pk:
                raise Invalid.field("message", "这个通知编号已用于另一笔收款", "This id was used for another payment")
            return payment.receipt
        if payment.amount_cents != notice.cents:
            raise Invalid.field(
                "cents",
                f"金额不符：应为 {payment.amount_cents} 分，通知为 {notice.cents} 分",
                f"The amount differs: {payment.amount_cents} cents were asked for, {notice.cents} are told of",
            )
        if payment.state in (Payment.State.RECEIVED, Payment.State.REFUNDED):
            _must_be_the_same(payment, notice)
        else:
            _book(payment, notice, provider, by=by, at=at)
        Told.objects.create(provider=provider, message=notice.message, payment=payment, at=at)
    return payment.receipt


def pay_stand_in(number: str, *, by: Actor, at: datetime) -> str:
    """For trying out: the stand-in is paid and tells so, as a provider would. Refused where a real one is connected."""
    if not choice.is_stand_in():
        raise Refused("已接入真实收款，不能模拟支付。", "A real provider takes payments here.", code="no-stand-in")
    payment = access.payment(number, by=by)
    with transaction.atomic():
        try:
            notice = recording.pay(payment.number, at=at)
        except ProviderFault:
            raise Refused("付款码已失效。", "The code is not valid any more.", code="code-over") from None
        system = system_actor(Actor.Kind.JOB, "payments")
        return note_paid(notice, provider=choice.provider().name, by=system, at=at)


def receive(payment: Payment, *, paid_at: datetime, by: Actor, at: datetime) -> None:
    """Book money: day, receipt, events; for acts of this room that hold the order already."""
    payment.state, payment.received_at = Payment.State.RECEIVED, paid_at
    payment.day, payment.receipt = open_day(paid_at, by=by, at=at), numbers.take("RC")
    payment.save()
    order = payment.order
    cents, told = payment.amount_cents, yuan(payment.amount_cents)
    received = PaymentReceived(
        number=payment.number, order=order.number, site=payment.site, technician=payment.technician_id,
        via=payment.via, collected_by=payment.collected_by_id, quote=payment.quote.number if payment.quote else "",
        day=payment.day.day, amount_cents=cents, yuan=told,
    )  # fmt: skip
    receipt = ReceiptIssued(
        number=payment.receipt, order=order.number, payment=payment.number, amount_cents=cents, yuan=told
    )
    tell_all(order, [received, receipt], by=by, at=at, happened_at=paid_at)


def _asked_for(notice: Notice, *, by: Actor) -> Payment:
    number = notice.number.strip().upper()
    if not Payment.objects.filter(number=number, via="qr").exists():
        raise Invalid.field("number", "没有这笔收款", "There is no such payment")
    return access.payment(number, by=by, lock=True)


def _must_be_the_same(payment: Payment, notice: Notice) -> None:
    if payment.reference != notice.reference:
        raise Refused(
            f"{payment.number} 已收款，这是第二笔：请在收款方后台原路退回。",
            f"{payment.number} was paid already; this is a second payment: give it back at the provider.",
            code="paid-twice",
        )


def _book(payment: Payment, notice: Notice, provider: str, *, by: Actor, at: datetime) -> None:
    if Payment.objects.filter(provider=provider, reference=notice.reference).exclude(pk=payment.pk).exists():
        raise Invalid.field("reference", "这个交易单号已用于另一笔收款", "This reference is another payment's")
    payment.provider, payment.reference = provider, notice.reference
    receive(payment, paid_at=moment_of(notice.paid_at, at=at), by=by, at=at)
