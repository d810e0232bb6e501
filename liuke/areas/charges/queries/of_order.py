"""All that an order has to do with money, for its page, the phone and the customer's own page."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.areas.charges import access
from liuke.areas.charges.queries.invoices import InvoiceRow, rows_of
from liuke.areas.charges.queries.payments import PaymentRow, payment_rows
from liuke.areas.charges.queries.quotes import QuoteRow, quote_rows
from liuke.areas.charges.rules.collecting import still_due
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class OrderCharges:
    """Newest first; amounts in cents. `due_cents` is accepted and not paid, `open_cents` paid and not invoiced."""

    order: str
    quotes: tuple[QuoteRow, ...]
    payments: tuple[PaymentRow, ...]
    invoices: tuple[InvoiceRow, ...]
    accepted_cents: int
    paid_cents: int
    due_cents: int
    open_cents: int

    def __bool__(self) -> bool:
        return bool(self.quotes or self.payments)

    @property
    def awaiting(self) -> QuoteRow | None:
        """The quote that awaits the customer's answer."""
        return next((quote for quote in self.quotes if quote.state == "made"), None)

    @property
    def code(self) -> PaymentRow | None:
        """The payment whose code is shown now."""
        return next((payment for payment in self.payments if payment.state == "requested"), None)


def charges_of(order: str, *, by: Actor) -> OrderCharges:
    """Quotes, payments and invoices of an order; Missing for whoever may not see it. A site sees no invoices."""
    found = access.order(order, by=by)
    quotes = quote_rows(found.quotes.select_related("order", "made_by", "answered_by").order_by("-pk"))
    payments = payment_rows(found.payments.order_by("-pk")) if quotes else ()
    invoices = rows_of(found) if payments else ()
    accepted = sum(q.amount_cents for q in quotes if q.state == "accepted")
    paid = sum(p.amount_cents for p in payments if p.state == "received")
    return OrderCharges(
        order=found.number,
        quotes=quotes,
        payments=payments,
        invoices=invoices if access.sees_invoices(by) else (),
        accepted_cents=accepted,
        paid_cents=paid,
        due_cents=still_due([accepted], [paid]),
        open_cents=max(0, paid - sum(i.amount_cents for i in invoices)),
    )
