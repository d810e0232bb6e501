"""Who should take a complaint: on duty, with the least to do, for core customers the more experienced (practice §3 #21)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from liuke.foundation.words import Words


@dataclass(frozen=True)
class Candidate:
    """Somebody who may handle complaints: `rank` 0 an officer, 1 a lead; `open` those in his hands; `settled` in 90 days."""

    id: int
    name: str
    rank: int
    on_duty: bool
    open: int
    settled: int


@dataclass(frozen=True)
class Suggestion:
    """One of them, with why."""

    candidate: Candidate
    reasons: tuple[Words, ...]


def suggested(candidates: Iterable[Candidate], *, is_core: bool) -> tuple[Suggestion, ...]:
    """The one to ask first on top. Who is away is never suggested; a core customer's goes to whoever settled most."""
    there = [c for c in candidates if c.on_duty]
    return tuple(Suggestion(c, _reasons(c, is_core=is_core)) for c in _ranked(there, is_core=is_core))


def _ranked(there: Sequence[Candidate], *, is_core: bool) -> list[Candidate]:
    if is_core:
        return sorted(there, key=lambda c: (c.rank, c.open > _fair(there), -c.settled, c.open, c.name))
    return sorted(there, key=lambda c: (c.rank, c.open, -c.settled, c.name))


def _fair(there: Sequence[Candidate]) -> float:
    return sum(c.open for c in there) / len(there) + 2


def _reasons(c: Candidate, *, is_core: bool) -> tuple[Words, ...]:
    found = [Words("在岗", "on duty"), Words(f"手上 {c.open} 件", f"{c.open} in hand")]
    if is_core:
        found.append(Words(f"90 天内办结 {c.settled} 件", f"settled {c.settled} in 90 days"))
    return tuple(found)
