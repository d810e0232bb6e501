"""When something is owed: the small grammar of handbook times, parsed once and computed on calendars. Pure.

30 minutes · 2 hours · 3 days · 1 months      calendar time
30 service minutes · 4 service hours          open time of the owner's service calendar
1 working hours · 3 working days              open time of the owner's working calendar
day 3 at 10:00 · month 3 at 20:00             wall clock, counted from the opening day
same day 18:00                                wall clock, the next day if that has passed
{window_end} · {window_start} - 1 hour        a moment field of the event, moved
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal, cast

from liuke.foundation.calendar import rules as open_time
from liuke.foundation.calendar.rules import Calendar


def local(moment: datetime) -> datetime:
    return moment.astimezone(open_time.LOCAL)


Clock = Literal["calendar", "service", "working"]
_SPAN = re.compile(r"^([+-]?)\s*(\d+)\s*(?:(service|working)\s+)?(minute|hour|day|week|month)s?$")
_ON_DAY = re.compile(r"^(day|month)\s+(\d+)\s+at\s+(\d\d):(\d\d)$")
_SAME_DAY = re.compile(r"^same day\s+(\d\d):(\d\d)$")
_FIELD = re.compile(r"^\{(\w+)\}\s*(.*)$")
_UNIT = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}


@dataclass(frozen=True)
class Span:
    """A signed amount of time on a clock; `months` only counts on the calendar."""

    clock: Clock
    amount: timedelta
    days: int = 0
    months: int = 0

    def after(self, start: datetime, calendar: Calendar) -> datetime:
        if self.months:
            return _add_months(start, self.months)
        if self.clock == "calendar":
            return start + self.amount
        if self.days:
            return open_time.add_days(calendar, start, self.days)
        return open_time.add(calendar, start, self.amount)


@dataclass(frozen=True)
class When:
    """A parsed time expression. Exactly one of `span`, `on_day`, `same_day` says how; `field` moves the start."""

    text: str
    span: Span | None = None
    on_day: tuple[str, int, time] | None = None
    same_day: time | None = None
    field: str | None = None

    @property
    def clock(self) -> Clock:
        return self.span.clock if self.span else "calendar"

    def reckon(self, start: datetime, calendar: Calendar, values: Mapping[str, Any]) -> datetime | None:
        """The moment meant, counted from `start`; None if the field it counts from was not given."""
        if self.field:
            given = values.get(self.field)
            if not given:
                return None
            start = datetime.fromisoformat(given) if isinstance(given, str) else given
            if start.tzinfo is None:  # a date field: the day begins at midnight of the company's wall clock
                start = start.replace(tzinfo=open_time.LOCAL)
        if self.on_day:
            unit, count, at = self.on_day
            day = start + timedelta(days=count) if unit == "day" else _add_months(start, count)
            return datetime.combine(local(day).date(), at, local(day).tzinfo)
        if self.same_day:
            today = datetime.combine(local(start).date(), self.same_day, local(start).tzinfo)
            return today if today > start else today + timedelta(days=1)
        return self.span.after(start, calendar) if self.span else start


@lru_cache(maxsize=2048)
def parse(text: str) -> When:
    """Read one expression; ValueError says what is wrong with it."""
    said = text.strip()
    if match := _FIELD.match(said):
        rest = match.group(2).strip()
        return When(said, span=_span(rest) if rest else None, field=match.group(1))
    if match := _ON_DAY.match(said):
        unit, count, hour, minute = match.groups()
        return When(said, on_day=(unit, int(count), time(int(hour), int(minute))))
    if match := _SAME_DAY.match(said):
        return When(said, same_day=time(int(match.group(1)), int(match.group(2))))
    return When(said, span=_span(said))


def _span(text: str) -> Span:
    if text in ("0", "now"):
        return Span("calendar", timedelta())
    match = _SPAN.match(text)
    if not match:
        raise ValueError(f"“{text}” is no time: write for instance “30 service minutes”, “3 days”, “day 3 at 20:00”")
    sign, number, unit = match.group(1, 2, 4)
    clock = cast(Clock | None, match.group(3))
    count = -int(number) if sign == "-" else int(number)
    if unit == "month":
        if clock:
            raise ValueError(f"“{text}”: months are counted on the calendar only")
        return Span("calendar", timedelta(), months=count)
    if clock and unit in ("day", "week"):
        return Span(clock, timedelta(), days=count * (7 if unit == "week" else 1))
    return Span(clock or "calendar", _UNIT[unit] * count)


def _add_months(start: datetime, count: int) -> datetime:
    """The same day of a later month on the company's wall clock, or that month's last day (31 January + 1)."""
    here = local(start)
    index = here.year * 12 + here.month - 1 + count
    year, month = divmod(index, 12)
    last = months.monthrange(year, month + 1)[1]
    return here.replace(year=year, month=month + 1, day=min(here.day, last))


def after_hold(text: str, due_at: datetime, *, held: datetime, at: datetime, calendar: Calendar) -> datetime:
    """When what was due at `due_at` is due after a rest from `held` to `at`: the time left runs on its own clock (`text`).

    What was late already stays late.
    """
    if due_at <= held:
        return due_at
    if parse(text).clock == "calendar":
        return at + (due_at - held)
    return open_time.add(calendar, at, open_time.spent(calendar, held, due_at))
