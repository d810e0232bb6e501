"""With what an order was settled, as its page shows it (`desk/settlement/of_order.html`)."""

from __future__ import annotations

from typing import Any

from liuke.areas.settlement import access
from liuke.areas.settlement.queries.statements import lines_of_order
from liuke.foundation.identity.models import Actor


def section(order: str, *, by: Actor) -> dict[str, Any]:
    """The lines with their statements, for those who may read statements; nobody else is asked for."""
    reads = by.has_role(*access.READERS, *access.DESK)
    return {"settled": lines_of_order(order, by=by) if reads else ()}
