"""The open price list on a day, and what holds beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from liuke.areas.charges.rules.names import LINE_KINDS
from liuke.areas.charges.rules.pricing import Price
from liuke.foundation.dated.queries import DatedValue, find_value, list_values
from liuke.foundation.words import Words

TABLE: Final = "price"
TERMS: Final = "charge_terms"
ANY: Final = "any"
LAW_DAYS: Final = 30  # a repaired machine works for 30 days at least (1995 rules)


@dataclass(frozen=True)
class ListedPrice:
    """One price with since when and by which decision it holds; `line` is a product line or `any`."""

    line: str
    code: str
    kind: str
    kind_words: Words
    words: Words
    unit: Words
    cents: int
    since: date
    until: date | None
    source: str


def list_prices(*, on: date) -> tuple[ListedPrice, ...]:
    """The whole open list, that for all lines first."""
    found = [_listed(value) for value in list_values(TABLE, on=on)]
    kinds = list(LINE_KINDS)
    return tuple(sorted(found, key=lambda p: (p.line != ANY, p.line, kinds.index(p.kind), p.cents, p.code)))


def prices_for(lines: Iterable[str], *, on: date) -> tuple[Price, ...]:
    """What may be quoted for these product lines; the price of a line goes before the one for all of the same name."""
    wanted = {ANY, *lines}
    found: dict[str, Price] = {}
    for listed in (p for p in list_prices(on=on) if p.line in wanted):
        code = f"{listed.line}.{listed.code}"
        if listed.line != ANY:
            found.pop(f"{ANY}.{listed.code}", None)
        found[code] = Price(code, listed.kind, listed.words, listed.unit, listed.cents, listed.source)
    return tuple(found.values())


def repair_guarantee_days(*, on: date) -> int:
    """How long a paid repair is guaranteed: as the company promises, never less than the law."""
    told = find_value(TERMS, "repair_guarantee_days", on=on)
    return max(LAW_DAYS, int(told.value)) if told else LAW_DAYS


def _listed(value: DatedValue) -> ListedPrice:
    line, _, code = value.key.partition(".")
    told = value.value
    return ListedPrice(
        line=line,
        code=code,
        kind=told["kind"],
        kind_words=LINE_KINDS[told["kind"]],
        words=Words(told["zh"], told["en"]),
        unit=Words(told["unit_zh"], told["unit_en"]),
        cents=int(told["cents"]),
        since=value.from_date,
        until=value.until_date,
        source=value.source,
    )
