"""What charges does because another room spoke: compare with the customer's word, end quotes whose order ended."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.charges.actions.consent import write_refused
from liuke.areas.charges.actions.differences import compare_with_word
from liuke.areas.charges.actions.payments import write_cancelled
from liuke.areas.charges.actions.quotes import write_withdrawn
from liuke.areas.charges.models import Invoice, Payment, Quote
from liuke.areas.service.models import WorkOrder
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded


@react("care.callback.completed")
def compare_charges(events: Sequence[Recorded], moment: Moment) -> None:
    """The callback asks what he paid; private charging shows where that is not what was recorded (H15)."""
    told = {e.subject: e for e in events if e.value("charged_cents") is not None and e.about.startswith("WO-")}
    orders = WorkOrder.objects.select_related("site").filter(number__in={e.about for e in told.values()})
    known = {order.number: order for order in orders}
    for event in told.values():
        if event.about in known:
            compare_with_word(known[event.about], int(event.value("charged_cents")), event, moment)


@react("service.visit.ended")
def refuse_with_the_trip(events: Sequence[Recorded], moment: Moment) -> None:
    """The trip ended because he does not accept the quote: then the open quote is refused, not left hanging."""
    for event in events:
        if event.value("result") == "no_service" and event.value("reason") == "quote_refused":
            for quote in _open_quotes(event.about):
                write_refused(
                    quote.order, quote, "other", "screen", by=moment.by, at=moment.at, happened_at=event.happened_at
                )


@react("service.order.cancelled", "service.order.ended_without_service")
def withdraw_with_the_order(events: Sequence[Recorded], moment: Moment) -> None:
    """An order that ended without service has nothing to be quoted or paid any more."""
    for event in events:
        for quote in _open_quotes(event.subject):
            write_withdrawn(quote, "order_over", by=moment.by, at=moment.at)
        codes = Payment.objects.filter(order__number=event.subject, state=Payment.State.REQUESTED)
        for payment in codes.select_related("order"):
            write_cancelled(payment, "quote_withdrawn", by=moment.by, at=moment.at)


@react("service.guarantee.settled")
def withdraw_under_guarantee(events: Sequence[Recorded], moment: Moment) -> None:
    """Settled as free at the machine: what was quoted for a single machine before is not charged."""
    free = [e.subject for e in events if e.value("verdict") == "in"]
    for number in free:
        for quote in _open_quotes(number):
            if quote.order.guarantee == "in":
                write_withdrawn(quote, "guarantee", by=moment.by, at=moment.at)


@react("customers.customer.erased")
def forget_titles(events: Sequence[Recorded], moment: Moment) -> None:
    """In whose name an invoice was is personal; the issued invoice itself lies with the tax office."""
    gone = [e.value("customer_id") for e in events]
    Invoice.objects.filter(order__customer_id__in=gone).update(title="", tax_id="")


def _open_quotes(order: str) -> list[Quote]:
    rows = Quote.objects.filter(order__number=order, state=Quote.State.MADE).select_related("order__site")
    return list(rows.select_for_update(of=("self",)))
