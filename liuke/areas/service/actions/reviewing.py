"""The centre's review of a reported completion: accept, or send back with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, one_of, site_of, technician_of, tell
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.rules.names import SEND_BACK_REASONS
from liuke.areas.service.rules.visits import is_unpaid_trip
from liuke.events.service.orders import OrderEndedWithoutService
from liuke.events.service.visits import CompletionAccepted, CompletionSentBack
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor


def review_accept(
    number: str, *, by: Actor, at: datetime, paid: bool = False, seen: int | None = None, keeps: int | None = None
) -> Done:
    """The review passes: the customer is asked next; a no-service trip ends here."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)
        visit = _last_visit(order)

        trip = visit is not None and visit.result == "no_service"
        change(order, "review", by=by, at=at, to="no_service_trip" if trip else "to_call_back")
        order.reviewed_at, order.paid = at, paid or order.paid  # a payment that was booked is no matter of the reviewer
        order.save()

        tell(order, _accepted(order), by=by, at=at, keeps=keeps)
        if trip and visit is not None:
            ended = OrderEndedWithoutService(
                number=order.number, reason=visit.reason, site=site_of(order), technician=technician_of(order),
                payable=not is_unpaid_trip(visit.reason),
            )  # fmt: skip
            tell(order, ended, by=by, at=at)
    return done(order, visit)


def send_back(
    number: str, *, reasons: Sequence[str], by: Actor, at: datetime, note: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> Done:  # fmt: skip
    """The review sends it back with what is wrong (SEND_BACK_REASONS); the site mends within 24 hours."""
    if not reasons:
        raise Invalid.field("reasons", "请选择驳回原因", "Choose what is wrong")
    for reason in reasons:
        one_of("reasons", reason, SEND_BACK_REASONS)
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)

        change(order, "send_back", by=by, at=at)
        order.save()

        told = CompletionSentBack(
            number=order.number, site=site_of(order), technician=technician_of(order), reasons=tuple(reasons),
            note=note.strip(),
        )  # fmt: skip
        tell(order, told, by=by, at=at, keeps=keeps)
    return done(order)


def _last_visit(order: WorkOrder) -> Visit | None:
    return order.visits.filter(state=Visit.State.ENDED).order_by("-ended_at", "-pk").first()


def _accepted(order: WorkOrder) -> CompletionAccepted:
    return CompletionAccepted(
        number=order.number,
        site=site_of(order),
        technician=technician_of(order),
        kind=order.kind,
        product_line=order.product_line,
        paid=order.paid,
        repeat=order.repeat_of_id is not None,
        chased=order.chases > 0,
        safety=order.safety,
        completed_at=order.work_ended_at,
    )
