"""Who has a machine of a batch: by model, span of serials, days of making or installing. For incidents (H20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.db.models.functions import Length

from liuke.areas.products.models import Machine

AT_CUSTOMERS = (Machine.Status.IN_USE, Machine.Status.STORED)


@dataclass(frozen=True)
class Batch:
    """What the machines of a batch have in common. Serials are compared as written, among those of one length."""

    model: str
    serial_from: str = ""
    serial_to: str = ""
    made_from: date | None = None
    made_to: date | None = None
    installed_from: date | None = None
    installed_to: date | None = None


@dataclass(frozen=True)
class Affected:
    """A machine of the batch and whose it is."""

    customer_id: int
    machine: str
    serial: str


def count_affected(batch: Batch) -> tuple[int, int]:
    """(machines, customers) of the batch that stand at customers."""
    rows = _of(batch)
    return rows.count(), rows.values("customer_id").distinct().count()


def list_affected(batch: Batch, *, limit: int) -> tuple[Affected, ...]:
    """The machines of the batch by number; at most `limit`."""
    rows = _of(batch).order_by("id").values_list("customer_id", "number", "serial")[:limit]
    return tuple(Affected(*row) for row in rows)


def _of(batch: Batch) -> QuerySet[Machine]:
    rows = Machine.objects.filter(model__code=batch.model, status__in=AT_CUSTOMERS)
    if batch.serial_from:
        last = batch.serial_to or batch.serial_from
        rows = rows.alias(long=Length("serial")).filter(
            serial__gte=batch.serial_from, serial__lte=last, long=len(batch.serial_from)
        )
    if batch.made_from:
        rows = rows.filter(made_date__gte=batch.made_from)
    if batch.made_to:
        rows = rows.filter(made_date__lte=batch.made_to)
    if batch.installed_from:
        rows = rows.filter(installed_date__gte=batch.installed_from)
    if batch.installed_to:
        rows = rows.filter(installed_date__lte=batch.installed_to)
    return rows
