"""Reading counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.parts import access
from liuke.areas.parts.models import Count, CountLine
from liuke.areas.parts.queries.rows import PlaceRow, place_row
from liuke.areas.parts.rules.names import COUNT_STATES, DIFFERENCE_REASONS
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

_READ = ("place__site", "place__technician__site", "place__technician__actor", "entered_by", "booked_by")


@dataclass(frozen=True)
class CountRow:
    number: str
    place: PlaceRow
    state: str
    state_words: Words
    opened_at: datetime
    entered_by: str
    entered_by_id: int
    booked_at: datetime | None
    needs_second: bool
    version: int


@dataclass(frozen=True)
class LineRow:
    """One part of the sheet; `difference` and its value in cents once it was counted."""

    code: str
    title: str
    expected: int
    counted: int | None
    difference: int
    value_cents: int
    reason: str
    reason_words: Words


@dataclass(frozen=True)
class CountView:
    row: CountRow
    lines: tuple[LineRow, ...]
    value_cents: int


def list_counts(*, by: Actor, limit: int = 50) -> tuple[CountRow, ...]:
    """Counts of the places this actor may see, the latest first."""
    rows = Count.objects.filter(place__in=access.places(by=by)).select_related(*_READ)
    return tuple(_row(c) for c in rows.order_by("-pk")[:limit])


def get_count(number: str, *, by: Actor) -> CountView:
    """The count with its sheet, or Missing."""
    found = access.count(number, by=by)
    row = Count.objects.select_related(*_READ).get(pk=found.pk)
    lines = tuple(_line(line) for line in row.lines.select_related("part").order_by("part__code"))
    value = sum(abs(line.value_cents) for line in lines)
    return CountView(_row(row), lines, value)


def _row(c: Count) -> CountRow:
    return CountRow(
        c.number, place_row(c.place), c.state, COUNT_STATES[c.state], c.opened_at,
        c.entered_by.name if c.entered_by else "", c.entered_by_id or 0, c.booked_at, c.needs_second, c.version,
    )  # fmt: skip


def _line(line: CountLine) -> LineRow:
    difference = 0 if line.counted is None else line.counted - line.expected
    return LineRow(
        line.part.code, line.part.name, line.expected, line.counted, difference, difference * line.price_cents,
        line.reason, DIFFERENCE_REASONS.get(line.reason, Words("", "")),
    )  # fmt: skip
