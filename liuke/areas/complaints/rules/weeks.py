"""Complaints per week before and after a day: did something change, or is it chance? (H33, C4). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import comb
from typing import Final

BEFORE: Final = 12
AFTER: Final = 12
FEWEST: Final = 8
"""With fewer complaints in both spans together nothing can be told."""
UNLIKELY: Final = 0.05
FEWER, MORE, ALIKE, TOO_FEW, TOO_EARLY = "fewer", "more", "alike", "too_few", "too_early"


@dataclass(frozen=True)
class Week:
    """Seven days from `begins`; the last one may have `days` fewer."""

    begins: date
    count: int
    after: bool
    days: int = 7


@dataclass(frozen=True)
class Compared:
    """Weeks around `day`, which counts as after. Days, not weeks, are compared, since the last week may be short."""

    day: date
    weeks: tuple[Week, ...]
    before: int
    after: int
    days_before: int
    days_after: int
    told: str
    chance: float | None

    @property
    def weekly_before(self) -> float:
        """Complaints a week in the span before."""
        return 7 * self.before / self.days_before

    @property
    def weekly_after(self) -> float:
        """Complaints a week since."""
        return 7 * self.after / self.days_after if self.days_after else 0.0


def span(day: date, today: date) -> tuple[date, date]:
    """First day counted, and the day after the last."""
    return day - timedelta(weeks=BEFORE), min(day + timedelta(weeks=AFTER), today + timedelta(days=1))


def compare(counts: Mapping[date, int], *, day: date, today: date) -> Compared:
    """Complaints a day, by week around `day` up to `today`; `chance` is how often chance alone gives as great a change."""
    first, end = span(day, today)
    weeks = tuple(_week(counts, first + timedelta(weeks=n), day, end) for n in range(-(-(end - first).days // 7)))
    before = sum(week.count for week in weeks if not week.after)
    after = sum(week.count for week in weeks if week.after)
    days_before, days_after = (day - first).days, (end - day).days
    told, chance = _told(before, after, days_after / (days_before + days_after), days_after)
    return Compared(day, weeks, before, after, days_before, days_after, told, chance)


def _week(counts: Mapping[date, int], begins: date, day: date, end: date) -> Week:
    days = min(7, (end - begins).days)
    return Week(begins, sum(counts.get(begins + timedelta(days=n), 0) for n in range(days)), begins >= day, days)


def _told(before: int, after: int, share: float, days_after: int) -> tuple[str, float | None]:
    if days_after < 14:
        return TOO_EARLY, None
    if before + after < FEWEST:
        return TOO_FEW, None
    chance = _chance(after, before + after, share)
    if chance >= UNLIKELY:
        return ALIKE, chance
    return (FEWER if after < (before + after) * share else MORE), chance


def _chance(after: int, total: int, share: float) -> float:
    """Two-sided: that of `total` complaints so few or so many fall after the day, if nothing changed (binomial)."""
    of = [comb(total, n) * share**n * (1 - share) ** (total - n) for n in range(total + 1)] if total <= 500 else []
    if not of:
        spread = (total * share * (1 - share)) ** 0.5
        return 0.0 if abs(after - total * share) > 2 * spread else 1.0
    return min(1.0, sum(one for one in of if one <= of[after] * (1 + 1e-9)))
