"""The beats all acts on an order share: take it under its lock, check the table, write the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from liuke.areas.service import access
from liuke.areas.service.models import Offer, Visit, WorkOrder
from liuke.areas.service.rules import states
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.files.access import files_of
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import one_of as one_of
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry, Recorded

CLOCKS_DIFFER = timedelta(minutes=10)  # phones run ahead; more than that is a mistake
LONGEST_OFFLINE = timedelta(days=14)


def change(order: WorkOrder, act: str, *, by: Actor, at: datetime, to: str | None = None) -> str:
    """Check the table and turn the order's state; returns the state it came from. Saving is the caller's."""
    access.may(order, act, by=by, to=to)
    before = order.state
    order.state = states.after(before, act, to)
    order.version += 1
    order.changed_at = at
    if order.state in states.ENDED:
        order.ended_at = at
    return before


def tell(
    order: WorkOrder, event: object, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    keeps: int | None = None, caused_by: Recorded | None = None,
) -> Recorded:  # fmt: skip
    """Record an event on the customer's history."""
    return record(event, on=order.customer_id, by=by, at=at, happened_at=happened_at, keeps=keeps, caused_by=caused_by)


def tell_all(order: WorkOrder, events: Sequence[object], *, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """Record what happened in one act together; the first of them was done from the promise `keeps`."""
    entries = [Entry(event, order.customer_id, keeps=None if n else keeps) for n, event in enumerate(events)]
    record_many(entries, by=by, at=at)


def moment_of(happened_at: datetime | None, *, at: datetime) -> datetime:
    """When it happened: now, or as an offline phone reports it; not ahead of us, not weeks ago."""
    if happened_at is None:
        return at
    if happened_at.tzinfo is None:
        raise Invalid.field("happened_at", "时间须带时区", "The time needs its zone")
    if happened_at > at + CLOCKS_DIFFER:
        raise Invalid.field("happened_at", "发生时间晚于现在，请校准手机时间", "That lies ahead; set the phone's clock")
    if happened_at < at - LONGEST_OFFLINE:
        raise Invalid.field("happened_at", "超过 14 天的补报由中心办理", "Older than 14 days: let the centre enter it")
    return min(happened_at, at)


def files_of_order(order: WorkOrder, keys: Sequence[str], *, by: Actor, field: str = "photos") -> list[str]:
    """The keys, each once, if they are files stored for this order (`order:WO-000318`); else Invalid."""
    given = list(dict.fromkeys(key.strip() for key in keys if key.strip()))
    known = {file.key for file in files_of(f"order:{order.number}", by=by)} if given else set()
    if set(given) - known:
        raise Invalid.field(
            field, "有文件未上传到此工单，请重新上传", "A file does not belong to this order; upload it again"
        )
    return given


def open_visit(order: WorkOrder) -> Visit | None:
    """The visit that is planned or under way; there is at most one."""
    return order.visits.exclude(state__in=[Visit.State.ENDED, Visit.State.RELEASED]).first()


def need_visit(order: WorkOrder) -> Visit:
    """The open visit, or Refused: somebody has to be assigned first."""
    visit = open_visit(order)
    if visit is None:
        raise Refused("请先安排师傅。", "Assign a technician first.", code="no-technician")
    return visit


def release_visit(order: WorkOrder) -> Visit | None:
    """Free the technician of a visit that will not take place."""
    visit = open_visit(order)
    if visit is not None:
        visit.state = Visit.State.RELEASED
        visit.save(update_fields=["state"])
    order.technician = None
    return visit


def end_offer(order: WorkOrder, answer: str, *, at: datetime, reason: str = "") -> Offer | None:
    """Write the answer of the site before which the order lies, if it lies before one."""
    offer = order.offers.filter(answer="").first()
    if offer is not None:
        offer.answer, offer.answered_at, offer.reason = answer, at, reason
        offer.save(update_fields=["answer", "answered_at", "reason"])
    return offer


def technician_of(order: WorkOrder) -> int:
    return order.technician_id or 0


def site_of(order: WorkOrder) -> str:
    return order.site.number if order.site else ""
