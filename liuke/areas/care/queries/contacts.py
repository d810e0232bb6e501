"""Whom to call: the first contact of a customer that has a number."""

from __future__ import annotations

from collections.abc import Collection

from liuke.areas.customers.models import Phone


def first_contacts(customer_ids: Collection[int]) -> dict[int, int]:
    """The contact to call for each customer, in one query; those without a number are left out."""
    rows = Phone.objects.filter(contact__customer_id__in=set(customer_ids), detached_at__isnull=True)
    found: dict[int, int] = {}
    for customer, contact in rows.order_by("contact_id").values_list("contact__customer_id", "contact_id"):
        found.setdefault(customer, contact)
    return found
