"""What a complaint is about and what belongs to it: read from the rooms below."""

from __future__ import annotations

from collections.abc import Mapping

from liuke.areas.complaints.rules import links
from liuke.areas.network.models import Site
from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.service.models import Offer, Visit, WorkOrder
from liuke.foundation.words import Words


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


def exists(kind: str, number: str) -> bool:
    """Is there an order, a visit, a machine or a site of this number?"""
    if kind == "machine":
        return number in list_by_number([number])
    tables = {"order": WorkOrder.objects, "visit": Visit.objects, "site": Site.objects}
    return kind in tables and tables[kind].filter(number=number).exists()


def was_overruled(order: str) -> bool:
    """Was this order laid before another site than dispatch itself suggests?"""
    return Offer.objects.filter(order__number=order).exclude(overruled_reason="").exists()


def kinds_of_links() -> Mapping[str, Words]:
    """What may belong to a case, in words."""
    return links.KINDS
