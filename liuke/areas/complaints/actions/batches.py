"""Which machines an incident concerns, found in the installed base while it is under way (H20)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.complaints.actions.incidents import under_way
from liuke.areas.complaints.queries.batches import checked
from liuke.areas.products.queries.batches import Batch, count_affected
from liuke.events.complaints.incidents import BatchSet
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record


@transaction.atomic
def set_batch(number: str, batch: Batch, *, seen: int | None = None, by: Actor, at: datetime) -> tuple[int, int]:
    """These machines are concerned, found in the installed base; answers (machines, customers) that stand there now.

    Whose owner is owed a word already stays owed it. Raises Invalid by `model`, `serial_to`, `made_to`, `installed_to`.
    """
    found = under_way(number, by, seen=seen)
    machines, customers = count_affected(checked(batch))
    for name, value in vars(batch).items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*vars(batch), "version"])
    event = BatchSet(number=found.number, model=batch.model, machines=machines, customers=customers)
    record(event, on=found.pk, by=by, at=at)
    return machines, customers
