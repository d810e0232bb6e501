"""Reading invoices: those of an order, and which are to be issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from liuke.areas.charges import access
from liuke.areas.charges.models import Invoice, Payment
from liuke.areas.charges.rules.names import BUYERS, INVOICE_STATES
from liuke.areas.service.models import WorkOrder
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

MOST = 200


@dataclass(frozen=True)
class InvoiceRow:
    """An invoice; `title` is empty once the customer was erased. Amounts in cents."""

    number: str
    order: str
    state: str
    state_words: Words
    amount_cents: int
    buyer: str
    buyer_words: Words
    title: str
    tax_id: str
    requested_at: datetime
    issued_at: datetime | None
    invoice_no: str


def get_invoice(number: str, *, by: Actor) -> InvoiceRow:
    """The invoice, or Missing for whoever may not see it."""
    return _row(access.invoice(number, by=by))


def rows_of(order: WorkOrder) -> tuple[InvoiceRow, ...]:
    """An order's invoices, newest first, for whoever has got it through access."""
    return tuple(_row(i) for i in order.invoices.select_related("order").order_by("-pk"))


def list_invoices(*, by: Actor, state: str = "requested") -> tuple[InvoiceRow, ...]:
    """The invoices in a state, the one longest asked for first."""
    if not access.sees_accounts(by):
        raise Forbidden("由结算专员和财务查看。", "The settlement clerk and finance look at this.")
    rows = Invoice.objects.filter(state=state).select_related("order").order_by("requested_at", "pk")
    return tuple(_row(i) for i in rows[:MOST])


def count_to_issue(*, by: Actor) -> int:
    return Invoice.objects.filter(state=Invoice.State.REQUESTED).count() if access.sees_accounts(by) else 0


def uninvoiced(order: WorkOrder) -> int:
    """What was paid for an order beyond its invoices, in cents; below nothing after a refund."""
    paid = order.payments.filter(state=Payment.State.RECEIVED).aggregate(sum=Sum("amount_cents"))["sum"] or 0
    told = order.invoices.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    return int(paid) - int(told)


def _row(i: Invoice) -> InvoiceRow:
    return InvoiceRow(
        i.number, i.order.number, i.state, INVOICE_STATES[i.state], i.amount_cents, i.buyer, BUYERS[i.buyer], i.title,
        i.tax_id, i.requested_at, i.issued_at, i.invoice_no,
    )  # fmt: skip
