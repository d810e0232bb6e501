"""The filter of a list that leaves, said as the list's own page says it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from liuke.foundation.identity.models import Actor
from liuke.web.desk.customer_file import listing as customers
from liuke.web.desk.orders import listing as orders
from liuke.web.desk.sales import pages as sales
from liuke.web.desk.secrecy.leaving import asked_as
from liuke.web.desk.worklist import listing as promises
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request


def _of_customers(request: Request) -> list[shapes.Filter]:
    return customers.filters(request, customers.keeper_names())


CHIPS: Final[dict[str, Callable[[Request], list[shapes.Filter]]]] = {
    "orders": orders.filters, "promises": promises.filters, "customers": _of_customers, "sales": sales.chips,
}  # fmt: skip


def filter_words(list_key: str, filter: str, *, by: Actor, at: datetime) -> list[str]:
    """What is chosen, label and value; as it stands in the address for a list that says no more."""
    chips = CHIPS.get(list_key)
    if chips is None:
        return [filter] if filter else []
    return [f"{one.label} {one.chosen}" for one in chips(asked_as(filter, by, at)) if one.chosen]
