"""The charges of an order as its page shows them (`desk/charges/of_order.html`)."""

from __future__ import annotations

from typing import Any

from liuke.areas.charges.queries.names import SELLERS
from liuke.areas.charges.queries.of_order import charges_of
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES


def section(order: OrderRow, *, by: Actor) -> dict[str, Any]:
    """Quotes, payments and invoices with the two acts that begin here."""
    return {
        "money": charges_of(order.number, by=by),
        "may_quote": not order.ended_at and by.has_role(*SELLERS),
        "may_invoice": by.has_role(*CENTRE_ROLES),
    }
