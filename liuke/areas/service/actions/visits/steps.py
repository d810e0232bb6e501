"""What every step of a visit asks and keeps."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from liuke.areas.service.models import Visit, WorkOrder
from liuke.foundation.faults import Invalid

When = datetime | None
Id = UUID | str | None


def save_both(order: WorkOrder, visit: Visit) -> None:
    """Order and visit go together."""
    order.save()
    visit.save()


def not_before(when: datetime, earlier: datetime | None) -> None:
    """Invalid where it would have happened before the step that came before."""
    if earlier is not None and when < earlier:
        raise Invalid.field("happened_at", "早于上一步的时间，请核对", "That is before the step that came before")
