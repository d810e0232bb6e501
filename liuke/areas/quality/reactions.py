"""What quality does because others spoke: a bad word opens a case, a sent-back completion counts, erasure empties."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.quality.actions.cases import raise_case
from liuke.areas.quality.models import Appeal, Case, SentBack, Verdict
from liuke.areas.quality.rules.faults import class_of_repeat, is_bad
from liuke.areas.service.models import WorkOrder
from liuke.foundation.files import actions as files
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded

CALLBACK, COMPLAINT = "care.callback.completed", "complaints.complaint.received"
REPEAT, CLOSED = "service.repeat.opened", "service.order.closed"


@react(CALLBACK, COMPLAINT, REPEAT, CLOSED)
def open_cases(events: Sequence[Recorded], moment: Moment) -> None:
    """An order with a bad class asks whose fault it was; an order that no site had yet is nobody's to settle."""
    orders = _orders({_order_of(e) for e in events})
    for event in events:
        order = orders.get(_order_of(event))
        outcome = _class_of(event, order) if order else ""
        if order is not None and is_bad(outcome):
            raise_case(order, outcome, by=moment.by, at=moment.at, caused_by=event, rules=moment.rules)


@react("service.completion.sent_back")
def note_sent_back(events: Sequence[Recorded], moment: Moment) -> None:
    """One line for the site's points."""
    orders = _orders({e.subject for e in events})
    found = [(orders[e.subject], e.happened_at) for e in events if e.subject in orders]
    SentBack.objects.bulk_create([SentBack(order=o, site=o.site, at=at) for o, at in found if o.site is not None])


@react("customers.customer.erased")
def forget_words(events: Sequence[Recorded], moment: Moment) -> None:
    """What was written about the customer goes with him, and what a site photographed at his home."""
    gone = [e.value("customer_id") for e in events]
    cases = Case.objects.filter(order__customer__in=gone)
    Verdict.objects.filter(case__in=cases).update(reason="")
    Appeal.objects.filter(case__in=cases).update(reason="")
    files.forget([f"fault:{number}" for number in cases.values_list("number", flat=True)], at=moment.at)


def _orders(numbers: set[str]) -> dict[str, WorkOrder]:
    rows = WorkOrder.objects.select_related("site").filter(number__in=numbers)
    return {order.number: order for order in rows}


def _order_of(event: Recorded) -> str:
    return event.subject if event.kind == CLOSED else event.about


def _class_of(event: Recorded, order: WorkOrder) -> str:
    if event.kind == COMPLAINT:
        return "called_to_complain"
    if event.kind == REPEAT:
        return class_of_repeat(str(event.value("reason") or ""), is_itself_repeat=order.repeat_of_id is not None)
    return str(event.value("outcome") or "")
