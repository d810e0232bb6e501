"""Today 今日: the one ranked list of what a person owes, with the four figures at its head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import lost
from liuke.insight.promises import OwedRow, dressed
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises.queries import KeptRate
from liuke.kernel.promises.words import rank_of

PAGE: Final = 40  # nobody acts on more before he looks again
NEAR: Final = timedelta(days=13)
RATE_SPAN: Final = timedelta(days=30)


@dataclass(frozen=True)
class Day:
    """The three borders that Today is cut by, on the wall clock."""

    start: datetime
    end: datetime
    next_end: datetime


@dataclass(frozen=True)
class Figures:
    """What is due by tonight, done today and late now; 1,000 stands for more."""

    due: int
    kept: int
    late: int

    @property
    def mark(self) -> str:
        """Changes whenever something that the page shows has changed."""
        return f"{self.due}.{self.kept}.{self.late}"


@dataclass(frozen=True)
class Section:
    """`key` is late, today, tomorrow or later; `goes_on` where the page ends before the section does."""

    key: str
    rows: tuple[OwedRow, ...]
    goes_on: bool = False


@dataclass(frozen=True)
class Today:
    sections: tuple[Section, ...]
    next_after: str | None


def day_of(at: datetime) -> Day:
    here = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return Day(here, here + timedelta(days=1), here + timedelta(days=2))


def figures(actor: Actor, *, at: datetime) -> Figures:
    """The head of the list."""
    day = day_of(at)
    counted = promises.count_for(actor, at=at, day_start=day.start, day_end=day.end)
    return Figures(counted["due"], counted["kept"], counted["late"])


def kept_rate(actor: Actor, *, at: datetime) -> float | None:
    """The share of what this person owed in the last thirty days that was kept in time."""
    rates = promises.kept_rates(since=at - RATE_SPAN, until=at, at=at, group="owner")
    mine = next((rate for rate in rates if rate.key == str(actor.pk)), KeptRate("", 0, 0, 0, 0))
    return mine.rate


def today(actor: Actor, *, show: str = "", after: str = "", at: datetime) -> Today:
    """Late first, then by due time; `show` is late (what is late now) or due (what is due by tonight).

    What cannot be done before the day after tomorrow, or is not due within a fortnight, is not for today.
    """
    day = day_of(at)
    until = {"late": at, "due": day.end}.get(show, day.end + NEAR)
    rows = promises.list_for(actor, until=until, doable_by=day.next_end, after=_cursor(after), limit=PAGE + 1)
    more = len(rows) > PAGE
    owed = dressed(rows[:PAGE], by=actor, at=at)
    last = owed[-1].promise if more else None
    cursor = f"{last.due_at.isoformat()}~{last.id}" if last else None
    return Today(_sections(owed, day, at, goes_on=more), cursor)


def _sections(owed: list[OwedRow], day: Day, at: datetime, *, goes_on: bool) -> tuple[Section, ...]:
    borders = (("late", at), ("today", day.end), ("tomorrow", day.next_end), ("later", None))
    found, rest = [], owed
    for key, border in borders:
        here = [row for row in rest if border is None or row.promise.due_at < border]
        rest = rest[len(here) :]
        here.sort(key=lambda row: rank_of(row.promise.what))  # a complaint outranks ordinary work, safety both (H22)
        if here:
            found.append(Section(key, tuple(here), goes_on and not rest))
    return tuple(found)


def _cursor(after: str) -> str | None:
    if not after:
        return None
    moment, _, pk = after.replace(" ", "+").rpartition("~")
    try:
        told = datetime.fromisoformat(moment)
    except ValueError:
        told = None
    if told is None or told.tzinfo is None or not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise lost()
    return f"{told.isoformat()}~{pk}"
