"""What the customer says he paid beside what was recorded: found by the callback, explained by a person (H15)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.charges import access
from liuke.areas.charges.actions.telling import place, tell
from liuke.areas.charges.models import Difference
from liuke.areas.charges.queries.payments import recorded_cents
from liuke.areas.charges.rules.collecting import differs
from liuke.areas.charges.rules.names import FINDINGS
from liuke.areas.charges.rules.pricing import yuan
from liuke.areas.service.models import WorkOrder
from liuke.events.charges import DifferenceExplained, DifferenceFound
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.listeners import Moment
from liuke.kernel.journal.rows import Recorded

LONGEST = 1000


def compare_with_word(order: WorkOrder, told_cents: int, heard: Recorded, moment: Moment) -> None:
    """Where the customer's word and our books differ, somebody has to find out why; once for each callback."""
    recorded = recorded_cents(order.number)
    if not differs(told_cents, recorded) or Difference.objects.filter(callback=heard.subject).exists():
        return
    found = Difference(
        number=numbers.take("DF"), order=order, callback=heard.subject, told_cents=told_cents, recorded_cents=recorded,
        found_at=heard.happened_at,
    )  # fmt: skip
    place(found, order)
    found.save()
    told = DifferenceFound(
        number=found.number, order=order.number, callback=found.callback, told_cents=told_cents,
        recorded_cents=recorded, told=yuan(told_cents), recorded=yuan(recorded), site=found.site,
        technician=found.technician_id,
    )  # fmt: skip
    tell(order, told, by=moment.by, at=moment.at, happened_at=heard.happened_at, caused_by=heard)


def explain_difference(
    number: str, *, finding: str, note: str, by: Actor, at: datetime, keeps: int | None = None
) -> None:
    """What was found out (FINDINGS) and how, in a few words. Whose fault it is decides the quality room, by the event."""
    access.may_explain(by)
    if finding not in FINDINGS:
        raise Invalid.field("finding", "请选择查清结果", "Choose what was found")
    if not note.strip():
        raise Invalid.field("note", "请写明向谁核实、怎样处理", "Say whom you asked and what was done")
    with transaction.atomic():
        found = access.difference(number, by=by, lock=True)
        if found.state == Difference.State.EXPLAINED:
            raise Refused("这条记录已查清。", "This was cleared up already.", code="explained")
        found.state, found.finding, found.note = Difference.State.EXPLAINED, finding, note.strip()[:LONGEST]
        found.explained_at, found.explained_by = at, by
        found.save()
        told = DifferenceExplained(
            number=found.number, order=found.order.number, finding=finding, told_cents=found.told_cents,
            recorded_cents=found.recorded_cents, site=found.site, technician=found.technician_id, note=found.note,
        )  # fmt: skip
        tell(found.order, told, by=by, at=at, keeps=keeps)
