"""When the rungs of a promise's ladder come, on the promise's own calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from liuke.foundation.calendar.queries import get_calendars
from liuke.foundation.calendar.rules import Calendar
from liuke.kernel.promises import due, rules
from liuke.kernel.promises.models import Promise, Terms


class Calendars:
    """Calendars of one pass, each read once; those known to be needed in one read."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._read: dict[str, Calendar] = dict(get_calendars(keys)) if keys else {}

    def __getitem__(self, key: str) -> Calendar:
        if key not in self._read:
            self._read |= get_calendars([key])
        return self._read[key]


def times(terms: Terms, due_at: datetime, opened_at: datetime, calendar: Calendar) -> list[datetime]:
    """The moment of each rung: spans count from the due time, days and clock times from the opening."""
    return [_moment(due.parse(step.at), due_at, opened_at, calendar) for step in rules.steps(terms.ladder)]


def _moment(when: due.When, due_at: datetime, opened_at: datetime, calendar: Calendar) -> datetime:
    start = due_at if when.span else opened_at
    return when.reckon(start, calendar, {}) or due_at


def set_alarm(p: Promise, terms: Terms, calendars: Calendars) -> None:
    """Point a promise's one clock column at what comes next."""
    moments = times(terms, p.due_at, p.opened_at, calendars[p.calendar_key])
    p.next_alarm_at = rules.next_alarm(moments, p.level, p.due_at, missed=p.missed_by is not None)


def clock_of(terms: Terms) -> due.Clock:
    return due.parse(terms.due).clock
