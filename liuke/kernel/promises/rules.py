"""What keeps what, and which alarm is next. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.kernel.journal.rows import Recorded


@dataclass(frozen=True)
class Owed:
    """What deciding needs to know of an open promise."""

    id: int
    timeline_id: int
    what: str
    about: str
    opened_by: int
    opened_at: datetime
    not_before: datetime | None
    due_at: datetime
    kept_by: frozenset[str]
    void_by: frozenset[str]
    per_customer: bool


@dataclass(frozen=True)
class Ending:
    promise_id: int
    event: Recorded
    kept: bool
    """False: void."""


def endings(events: Sequence[Recorded], owed: Iterable[Owed]) -> list[Ending]:
    """Which promises these events end.

    An act done from a promise names it. Otherwise an event keeps, for each kind of promise, only the one that is due
    first (one callback never keeps all of 333) among those about the same thing whose time had come; voiding takes all.
    """
    rest = sorted(owed, key=lambda p: (p.due_at, p.id))
    found: list[Ending] = []
    for event in sorted(events, key=lambda e: (e.happened_at, e.id)):
        ended = [Ending(p.id, event, True) for p in _kept(event, rest)]
        kept_ids = {e.promise_id for e in ended}
        ended += [Ending(p.id, event, False) for p in rest if p.id not in kept_ids and _voids(event, p)]
        gone = {e.promise_id for e in ended}
        rest = [p for p in rest if p.id not in gone]
        found += ended
    return found


def _kept(event: Recorded, rest: Sequence[Owed]) -> list[Owed]:
    if event.keeps is not None:
        return [p for p in rest if p.id == event.keeps and p.timeline_id == event.timeline_id]
    first: dict[str, Owed] = {}
    for p in rest:
        if p.what not in first and _keeps(event, p):
            first[p.what] = p
    return list(first.values())


def _keeps(event: Recorded, p: Owed) -> bool:
    come = p.not_before is None or p.not_before <= event.happened_at
    return event.kind in p.kept_by and come and _concerns(event, p)


def _voids(event: Recorded, p: Owed) -> bool:
    # at one and the same moment the order of recording decides: two moves of one thing must not void each other's promise
    later = (event.happened_at, event.id) > (p.opened_at, p.opened_by)
    return event.kind in p.void_by and later and _concerns(event, p)


def _concerns(event: Recorded, p: Owed) -> bool:
    same = p.per_customer or p.about in (event.subject, event.about)
    after = event.happened_at >= p.opened_at and event.id != p.opened_by
    return event.timeline_id == p.timeline_id and same and after


@dataclass(frozen=True)
class Step:
    """A rung of a ladder: who is told when, and whether the promise passes to them."""

    at: str
    tell: str
    hand_over: bool = False


def steps(ladder: Sequence[Mapping[str, object]]) -> list[Step]:
    return [Step(str(s["at"]), str(s["tell"]), bool(s.get("hand_over"))) for s in ladder]


def next_alarm(times: Sequence[datetime], level: int, due_at: datetime, *, missed: bool) -> datetime | None:
    """The earliest moment at which the loop has something to write: the next rung, or the miss itself."""
    waiting = [*times[level:]] if missed else [*times[level:], due_at]
    return min(waiting, default=None)


def passed(times: Sequence[datetime], level: int, at: datetime) -> int:
    """The level after all rungs up to `at` were taken."""
    return max([level, *(i + 1 for i, moment in enumerate(times) if moment <= at)])
