"""Which machines an incident may concern, looked for in the installed base before anything is decided (H20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from liuke.areas.complaints import access
from liuke.areas.products.queries.batches import Affected, Batch, count_affected, list_affected
from liuke.areas.products.queries.catalogue import get_model
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor

SHOWN: Final = 20


@dataclass(frozen=True)
class Concerned:
    """How many machines and customers a batch is, and its first SHOWN."""

    batch: Batch
    machines: int
    customers: int
    first: tuple[Affected, ...]


def look_for(number: str, batch: Batch, *, by: Actor) -> Concerned:
    """The machines of such a batch at customers, for whoever leads incidents. Raises Forbidden, Missing, as `checked`."""
    access.require_incidents(by)
    access.incident(number, by=by)
    machines, customers = count_affected(checked(batch))
    return Concerned(batch, machines, customers, list_affected(batch, limit=SHOWN))


def checked(batch: Batch) -> Batch:
    """The batch again. Raises Invalid where no model is named or a span is upside down, Missing for a model there is not."""
    if not batch.model:
        raise Invalid.field("model", "请选择型号", "Choose the model")
    get_model(batch.model)
    if batch.serial_to and (len(batch.serial_to) != len(batch.serial_from) or batch.serial_to < batch.serial_from):
        raise Invalid.field(
            "serial_to", "止号须与起号等长且不小于起号", "The last serial is as long as the first and not before it"
        )
    _span("made_to", batch.made_from, batch.made_to)
    _span("installed_to", batch.installed_from, batch.installed_to)
    return batch


def _span(name: str, since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise Invalid.field(name, "止日不能早于起日", "The last day is not before the first")
