"""What a complaint is about and what belongs to it: read from the rooms below."""

from __future__ import annotations

from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.service.models import WorkOrder


def customer_of_thing(number: str) -> int | None:
    """Whose order or machine this is; None if there is none of this number."""
    owner = WorkOrder.objects.filter(number=number).values_list("customer_id", flat=True).first()
    if owner is not None:
        return int(owner)
    machine = list_by_number([number]).get(number)
    return machine.customer_id if machine else None


def site_of(about: str) -> tuple[int, str] | None:
    """The site that did the order: its history's id and its number; None where it is no order or no site had it."""
    row = WorkOrder.objects.filter(number=about, site__isnull=False).values_list("site_id", "site__number").first()
    return (row[0], row[1]) if row else None
