"""Reading payments: what is due of an order, its payments, lists and sums for the accounts, cash that sites owe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet, Sum

from liuke.areas.charges import access
from liuke.areas.charges.models import Payment, Quote
from liuke.areas.charges.rules.collecting import still_due
from liuke.areas.charges.rules.names import PAYMENT_STATES, WAYS
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import number_in
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words

PAGE: Final = 50
FILTERS: Final = ("day", "state", "via", "site", "order", "owed")
_LISTED: Final = ("order", "collected_by", "quote")


@dataclass(frozen=True)
class PaymentRow:
    """A payment; amounts in cents. `code` is the text of its QR code while it is to be paid."""

    id: int
    number: str
    order: str
    quote: str
    state: str
    state_words: Words
    via: str
    via_words: Words
    amount_cents: int
    site: str
    technician_id: int
    collected_by: str
    code: str
    reference: str
    requested_at: datetime | None
    received_at: datetime | None
    receipt: str
    handed_in_at: datetime | None
    handed_in_reference: str
    refunded_at: datetime | None

    @property
    def owes_cash(self) -> bool:
        return self.via == "cash" and self.state == "received" and self.handed_in_at is None


@dataclass(frozen=True)
class Account:
    """What an order has to do with money. Amounts in cents."""

    payments: tuple[PaymentRow, ...]
    accepted_cents: int
    paid_cents: int
    due_cents: int


@dataclass(frozen=True)
class PaymentPage:
    """`next_after` goes into the next call; None on the last page. `cents` sums all that the filters find."""

    rows: tuple[PaymentRow, ...]
    next_after: str | None
    count: int
    cents: int


def due_of(order: WorkOrder) -> int:
    """What the customer accepted and has not paid, in cents; for acts that hold the order."""
    return still_due(_accepted(order), _paid(order))


def get_payment(number: str, *, by: Actor) -> PaymentRow:
    """The payment, or Missing for whoever may not see its order."""
    return _row(access.payment(number, by=by))


def account_of(order: str, *, by: Actor) -> Account:
    """An order's payments with what is accepted, paid and due."""
    found = access.order(order, by=by)
    rows = payment_rows(found.payments.order_by("-pk"))
    accepted = sum(_accepted(found))
    paid = sum(p.amount_cents for p in rows if p.state == "received")
    return Account(rows, accepted, paid, still_due([accepted], [paid]))


def recorded_cents(order: str) -> int:
    """What was recorded as paid for an order, less what was given back; whoever asks may see the order."""
    rows = Payment.objects.filter(order__number=order, state=Payment.State.RECEIVED)
    return rows.aggregate(sum=Sum("amount_cents"))["sum"] or 0


def list_payments(filters: Mapping[str, str], *, by: Actor, after: str | None = None) -> PaymentPage:
    """Payments in pages, newest first, by FILTERS (`day` of reconciliation as 2026-11-28, `owed` is "yes")."""
    rows = _filtered(filters, by)
    sums = rows.filter(state=Payment.State.RECEIVED).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    count = rows.count()
    if after is not None:
        rows = rows.filter(pk__lt=number_in(after))
    found = list(rows.select_related(*_LISTED).order_by("-pk")[: PAGE + 1])
    page = tuple(_row(p) for p in found[:PAGE])
    return PaymentPage(page, str(page[-1].id) if len(found) > PAGE else None, count, sums)


def payment_rows(payments: QuerySet[Payment]) -> tuple[PaymentRow, ...]:
    """Rows of payments, in one query."""
    return tuple(_row(p) for p in payments.select_related(*_LISTED))


def cash_owed(*, by: Actor) -> tuple[int, int]:
    """How many payments in cash are not handed in yet, of those this actor sees, and their sum in cents."""
    rows = _filtered({"owed": "yes"}, by)
    told = rows.aggregate(sum=Sum("amount_cents"))
    return rows.count(), told["sum"] or 0


def _accepted(order: WorkOrder) -> Iterable[int]:
    return order.quotes.filter(state=Quote.State.ACCEPTED).values_list("amount_cents", flat=True)


def _paid(order: WorkOrder) -> Iterable[int]:
    return order.payments.filter(state=Payment.State.RECEIVED).values_list("amount_cents", flat=True)


def _filtered(filters: Mapping[str, str], by: Actor) -> QuerySet[Payment]:
    rows = Payment.objects.filter(access.payments_for(by))
    for name, value in filters.items():
        if name in FILTERS and value.strip():
            rows = rows.filter(_condition(name, value.strip()))
    return rows


def _condition(name: str, value: str) -> Q:
    match name:
        case "day":
            return Q(day__day=day_in("day", value)) | Q(refund_day__day=day_in("day", value))
        case "owed":
            return Q(via="cash", state=Payment.State.RECEIVED, handed_in_at__isnull=True)
        case "order":
            return Q(order__number=value.upper()[:20])
        case _:
            return Q(**{name: value[:20]})


def _row(p: Payment) -> PaymentRow:
    return PaymentRow(
        id=p.pk,
        number=p.number,
        order=p.order.number,
        quote=p.quote.number if p.quote else "",
        state=p.state,
        state_words=PAYMENT_STATES[p.state],
        via=p.via,
        via_words=WAYS[p.via],
        amount_cents=p.amount_cents,
        site=p.site,
        technician_id=p.technician_id,
        collected_by=p.collected_by.name,
        code=p.code if p.state == "requested" else "",
        reference=p.reference,
        requested_at=p.requested_at,
        received_at=p.received_at,
        receipt=p.receipt,
        handed_in_at=p.handed_in_at,
        handed_in_reference=p.handed_in_reference,
        refunded_at=p.refunded_at,
    )
