"""Whoever has a machine of the batch is told: each owner is owed it as a promise, and each word is noted (H20)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Affected
from liuke.areas.complaints.queries.incidents import batch_of
from liuke.areas.complaints.rules.incidents import WAYS
from liuke.areas.products.queries.batches import list_affected
from liuke.events.complaints.incidents import CustomerAffected, CustomerWarned
from liuke.foundation.faults import Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import one_of
from liuke.kernel.journal.actions import lock_timelines, record, record_many
from liuke.kernel.journal.rows import Entry

MOST = 20_000  # machines at once; a recall beyond that is warned of by its public notice


@transaction.atomic
def owe_warnings(number: str, *, by: Actor, at: datetime) -> int:
    """From now on each owner of a machine of the batch is owed a word; answers how many were added.

    Said again it adds those who came since (a batch that was widened, machines registered later).
    """
    access.require_incidents(by)
    found = access.incident(number, by=by, lock=True)
    if found.closed_at is not None or not found.model:
        raise Refused("没有可告知的批次。", "There is no batch to warn of.", code="no-batch")
    known = set(Affected.objects.filter(incident=found).values_list("machine", flat=True))
    new = [a for a in list_affected(batch_of(found), limit=MOST) if a.machine not in known]
    Affected.objects.bulk_create(
        [Affected(incident=found, customer_id=a.customer_id, machine=a.machine) for a in new], batch_size=2_000
    )
    told = [
        Entry(
            CustomerAffected(f"{found.number}/{a.machine}", found.number, a.machine, found.model),
            a.customer_id,
            None,
            None,
            None,
        )
        for a in new
    ]
    record_many(told, by=by, at=at)
    if found.warned_from is None:
        found.warned_from = at
        found.save(update_fields=["warned_from"])
    return len(new)


@transaction.atomic
def warn(number: str, *, machine: str, way: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The owner of this machine was told, this way. A second word on the same is the first."""
    one_of("way", way, WAYS)
    access.require_warning(by)
    owner = (
        Affected.objects.filter(incident__number=number, machine=machine).values_list("customer_id", flat=True).first()
    )
    if owner is None:
        raise Missing("这台设备不在名单中。", "This machine is not on the list.")
    lock_timelines([owner])
    row = Affected.objects.select_for_update().get(incident__number=number, machine=machine)
    if row.told_at is not None:
        return
    row.told_at, row.told_by, row.way = at, by, way
    row.save(update_fields=["told_at", "told_by", "way"])
    said = WAYS[way]
    event = CustomerWarned(f"{number}/{machine}", number, machine, way, said.zh, said.en)
    record(event, on=row.customer_id, by=by, at=at, keeps=keeps)
