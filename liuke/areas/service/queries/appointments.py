"""A technician's windows to come, for his own calendar: no name, no number and no door in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.customers.queries.rows import AddressRow
from liuke.areas.service.models import Visit
from liuke.areas.service.rules.names import ORDER_KINDS
from liuke.foundation import divisions
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Appointment:
    """A window agreed with a customer; `district` is where, not more exactly."""

    visit: str
    order: str
    kind: Words
    district: str
    starts_at: datetime
    ends_at: datetime


def list_appointments(technician: int, start: datetime, end: datetime) -> tuple[Appointment, ...]:
    """The planned visits of this technician that begin in between."""
    rows = Visit.objects.filter(
        technician=technician, state=Visit.State.PLANNED, starts_at__gte=start, starts_at__lt=end
    )
    found = list(rows.select_related("order").order_by("starts_at", "pk"))
    places = list_addresses({v.order.address_id for v in found if v.order.address_id})
    return tuple(
        Appointment(
            v.number,
            v.order.number,
            ORDER_KINDS[v.order.kind],
            _district(places, v.order.address_id),
            v.starts_at,
            v.ends_at,
        )
        for v in found
    )


def _district(places: Mapping[int, AddressRow], address: int | None) -> str:
    row = places.get(address) if address else None
    code = row.division[:6] if row else ""
    return divisions.told(code) if code and divisions.exists(code) else ""
