"""What a count found, and whether a second person has to confirm it before it is booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

CONFIRM_FROM_CENTS: Final = 20_000
"""Differences worth this much are confirmed by a second person, unless the company states another amount."""


@dataclass(frozen=True)
class Counted:
    """One part of a count: what the ledger says, what lay there (None: not counted yet), its price in cents."""

    part: str
    expected: int
    counted: int | None
    price: int

    @property
    def difference(self) -> int:
        return 0 if self.counted is None else self.counted - self.expected


def differences(lines: Sequence[Counted]) -> tuple[Counted, ...]:
    """The lines that do not agree."""
    return tuple(line for line in lines if line.difference)


def value_of(lines: Sequence[Counted]) -> int:
    """What the differences are worth, in cents; a surplus does not make up for a loss."""
    return sum(abs(line.difference) * line.price for line in lines)


def needs_second(lines: Sequence[Counted], confirm_from: int) -> bool:
    """Does somebody else than the counter have to look at this first?"""
    return value_of(lines) >= confirm_from > 0
