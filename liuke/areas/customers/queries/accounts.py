"""Who acts when a customer acts for himself."""

from __future__ import annotations

from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor


def find_account(customer_id: int) -> Actor | None:
    """The customer's own actor, if one was opened for him (or for the file that his was merged into)."""
    row = Customer.objects.select_related("account", "merged_into__account").filter(pk=customer_id).first()
    if row is None or row.erased_at is not None:
        return None
    return row.merged_into.account if row.merged_into is not None else row.account
