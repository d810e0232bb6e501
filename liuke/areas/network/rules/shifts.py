"""Who is at work when: a weekly pattern, dated departures from it, the site's calendar, the windows of the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from liuke.areas.network.rules.skills import Ability
from liuke.foundation.calendar.rules import LOCAL, Calendar, Hours, Interval, hours_on
from liuke.foundation.words import Words

Slot = tuple[int, datetime]
"""A site's id and the start of a window."""
FULL_DAY: Final = (Interval(0, 1440),)
AWAY: Final = {
    "sick": Words("病假", "off sick"),
    "leave": Words("请假", "on leave"),
    "training": Words("培训", "in training"),
}
"""Why a technician is not there for a whole day."""


@dataclass(frozen=True, order=True)
class Window:
    """A part of a day in which a visit begins and ends, as the customer is promised it."""

    start: datetime
    end: datetime

    @property
    def day(self) -> date:
        return self.start.astimezone(LOCAL).date()

    @property
    def interval(self) -> Interval:
        first, last = self.start.astimezone(LOCAL), self.end.astimezone(LOCAL)
        closes = last.hour * 60 + last.minute
        return Interval(first.hour * 60 + first.minute, closes or 1440)


@dataclass(frozen=True)
class Week:
    """A technician's usual hours by weekday (Monday first), in force from a day on."""

    from_date: date
    weekly: tuple[Hours, ...]


@dataclass(frozen=True)
class Departure:
    """Whole or partial days on which somebody is away (`works` False) or works beyond his week (`works` True)."""

    from_date: date
    until_date: date
    works: bool = False
    hours: Hours = ()
    reason: str = ""

    def covers(self, day: date) -> bool:
        return self.from_date <= day <= self.until_date


@dataclass(frozen=True)
class Absence:
    """An absence known to the minute, such as one entered for the person himself."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Worker:
    """A technician as capacity sees him."""

    id: int
    site_id: int
    ability: Ability
    weeks: tuple[Week, ...] = ()
    departures: tuple[Departure, ...] = ()
    absence: Absence | None = None


@dataclass(frozen=True)
class Plan:
    """The windows of a day from a date on, for one season."""

    from_date: date
    windows: Hours
    until_date: date | None = None


def windows_on(plans: Iterable[Plan], day: date) -> tuple[Window, ...]:
    """The windows of that day by the newest plan then in force."""
    held = [p for p in plans if p.from_date <= day and (p.until_date is None or day <= p.until_date)]
    plan = max(held, key=lambda p: p.from_date, default=None)
    return tuple(_window(day, interval) for interval in plan.windows) if plan else ()


def windows_of_days(plans: Sequence[Plan], first: date, days: int) -> tuple[Window, ...]:
    """All windows of so many days, in order."""
    return tuple(w for n in range(days) for w in windows_on(plans, first + timedelta(days=n)))


def hours_at_work(worker: Worker, day: date) -> Hours:
    """The hours a technician is there on a date: his week, plus extra hours, less what he is away."""
    week = max((w for w in worker.weeks if w.from_date <= day), key=lambda w: w.from_date, default=None)
    held = list(week.weekly[day.weekday()]) if week else []
    departures = [d for d in worker.departures if d.covers(day)]
    for extra in (d for d in departures if d.works):
        held = _joined([*held, *(extra.hours or FULL_DAY)])
    for away in (d for d in departures if not d.works):
        held = _without(held, away.hours or FULL_DAY)
    return tuple(held)


def is_at_work(worker: Worker, window: Window) -> bool:
    """Is he there during the whole window?"""
    return not _absent(worker, window) and _within(window.interval, hours_at_work(worker, window.day))


def is_able(worker: Worker, skills: Iterable[str], window: Window) -> bool:
    """May and can he do such work in this window: there, skilled, and his certificates valid on that day?"""
    return is_at_work(worker, window) and not worker.ability.lacks(skills, on=window.day)


def able_by_window(
    workers: Sequence[Worker], skills: Sequence[str], windows: Sequence[Window], calendars: Mapping[int, Calendar]
) -> dict[Slot, frozenset[int]]:
    """For every site and window of its opening hours the technicians who could go; windows without any are left out."""
    return able_among(at_work_by_window(workers, windows, calendars), skills)


def at_work_by_window(
    workers: Sequence[Worker], windows: Sequence[Window], calendars: Mapping[int, Calendar]
) -> dict[Slot, list[Worker]]:
    """Who is there in which window that his site is open: what is asked for one kind of work after another."""
    found: dict[Slot, list[Worker]] = {}
    for day, of_day in groupby(windows, key=lambda window: window.day):
        spans = [(window, window.interval) for window in of_day]
        opening = {site: hours_on(calendar, day) for site, calendar in calendars.items()}
        for worker in workers:
            there = hours_at_work(worker, day)
            for window, span in spans:
                if _within(span, opening[worker.site_id]) and _within(span, there) and not _absent(worker, window):
                    found.setdefault((worker.site_id, window.start), []).append(worker)
    return found


def able_among(at_work: Mapping[Slot, Sequence[Worker]], skills: Sequence[str]) -> dict[Slot, frozenset[int]]:
    """Those at work who also have the skills, with certificates valid on the day."""
    lacking: dict[tuple[int, date], bool] = {}
    found: dict[Slot, frozenset[int]] = {}
    for (site, start), workers in sorted(at_work.items()):
        day = start.astimezone(LOCAL).date()
        for worker in workers:
            if (worker.id, day) not in lacking:
                lacking[worker.id, day] = bool(worker.ability.lacks(skills, on=day))
        if able := frozenset(worker.id for worker in workers if not lacking[worker.id, day]):
            found[site, start] = able
    return found


def _window(day: date, interval: Interval) -> Window:
    midnight = datetime.combine(day, time(), LOCAL)
    return Window(midnight + timedelta(minutes=interval.opens), midnight + timedelta(minutes=interval.closes))


def _absent(worker: Worker, window: Window) -> bool:
    away = worker.absence
    return away is not None and away.start < window.end and window.start < away.end


def _within(wanted: Interval, opening: Iterable[Interval]) -> bool:
    return any(i.opens <= wanted.opens and wanted.closes <= i.closes for i in opening)


def _joined(intervals: Iterable[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if joined and interval.opens <= joined[-1].closes:
            joined[-1] = Interval(joined[-1].opens, max(joined[-1].closes, interval.closes))
        else:
            joined.append(interval)
    return joined


def _without(intervals: Iterable[Interval], away: Iterable[Interval]) -> list[Interval]:
    left = list(intervals)
    for gone in away:
        left = [piece for interval in left for piece in _cut(interval, gone)]
    return left


def _cut(interval: Interval, gone: Interval) -> Iterator[Interval]:
    if gone.closes <= interval.opens or interval.closes <= gone.opens:
        yield interval
        return
    if interval.opens < gone.opens:
        yield Interval(interval.opens, gone.opens)
    if gone.closes < interval.closes:
        yield Interval(gone.closes, interval.closes)
