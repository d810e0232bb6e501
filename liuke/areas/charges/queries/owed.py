"""What a customer has agreed to pay and has not paid yet, over all of his orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from liuke.areas.charges.models import Payment, Quote


@dataclass(frozen=True)
class Owed:
    """One order with money open; `cents` above 0."""

    order: str
    cents: int


def owed_by(customer_ids: Collection[int]) -> dict[int, tuple[Owed, ...]]:
    """By customer, in two reads; for rooms that have checked their own things."""
    due: dict[tuple[int, str], int] = defaultdict(int)
    accepted = Quote.objects.filter(order__customer__in=list(customer_ids), state=Quote.State.ACCEPTED)
    for customer, order, cents in accepted.values_list("order__customer_id", "order__number", "amount_cents"):
        due[customer, order] += cents
    paid = Payment.objects.filter(order__customer__in=list(customer_ids), state=Payment.State.RECEIVED)
    for customer, order, cents in paid.values_list("order__customer_id", "order__number", "amount_cents"):
        due[customer, order] -= cents
    found: dict[int, tuple[Owed, ...]] = {}
    for (customer, order), cents in sorted(due.items()):
        if cents > 0:
            found[customer] = (*found.get(customer, ()), Owed(order, cents))
    return found
