"""What the events of a statement have in common."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from liuke.areas.settlement.models import Statement


def yuan_of(cents: int) -> str:
    """Cents as an event says them: `24680.00`."""
    return f"{Decimal(cents) / 100:.2f}"


def about(one: Statement) -> dict[str, Any]:
    """Which statement, of whom, of which month, how much."""
    return {
        "number": one.number, "site": one.site.number, "month": f"{one.month:%Y-%m}", "total_cents": one.total_cents,
        "yuan": yuan_of(one.total_cents),
    }  # fmt: skip
