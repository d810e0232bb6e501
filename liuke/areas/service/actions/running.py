"""While an order runs: chase-ups, telling the customer, hold and resume, cancel, and the parts it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import (
    change,
    end_offer,
    files_of_order,
    moment_of,
    one_of,
    release_visit,
    site_of,
    tell,
)
from liuke.areas.service.models import Offer, PartRequest, WorkOrder
from liuke.areas.service.rules.names import CANCEL_REASONS, EXPLAIN_TOPICS, HOLD_REASONS
from liuke.areas.service.rules.waiting import OUTSTANDING
from liuke.areas.service.rules.windows import CHASES_BEFORE_ESCALATION
from liuke.events.service.running import (
    OrderCancelled,
    OrderChased,
    OrderExplained,
    OrderHeld,
    OrderResumed,
    PartApproved,
    PartArrived,
    PartRequested,
    PartShipped,
)
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor

PART_STEPS = {"requested": "approved", "approved": "shipped", "shipped": "arrived"}
_TELLS = {"approved": PartApproved, "shipped": PartShipped, "arrived": PartArrived}


def chase_up(number: str, *, by: Actor, at: datetime, note: str = "", keeps: int | None = None) -> int:
    """The customer asks where it stands: counted on the open order, never a second one. Returns the count."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)

        change(order, "chase_up", by=by, at=at)
        order.chases += 1
        order.save()

        told = OrderChased(
            number=order.number, count=order.chases, escalated=order.chases >= CHASES_BEFORE_ESCALATION,
            site=site_of(order), note=note.strip(),
        )  # fmt: skip
        tell(order, told, by=by, at=at, keeps=keeps)
    return order.chases


def tell_user(
    number: str, *, topic: str, by: Actor, at: datetime, note: str = "", happened_at: datetime | None = None,
    keeps: int | None = None,
) -> Done:  # fmt: skip
    """The customer was told where it stands (EXPLAIN_TOPICS): keeps what a chase-up, a move or a hold owed."""
    one_of("topic", topic, EXPLAIN_TOPICS)
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)
        when = moment_of(happened_at, at=at)

        access.may(order, "explain", by=by)

        told = OrderExplained(number=order.number, topic=topic, site=site_of(order), note=note.strip())
        tell(order, told, by=by, at=at, happened_at=when, keeps=keeps)
    return done(order)


def hold(
    number: str, *, reason: str, by: Actor, at: datetime, evidence: Sequence[str] = (), until: datetime | None = None,
    seen: int | None = None, keeps: int | None = None,
) -> Done:  # fmt: skip
    """Put an order on hold (HOLD_REASONS). A site's pause without evidence (file keys) stops no clock."""
    one_of("reason", reason, HOLD_REASONS)
    if until is not None and until <= at:
        raise Invalid.field("until", "恢复时间须晚于现在", "It resumes later than now")
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)

        before = change(order, "hold", by=by, at=at)
        order.hold_reason, order.held_at, order.held_from, order.held_until = reason, at, before, until
        order.hold_evidence = files_of_order(order, evidence, by=by, field="evidence")
        declared_by = _declarer(by)
        order.hold_stops_clock = declared_by != "site" or bool(order.hold_evidence)
        release_visit(order)
        order.save()

        told = OrderHeld(
            number=order.number, reason=reason, site=site_of(order), declared_by=declared_by,
            stops_clock=order.hold_stops_clock, until=until,
        )  # fmt: skip
        tell(order, told, by=by, at=at, keeps=keeps)
    return done(order)


def resume(number: str, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None) -> Done:
    """Go on with an order on hold: where it was, but a window is agreed anew."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)

        reason = order.hold_reason
        to = _resumes_in(order)
        change(order, "resume", by=by, at=at, to=to)
        order.hold_reason, order.held_at, order.held_until, order.tries = "", None, None, 0
        order.set_window(None)
        order.save()

        tell(
            order, OrderResumed(number=order.number, reason=reason, state=to, site=site_of(order)),
            by=by, at=at, keeps=keeps,
        )  # fmt: skip
    return done(order)


def cancel(
    number: str, *, reason: str, by: Actor, at: datetime, note: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> Done:  # fmt: skip
    """Call the order off (CANCEL_REASONS); its technician and its window are free again."""
    one_of("reason", reason, CANCEL_REASONS)
    with transaction.atomic():
        order = access.order(number, by=by, lock=True, seen=seen)

        change(order, "cancel", by=by, at=at)
        end_offer(order, Offer.Answer.WITHDRAWN, at=at, reason=reason)
        release_visit(order)
        order.save()

        told = OrderCancelled(
            number=order.number, request=order.request.number if order.request else "", reason=reason,
            site=site_of(order), note=note.strip(),
        )  # fmt: skip
        tell(order, told, by=by, at=at, keeps=keeps)
    return done(order)


def request_part(
    number: str, *, part: str, by: Actor, at: datetime, happened_at: datetime | None = None, keeps: int | None = None
) -> str:
    """Ask for a part the order waits for; returns its number (PR-)."""
    if not part.strip():
        raise Invalid.field("part", "请写明配件", "Name the part")
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)
        when = moment_of(happened_at, at=at)

        access.may(order, "request_part", by=by)
        made = write_part(order, part, at=at)
        tell_part(made, order, by=by, at=at, when=when, keeps=keeps)
    return made.number


def move_part(number: str, part_request: str, *, step: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The next step of a part request: approved, shipped, arrived, in this order."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)
        access.may(order, "move_part", by=by)
        part = order.parts.select_for_update().filter(number=part_request.strip().upper()).first()
        if part is None:
            raise Invalid.field("part_request", "没有这张配件申请", "There is no such part request")
        if PART_STEPS.get(part.state) != step:
            raise Refused(
                "配件进度顺序：批准、发出、到货。", "A part is approved, shipped, then arrives.", code="part-step"
            )
        part.state, part.moved_at = step, at
        part.save(update_fields=["state", "moved_at"])

        told = _TELLS[step](number=part.number, order=order.number, part=part.part, site=site_of(order))
        tell(order, told, by=by, at=at, keeps=keeps)


def drop_part(number: str, *, at: datetime) -> None:
    """Nobody sends this part any more (the parts desk said no, or it was withdrawn): the order waits for it no longer.

    For the parts desk's act, which holds the histories and says why.
    """
    rows = PartRequest.objects.filter(number=number, state__in=OUTSTANDING)
    rows.update(state="dropped", moved_at=at)


def write_part(order: WorkOrder, part: str, *, at: datetime) -> PartRequest:
    """A part request's row."""
    return PartRequest.objects.create(
        number=numbers.take("PR"), order=order, part=part.strip()[:80], requested_at=at, moved_at=at
    )


def tell_part(
    made: PartRequest, order: WorkOrder, *, by: Actor, at: datetime, when: datetime, keeps: int | None = None
) -> None:
    """Record that a part was asked for."""
    told = PartRequested(number=made.number, order=order.number, part=made.part, site=site_of(order))
    tell(order, told, by=by, at=at, happened_at=when, keeps=keeps)


def _declarer(by: Actor) -> str:
    if by.kind == Actor.Kind.CUSTOMER:
        return "customer"
    return "centre" if access.sees_all(by) else "site"


def _resumes_in(order: WorkOrder) -> str:
    """Where it goes on: a lost window is agreed anew; an order without a site is dispatched."""
    if order.site_id is None:
        return "to_dispatch"
    return "second_visit_due" if order.held_from == "second_visit_due" else "to_book"
