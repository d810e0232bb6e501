"""Parts of the day: three tries to reach somebody are three chances only if each falls into another part (§3 #19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from liuke.foundation.calendar.rules import LOCAL

Parts = Mapping[str, tuple[time, time]]


def part_of(at: datetime, parts: Parts) -> str:
    """The part that this moment falls into, by its name; "" for the rest of the day."""
    clock = at.astimezone(LOCAL).time()
    return next((name for name, (start, end) in parts.items() if start <= clock < end), "")


def counts_as_another(at: datetime, before: Iterable[datetime], parts: Parts) -> bool:
    """Is this the first try in its part of the day? The same part of another day is no other hour."""
    return part_of(at, parts) not in {part_of(moment, parts) for moment in before}
