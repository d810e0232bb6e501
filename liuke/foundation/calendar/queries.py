"""Where everybody gets a calendar: by key, falling back from the particular to the general, in one read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from liuke.foundation.calendar.models import HolidayOverride, StoredCalendar
from liuke.foundation.calendar.rules import BUILT_IN, Calendar, hours
from liuke.foundation.faults import Missing

READ = """
    SELECT key, weekly, observes_holidays, exceptions, NULL FROM calendar_storedcalendar WHERE key = ANY(%s)
    UNION ALL
    SELECT NULL, NULL, NULL, NULL, (SELECT jsonb_object_agg(date, works) FROM calendar_holidayoverride)
"""


@dataclass(frozen=True)
class EditableCalendar:
    """What the calendar page shows: the calendar in force under a key, and the version an editor has seen."""

    name: str
    version: int
    calendar: Calendar


def get_calendar(key: str) -> Calendar:
    """The calendar in force under `key`: `site:S-0001`, else `site`, else `service`; else unknown raises Missing."""
    return get_calendars([key])[key]


def get_calendars(keys: Iterable[str]) -> Mapping[str, Calendar]:
    """Many calendars by their keys in one read."""
    wanted = list(dict.fromkeys(keys))
    chains = {key: fallbacks(key) for key in wanted}
    stored = _read({link for chain in chains.values() for link in chain})
    return {key: _first(key, chain, stored) for key, chain in chains.items()}


def fallbacks(key: str) -> tuple[str, ...]:
    """The keys tried for `key`, nearest first."""
    if ":" not in key:
        return (key,)
    return (key, key.split(":", 1)[0], "service")


def find_editable(key: str) -> EditableCalendar | None:
    """The stored calendar of exactly this key with its version, or None where it only falls back."""
    row = StoredCalendar.objects.filter(key=key).first()
    return EditableCalendar(row.name, row.version, get_calendar(key)) if row else None


def list_stated_days(year: int) -> list[HolidayOverride]:
    """The days of a year that were stated by hand."""
    return list(HolidayOverride.objects.filter(date__year=year).order_by("date"))


def _first(key: str, chain: tuple[str, ...], stored: Mapping[str, Calendar]) -> Calendar:
    for link in chain:
        found = stored.get(link)
        if found:
            return replace(found, key=key)
    raise Missing(f"没有日历“{key}”。", f"There is no calendar “{key}”.")


def _read(keys: set[str]) -> Mapping[str, Calendar]:
    with connection.cursor() as cursor:
        cursor.execute(READ, [list(keys)])
        *rows, (*_, stated) = sorted(cursor.fetchall(), key=lambda row: row[0] is None)
    days = {date.fromisoformat(day): bool(works) for day, works in (_json(stated) or {}).items()}
    found = {key: replace(calendar, stated=days) for key, calendar in BUILT_IN.items()}
    found |= {row[0]: _calendar(row, days) for row in rows}
    return found


def _calendar(row: tuple[Any, ...], stated: Mapping[date, bool]) -> Calendar:
    key, week, observes, exceptions = row[:4]
    return Calendar(
        key=key,
        weekly=tuple(hours(text) for text in _json(week)),
        observes_holidays=observes,
        exceptions={date.fromisoformat(day): hours(text) for day, text in _json(exceptions).items()},
        stated=stated,
    )


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
