"""A colleague's calendar as other programs read it (iCalendar): windows, visits, and when what he owes is due.

Whoever holds the address reads it without signing in, and phones keep copies: so no name, number or door stands in it,
only codes, districts and what has to be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from icalendar import Calendar
from icalendar import Event as Entry

from liuke.areas.keeping.queries.visit_plans import list_visits_between
from liuke.areas.service.queries.appointments import list_appointments
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.promises import words as kinds
from liuke.kernel.promises.queries import list_for

BACK: Final = timedelta(days=7)
AHEAD: Final = timedelta(days=60)
OWED: Final = 200
A_MOMENT: Final = timedelta(minutes=15)
TITLE: Final = Words("留客：我的安排", "Liuke: my day")
VISIT: Final = Words("拜访", "Visit")


@dataclass(frozen=True)
class Dated:
    """Something with a time. `since` is when it came to be, which keeps the text the same from read to read."""

    key: str
    title: Words
    start: datetime
    end: datetime
    since: datetime
    place: str = ""


def feed_of(person: Actor, *, language: str, at: datetime) -> bytes:
    """The calendar of the last week and the coming two months."""
    calendar = Calendar()
    calendar.add("prodid", "-//liuke//calendar//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", TITLE.told(language))
    calendar.add("x-wr-timezone", str(LOCAL))
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for one in dated_of(person, at=at):
        calendar.add_component(_entry(one, language))
    return bytes(calendar.to_ical())


def dated_of(person: Actor, *, at: datetime) -> Iterator[Dated]:
    """All of it: windows agreed with customers, visits of settled plans, due times of what this person owes himself."""
    start, end = local(at - BACK).replace(hour=0, minute=0, second=0, microsecond=0), at + AHEAD
    for window in list_appointments(person.pk, start, end):
        title = Words(f"{window.kind.zh}上门 {window.order}", f"{window.kind.en}: {window.order}")
        yield Dated(window.visit, title, window.starts_at, window.ends_at, start, window.district)
    for stop in list_visits_between(person.pk, start, end):
        if stop.begins_at and stop.ends_at:
            title = Words(f"{VISIT.zh} {stop.customer.code}", f"{VISIT.en} {stop.customer.code}")
            yield Dated(f"visit-{stop.id}", title, stop.begins_at, stop.ends_at, start, stop.county)
    for promise in list_for(person, until=end, limit=OWED):
        kind = kinds.find(promise.what)
        if promise.owner_id == person.pk and kind is not None:
            title = Words(f"到期：{kind.words.zh} {promise.about}", f"Due: {kind.words.en} {promise.about}")
            yield Dated(f"promise-{promise.id}", title, promise.due_at - A_MOMENT, promise.due_at, promise.opened_at)


def _entry(one: Dated, language: str) -> Entry:
    entry = Entry()
    entry.add("uid", f"{one.key}@liuke")
    entry.add("dtstamp", one.since)
    entry.add("dtstart", one.start.astimezone(UTC))
    entry.add("dtend", one.end.astimezone(UTC))
    entry.add("summary", one.title.told(language))
    if one.place:
        entry.add("location", one.place)
    return entry
