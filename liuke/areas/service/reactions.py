"""What this room does because others spoke: silence recalls an order, erasure empties words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.areas.service.actions.dispatching import recall
from liuke.areas.service.models import Call, Claim, OrderMachine, ServiceRequest, Visit, WorkOrder
from liuke.foundation.files import actions as files
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded

ACCEPT_PROMISE = "accept-order"


@react("promise.missed")
def recall_unanswered(events: Sequence[Recorded], moment: Moment) -> None:
    """A site that did not answer in time loses the order; it is never taken for accepted (practice §1.6)."""
    for event in events:
        if event.facts.get("what") != ACCEPT_PROMISE:
            continue
        due = datetime.fromisoformat(str(event.facts["due_at"]))
        order = WorkOrder.objects.filter(number=event.about or event.subject, state="offered").first()
        offer = order.offers.filter(answer="").first() if order else None
        if order is not None and offer is not None and offer.offered_at < due:
            recall(order.number, by=moment.by, at=moment.at, because="no_answer", caused_by=event)


@react("charges.payment.received")
def note_paid(events: Sequence[Recorded], moment: Moment) -> None:
    """The customer paid for it: whoever paid is called back (practice §1.18)."""
    WorkOrder.objects.filter(number__in=[event.about for event in events]).update(paid=True)


@react("customers.customer.erased")
def empty_words(events: Sequence[Recorded], moment: Moment) -> None:
    """What a customer said in his own words goes with him, and how his home looked and he signed; what was done stays."""
    customers = [event.facts["customer_id"] for event in events]
    ServiceRequest.objects.filter(customer__in=customers).update(fault="")
    OrderMachine.objects.filter(order__customer__in=customers).update(fault="", note="")
    Visit.objects.filter(order__customer__in=customers).update(note="")
    Claim.objects.filter(customer__in=customers).update(fault="", finding_note="", decision_note="")
    Call.objects.filter(customer__in=customers).update(phone_mask="", phone_hash=None)
    theirs = WorkOrder.objects.filter(customer__in=customers).values_list("number", flat=True)
    files.forget([f"order:{number}" for number in theirs], at=moment.at)
