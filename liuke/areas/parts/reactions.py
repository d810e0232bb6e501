"""What this room does because others spoke: orders ask for parts and end, a verdict makes work paid, erasure empties."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.parts.actions.asking import let_go, take_over
from liuke.areas.parts.actions.old_parts import paid_after_all
from liuke.areas.parts.models import Request
from liuke.foundation.faults import Refused
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded

STATE_AFTER = {
    "service.part.approved": "approved",
    "service.part.shipped": "shipped",
    "service.part.arrived": "received",
}


@react("service.part.requested")
def take_requests_over(events: Sequence[Recorded], moment: Moment) -> None:
    """Where parts are kept with requests or stock, an order's request is worked at the parts desk."""
    take_over(events, by=moment.by, at=moment.at)


@react(*STATE_AFTER)
def keep_in_step(events: Sequence[Recorded], moment: Moment) -> None:
    """A request that the parts desk works is moved there alone, so that stock and order never disagree."""
    states = dict(Request.objects.filter(number__in=[e.subject for e in events]).values_list("number", "state"))
    for event in events:
        if states.get(event.subject, STATE_AFTER[event.kind]) != STATE_AFTER[event.kind]:
            raise Refused(
                "此配件申请在配件台办理（审批、发货、签收）。",
                "This request is worked at the parts desk: approved, shipped, received.",
                code="at-the-parts-desk",
            )


@react(
    "service.order.cancelled", "service.order.closed", "service.order.closed_unconfirmed",
    "service.order.ended_without_service",
)  # fmt: skip
def free_parts(events: Sequence[Recorded], moment: Moment) -> None:
    """What an order does not need any more is free for others."""
    for event in events:
        let_go([event.subject], by=moment.by, at=moment.at, caused_by=event)


@react("service.guarantee.settled")
def old_parts_of_paid_work(events: Sequence[Recorded], moment: Moment) -> None:
    """The final verdict says paid: the old part is the customer's."""
    for event in events:
        if event.value("verdict") == "out":
            paid_after_all(event.subject, int(event.value("line")), by=moment.by, at=moment.at, caused_by=event)


@react("customers.customer.erased")
def empty_notes(events: Sequence[Recorded], moment: Moment) -> None:
    """What was noted beside a customer's requests goes with him."""
    gone = [event.facts["customer_id"] for event in events]
    Request.objects.filter(order__customer__in=gone).update(note="")
