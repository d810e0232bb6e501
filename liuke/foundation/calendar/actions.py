"""Editing calendars. Each act says what changed, so that the kernel can reckon open dues anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from liuke.foundation.audit.actions import note
from liuke.foundation.calendar.models import HolidayOverride, StoredCalendar
from liuke.foundation.calendar.queries import fallbacks, get_calendar
from liuke.foundation.calendar.rules import BUILT_IN, Calendar, Hours, hours, told
from liuke.foundation.faults import Invalid, Missing, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.turns import take_turn

Difference = dict[str, tuple[object, object]]
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class CalendarChange:
    """`difference` is {field: (before, after)}; `key` is empty where the public holidays changed."""

    key: str
    difference: Difference

    def __bool__(self) -> bool:
        return bool(self.difference)

    def touches(self, key: str) -> bool:
        """May what was reckoned by the calendar `key` have moved?"""
        return bool(self) and (not self.key or self.key in fallbacks(key))


@transaction.atomic
def save_calendar(
    key: str,
    *,
    weekly: Sequence[str],
    by: Actor,
    at: datetime,
    name: str = "",
    observes_holidays: bool = False,
    exceptions: Mapping[date, str] | None = None,
    seen_version: int | None = None,
) -> CalendarChange:
    """Store the hours of a calendar (seven texts, Monday first) and its dated exceptions; returns what changed.

    With `seen_version`, the version the editor had before him, a change made meanwhile by another raises Stale.
    """
    take_turn(f"calendar {key}")
    row = StoredCalendar.objects.select_for_update().filter(key=key).first()
    after = _checked(key, weekly, observes_holidays, exceptions or {})
    before = _in_force(key)
    difference = _difference(before, after)
    if row and seen_version is not None and seen_version != row.version:
        raise Stale("日历已被他人修改。", "Someone else changed this calendar meanwhile.", difference=difference)
    if row and not difference and name in ("", row.name):
        return CalendarChange(key, {})
    _write(row or StoredCalendar(key=key, version=0), after, name, by, at)
    note("calendar.saved", by=by, at=at, subject=key, detail={k: list(v) for k, v in difference.items()})
    return CalendarChange(key, difference)


@transaction.atomic
def drop_calendar(key: str, *, by: Actor, at: datetime) -> CalendarChange:
    """Forget a stored calendar; its key falls back to the more general one again."""
    if not StoredCalendar.objects.filter(key=key).exists():
        raise Missing(f"没有日历“{key}”。", f"There is no calendar “{key}”.")
    before = _in_force(key)
    StoredCalendar.objects.filter(key=key).delete()
    note("calendar.dropped", by=by, at=at, subject=key)
    return CalendarChange(key, _difference(before, _in_force(key)))


@transaction.atomic
def state_day(day: date, *, works: bool, name: str, source: str, by: Actor, at: datetime) -> CalendarChange:
    """State that a date is a public holiday or a make-up working day, by which notice."""
    if not source.strip():
        raise Invalid.field("source", "请写明依据（通知文号）。", "Say which notice decides it.")
    name, source = line("name", name, most=80), line("source", source, most=200)
    before = HolidayOverride.objects.select_for_update().filter(date=day).first()
    HolidayOverride.objects.update_or_create(
        date=day, defaults={"works": works, "name": name, "source": source, "stated_by": by, "stated_at": at}
    )
    note("calendar.day_stated", by=by, at=at, subject=day.isoformat(), detail={"works": works, "source": source})
    old = before.works if before else None
    return CalendarChange("", {} if old == works else {day.isoformat(): (old, works)})


@transaction.atomic
def withdraw_day(day: date, *, by: Actor, at: datetime) -> CalendarChange:
    """Take back what was stated of a date."""
    row = HolidayOverride.objects.select_for_update().filter(date=day).first()
    if row is None:
        raise Missing("该日期没有特别规定。", "Nothing was stated of this date.")
    row.delete()
    note("calendar.day_withdrawn", by=by, at=at, subject=day.isoformat())
    return CalendarChange("", {day.isoformat(): (row.works, None)})


def _checked(key: str, week: Sequence[str], observes: bool, exceptions: Mapping[date, str]) -> Calendar:
    if len(week) != 7:
        raise Invalid.field("weekly", "一周要填七天。", "A week has seven days.")
    days = tuple(_hours(weekday, text) for weekday, text in zip(WEEKDAYS, week, strict=True))
    dated = {day: _hours(day.isoformat(), text) for day, text in exceptions.items()}
    if not any(days):
        raise Invalid.field("weekly", "至少要有一天营业。", "It must be open on at least one day.")
    return Calendar(key, days, observes, dated)


def _hours(field: str, text: str) -> Hours:
    try:
        return hours(text)
    except ValueError:
        raise Invalid.field(
            field,
            f"看不懂“{text}”，请写成 9:00-12:00, 13:00-18:00。",
            f"“{text}” is not opening hours; write 9:00-12:00, 13:00-18:00.",
        ) from None


def _write(row: StoredCalendar, calendar: Calendar, name: str, by: Actor, at: datetime) -> None:
    row.name = line("name", name, most=80, required=False) or row.name or calendar.key
    row.weekly = [told(day) for day in calendar.weekly]
    row.observes_holidays = calendar.observes_holidays
    row.exceptions = {day.isoformat(): told(opening) for day, opening in calendar.exceptions.items()}
    row.version += 1
    row.saved_by, row.saved_at = by, at
    row.save()


def _in_force(key: str) -> Calendar:
    try:
        return get_calendar(key)
    except Missing:
        return BUILT_IN["service"]


def _difference(before: Calendar, after: Calendar) -> Difference:
    pairs: Difference = {
        weekday: (told(a), told(b)) for weekday, a, b in zip(WEEKDAYS, before.weekly, after.weekly, strict=True)
    }
    pairs["observes_holidays"] = (before.observes_holidays, after.observes_holidays)
    for day in sorted({*before.exceptions, *after.exceptions}):
        a, b = before.exceptions.get(day), after.exceptions.get(day)
        pairs[day.isoformat()] = (a if a is None else told(a), b if b is None else told(b))
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}
