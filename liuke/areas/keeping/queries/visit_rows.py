"""A visit plan as pages read it: its head, its days and stops, its versions, what a move would break."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.customers.rules.visiting_hours import Hours
from liuke.areas.keeping.models import VisitPlan, VisitStop
from liuke.areas.keeping.queries.visit_scene import point_of
from liuke.areas.keeping.rules.visit_ends import STATES
from liuke.areas.keeping.rules.visit_times import BROKEN
from liuke.areas.keeping.rules.visiting import reason_words
from liuke.foundation import divisions
from liuke.foundation.routes.ways import Point
from liuke.foundation.words import Words


@dataclass(frozen=True)
class PlanHead:
    """A plan in a line."""

    number: str
    keeper_id: int
    keeper: str
    first_day: date
    days: int
    start: str
    point: Point
    state: str
    words: Words
    version: int
    placed: int
    done: int

    @property
    def is_changeable(self) -> bool:
        return self.state in ("draft", "standing")


@dataclass(frozen=True)
class StopRow:
    """A customer on a plan. `rough`: his place is known by its area only; `why` he is on no day."""

    id: int
    customer: Brief
    area: str
    county: str
    address: str
    note: str
    state: str
    day: date | None
    position: int
    locked: bool
    arrives_at: datetime | None
    begins_at: datetime | None
    ends_at: datetime | None
    travel: int
    broken: Words | None
    why: Words | None
    hours: Words | None
    point: Point | None
    rough: bool


@dataclass(frozen=True)
class DayRow:
    """A day in its order; `travel` in seconds. Times are None where nobody is visited."""

    day: date
    stops: tuple[StopRow, ...]
    leaves_at: datetime | None
    returns_at: datetime | None
    travel: int
    over: bool


@dataclass(frozen=True)
class VersionRow:
    version: int
    what: Words
    by: str
    at: datetime


@dataclass(frozen=True)
class PlanPage:
    head: PlanHead
    days: tuple[DayRow, ...]
    left: tuple[StopRow, ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True)
class Trial:
    """What a move would make of its day: who is reached outside his best time, and when one is home."""

    broken: tuple[tuple[str, Words], ...]
    returns_at: datetime | None
    over: bool

    @property
    def fits(self) -> bool:
        return not (self.broken or self.over)


def head_of(p: VisitPlan, placed: int, done: int) -> PlanHead:
    """The plan in a line, with how many stand on a day and how many were made."""
    start = divisions.told(p.start_division) if divisions.exists(p.start_division) else ""
    return PlanHead(
        p.number, p.keeper_id, p.keeper.name, p.first_day, p.days, start, (float(p.start_lng), float(p.start_lat)),
        p.state, STATES[p.state], p.version, placed, done,
    )  # fmt: skip


def stop_row(s: VisitStop, hours: Hours | None) -> StopRow:
    """A stop with its customer and address at hand."""
    point, rough = point_of(s)
    division = s.address.division if s.address else ""
    return StopRow(
        s.pk, brief_of(s.customer), divisions.told(division) if division else "",
        divisions.name_of(division[:6]) if division else "", s.address.masked if s.address else "",
        s.address.note if s.address else "", s.state, s.day, s.position or 0, s.locked, s.arrives_at, s.begins_at,
        s.ends_at, s.travel, BROKEN.get(s.broken), reason_words(s.why) if s.why and s.day is None else None,
        Words(hours.zh, hours.en) if hours else None, point, rough,
    )  # fmt: skip
