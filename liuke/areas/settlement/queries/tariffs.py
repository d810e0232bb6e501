"""Prices and terms with all their versions, from dated data."""

from __future__ import annotations

from typing import Final

from liuke.areas.settlement.rules.tariff import Tariff, Version
from liuke.foundation.dated.queries import list_histories

PRICES, TERMS = "settlement_price", "settlement_term"
TABLES: Final = (PRICES, TERMS)


def tariff() -> Tariff:
    """All that has held and will hold, in one read."""
    return Tariff(
        Version(one.key, one.from_date, one.until_date, one.value, one.source) for one in list_histories(TABLES)
    )
