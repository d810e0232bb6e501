"""The beats all acts on money share: whom an event names, and recording it on the customer's history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry, Link, Recorded


class Placed(Protocol):
    """Anything that remembers whose it was when it was made."""

    site: str
    technician_id: int


def place(row: Placed, order: WorkOrder) -> None:
    """Write down the site and the technician that the order has now: it may move on, the charge does not."""
    row.site = order.site.number if order.site else ""
    row.technician_id = order.technician_id or 0


def tell(
    order: WorkOrder, event: object, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    keeps: int | None = None, caused_by: Link | None = None,
) -> Recorded:  # fmt: skip
    return record(event, on=order.customer_id, by=by, at=at, happened_at=happened_at, keeps=keeps, caused_by=caused_by)


def tell_all(
    order: WorkOrder, events: Sequence[object], *, by: Actor, at: datetime, happened_at: datetime | None = None
) -> None:
    record_many([Entry(event, order.customer_id, happened_at) for event in events], by=by, at=at)
