"""Whose history an event of parts belongs to: the order's customer's, a site's, else the company's."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.network.models import Site
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY
from liuke.kernel.journal.rows import Recorded


def tell(
    event: object, *, by: Actor, at: datetime, order: WorkOrder | None = None, site: Site | None = None,
    happened_at: datetime | None = None, keeps: int | None = None, caused_by: Recorded | None = None,
) -> None:  # fmt: skip
    """Record on the history of the order's customer, else of the site, else of the company."""
    on = order.customer_id if order is not None else site.pk if site is not None else COMPANY
    record(event, on=on, by=by, at=at, happened_at=happened_at, keeps=keeps, caused_by=caused_by)
