"""A day's takings beside the provider's statement: matched, differing, missing there, unknown here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from liuke.foundation.words import Words

RESULTS: Final = {
    "matched": Words("一致", "matched"),
    "differing": Words("金额不符", "amounts differ"),
    "missing": Words("账单中没有", "not on the statement"),
    "unknown": Words("系统中没有", "not recorded here"),
    "owed": Words("现金未上交", "cash not handed in"),
}


@dataclass(frozen=True)
class Booked:
    """What we recorded; a refund is negative. `reference` is the provider's number of it."""

    number: str
    reference: str
    cents: int


@dataclass(frozen=True)
class Stated:
    """One row of the provider's statement; a refund is negative. `number` is ours, where the provider repeats it."""

    reference: str
    cents: int
    number: str = ""


@dataclass(frozen=True)
class Pair:
    """One line of the comparison."""

    result: str
    number: str
    reference: str
    booked_cents: int | None
    stated_cents: int | None


def compare(booked: Iterable[Booked], stated: Iterable[Stated]) -> tuple[Pair, ...]:
    """Each recorded payment beside its row, what differs first. The provider's number decides, then ours."""
    rows = list(stated)
    pairs = []
    for one in booked:
        row = _row_of(one, rows)
        if row is not None:
            rows.remove(row)
        pairs.append(_pair(one, row))
    pairs += [Pair("unknown", row.number, row.reference, None, row.cents) for row in rows]
    order = list(RESULTS)
    return tuple(sorted(pairs, key=lambda p: (p.result == "matched", order.index(p.result), p.number, p.reference)))


def differences(pairs: Sequence[Pair]) -> int:
    return sum(pair.result != "matched" for pair in pairs)


def _row_of(one: Booked, rows: Sequence[Stated]) -> Stated | None:
    same = [r for r in rows if r.reference and r.reference == one.reference]
    same += [r for r in rows if r.number and r.number == one.number and (r.cents < 0) == (one.cents < 0)]
    return same[0] if same else None


def _pair(one: Booked, row: Stated | None) -> Pair:
    if row is None:
        return Pair("missing", one.number, one.reference, one.cents, None)
    result = "matched" if row.cents == one.cents else "differing"
    return Pair(result, one.number, one.reference or row.reference, one.cents, row.cents)
