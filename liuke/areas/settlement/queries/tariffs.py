"""Prices and terms with all their versions, from dated data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
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


@dataclass(frozen=True)
class PriceRow:
    """A price as the list shows it: in cents, since when and why; `next_*` what is stated to follow."""

    key: str
    site: str
    cents: int
    since: date
    source: str
    next_cents: int | None = None
    next_from: date | None = None


def list_prices(*, on: date) -> tuple[PriceRow, ...]:
    """What holds on this day, the general prices first, then those agreed with a site; one read."""
    held: dict[str, PriceRow] = {}
    for one in list_histories((PRICES,)):
        value: Mapping[str, int] = one.value
        if "cents" not in value:
            continue
        site, _, key = one.key.rpartition("/")
        if one.from_date <= on:
            if one.until_date is None or on <= one.until_date:
                held[one.key] = PriceRow(key, site, value["cents"], one.from_date, one.source)
        elif one.key in held and held[one.key].next_from is None:
            held[one.key] = replace(held[one.key], next_cents=value["cents"], next_from=one.from_date)
        elif one.key not in held:
            held[one.key] = PriceRow(key, site, 0, one.from_date, one.source, value["cents"], one.from_date)
    return tuple(sorted(held.values(), key=lambda row: (row.site, row.key)))
