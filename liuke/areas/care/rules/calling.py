"""When a customer may be called, which tries count, and when calling ends."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from liuke.foundation.calendar.parts import counts_as_another, part_of
from liuke.foundation.words import Words

HERE = ZoneInfo("Asia/Shanghai")
PARTS = {"morning": (time(10), time(12)), "afternoon": (time(15), time(18)), "evening": (time(18), time(20))}
"""The hours in which people like to be called (practice §3 #18: 10-12 and 15-20), in the parts that tries vary over."""
TRIES = 3
WITHIN = timedelta(days=3)


@dataclass(frozen=True)
class Verdict:
    """Yes or no with its reason."""

    allowed: bool
    words: Words


@dataclass(frozen=True)
class Tries:
    """What has been tried so far and what follows."""

    counted: int
    latest_counts: bool
    exhausted: bool
    next_at: datetime | None


def part_of_day(at: datetime) -> str:
    """morning, afternoon, evening, or "" outside the hours for calling."""
    return part_of(at, PARTS)


def may_call(at: datetime, *, agreed_at: datetime | None = None) -> Verdict:
    """May this customer be called now? Within the calling hours, or at the time that the customer named."""
    if part_of_day(at) or (agreed_at is not None and abs(at - agreed_at) <= timedelta(hours=1)):
        return Verdict(True, Words("", ""))
    upcoming = next_calling_time(at)
    here = upcoming.astimezone(HERE)
    return Verdict(
        False,
        Words(
            f"现在是免打扰时间，回访时段为 10:00–12:00 和 15:00–20:00；请在 {here.month}月{here.day}日 {here:%H:%M} 之后再打。",
            f"Customers are called 10:00-12:00 and 15:00-20:00. Please call after {here.day} {here:%b} {here:%H:%M}.",
        ),
    )


def next_calling_time(at: datetime) -> datetime:
    """The first moment from `at` on at which calling is welcome."""
    if part_of_day(at):
        return at
    return min(start for start in _starts(at) if start >= at)


def weigh(tries: Sequence[datetime]) -> Tries:
    """How many of these tries count (one for each part of the day), whether that was all, and when to try next.

    Three tries within five minutes are one: tries count at other hours only.
    """
    tried = {part_of_day(at) for at in tries}
    latest_counts = bool(tries) and counts_as_another(tries[-1], tries[:-1], PARTS)
    if len(tried) >= TRIES or not tries:
        return Tries(len(tried), latest_counts, len(tried) >= TRIES, None)
    untried = [s for s in _starts(tries[-1]) if part_of_day(s) not in tried and s > tries[-1]]
    return Tries(len(tried), latest_counts, False, min(untried))


def months_after(at: datetime, count: int) -> datetime:
    """The same clock time some months later, on that month's last day where it is shorter."""
    here = at.astimezone(HERE)
    year, month = divmod(here.year * 12 + here.month - 1 + count, 12)
    return here.replace(year=year, month=month + 1, day=min(here.day, monthrange(year, month + 1)[1]))


def _starts(at: datetime) -> list[datetime]:
    day = at.astimezone(HERE).date()
    days = [day + timedelta(days=n) for n in range(3)]
    return [datetime.combine(d, start, tzinfo=HERE) for d in days for start, _ in PARTS.values()]
