"""Whom a keeper visits when: doors, days and best times as a problem for the route engine, and what a day by hand breaks.

Seconds count from midnight of the first day. A door stands for one customer; each day is a vehicle of its own, so that
a week is planned as a whole (H7). Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from liuke.areas.customers.rules.visiting_hours import Hours
from liuke.foundation.routes.plan import Reason
from liuke.foundation.routes.problem import Grid, Opening, Problem, Rest, Stop, Vehicle
from liuke.foundation.routes.ways import Point, minute_of
from liuke.foundation.words import Words

DAY: Final = 86_400
MOST_DAYS: Final = 7
MOST_STOPS: Final = 60


@dataclass(frozen=True)
class Terms:
    """The day of a visitor, in minutes: on the way between, lunch (how long, begun and over between), with a customer."""

    begins: int
    ends: int
    lunch_from: int
    lunch_until: int
    lunch: int
    stay: int

    @property
    def rest(self) -> Rest:
        return Rest(self.lunch_from * 60, (self.lunch_until - self.lunch) * 60, self.lunch * 60)


def terms_of(values: Mapping[str, Any]) -> Terms:
    """The dated values of the table `visits`."""
    day, lunch = values["day"], values["lunch"]
    return Terms(
        minute_of(day["from"]), minute_of(day["until"]), minute_of(lunch["from"]), minute_of(lunch["until"]),
        int(lunch["minutes"]), int(values["stay"]),
    )  # fmt: skip


@dataclass(frozen=True)
class Door:
    """A customer to be visited. `day` and `position` are where he stands now; locked, he stays there, and where
    somebody put him outside his best time (`broken`) that is no reason to leave him out."""

    key: str
    point: Point
    minutes: int
    hours: Hours | None = None
    prize: int = 50
    day: date | None = None
    position: int | None = None
    locked: bool = False
    broken: bool = False
    division: str = ""


@dataclass(frozen=True)
class Trip:
    """The days somebody goes out; before `not_before` (seconds) nothing can begin any more."""

    first: date
    days: tuple[date, ...]
    terms: Terms
    not_before: int = 0

    def second(self, day: date) -> int:
        return (day - self.first).days * DAY


def opening_on(door: Door, day: date, trip: Trip) -> Opening | None:
    """When the visit may begin on a day: within the best time where one is known, and over before the day ends."""
    opens, closes = trip.terms.begins * 60, trip.terms.ends * 60
    if door.hours is not None:
        if not door.hours.on(day):
            return None
        opens, closes = max(opens, _second(door.hours.start)), min(closes, _second(door.hours.end))
    zero, latest = trip.second(day), closes - door.minutes * 60
    return Opening(zero + opens, zero + latest) if latest >= opens else None


def problem_of(trip: Trip, doors: Sequence[Door], seconds: Grid) -> Problem:
    """The whole trip to be solved; `seconds` between the start (place 0) and the doors in their order.

    A door that is open on none of the days is none of its stops: `closed_ones` names them.
    """
    stops = [_stop(door, n, trip) for n, door in enumerate(doors, start=1)]
    vehicles = tuple(vehicle_of(trip, day) for day in trip.days)
    return Problem(tuple(one for one in stops if one), vehicles, seconds)


def closed_ones(trip: Trip, doors: Sequence[Door]) -> list[Door]:
    """Those that no day's hours let in."""
    return [door for door in doors if not door.locked and not any(opening_on(door, day, trip) for day in trip.days)]


def vehicle_of(trip: Trip, day: date) -> Vehicle:
    """A day as the engine knows it, from the start back to it. Lunch is left out where the day begins after it."""
    zero, terms = trip.second(day), trip.terms
    begins = max(zero + terms.begins * 60, trip.not_before)
    ends = max(begins, zero + terms.ends * 60)
    rest = Rest(zero + terms.rest.earliest, zero + terms.rest.latest, terms.rest.lasts)
    return Vehicle(day.isoformat(), 0, 0, begins, ends, (rest,) if begins <= rest.earliest else ())


def prize(grade: str, *, is_core: bool, due_in: int | None) -> int:
    """1 to 99: whose contact is over or due within the week goes first, then core and grade. `due_in` in days."""
    points = 20 + {"A": 20, "B": 10}.get(grade, 0) + 10 * is_core
    if due_in is not None:
        points += 40 if due_in < 0 else 30 if due_in <= 7 else 0
    return min(points, 99)


def reason_words(code: str) -> Words:
    """Why somebody is on no day: the engine's codes, `closed` (on none of the days) and `nowhere` (no address)."""
    return _WORDS[code]


def reason_code(reason: Reason) -> str:
    return reason.code if reason.code in _WORDS else "full"


def days_from(first: date, many: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range(many))


def _stop(door: Door, place: int, trip: Trip) -> Stop | None:
    if door.locked and door.day in trip.days:
        openings = (_held(door, door.day, trip),)
        return Stop(
            door.key, place, openings, door.minutes * 60, locked=door.day.isoformat(), rank=door.position, prize=99
        )
    free = [found for day in trip.days if (found := opening_on(door, day, trip))]
    return Stop(door.key, place, tuple(free), door.minutes * 60, prize=door.prize) if free else None


def _held(door: Door, day: date, trip: Trip) -> Opening:
    zero, found = trip.second(day), opening_on(door, day, trip)
    if found is not None and not door.broken:
        return found
    return Opening(found.start if found else zero, zero + DAY - 1)


def _second(at: time) -> int:
    return at.hour * 3600 + at.minute * 60


_WORDS: Final = {
    "closed": Words("计划的几天都不在其最佳访问时间", "none of these days lies within the best time to visit"),
    "nowhere": Words("没有地址，无法排入路线", "no address, so no route leads there"),
    "shift": Words("最佳访问时间在工作时间之外", "the best time to visit lies outside the working day"),
    "far": Words("路途太远，当天无法往返", "too far to be there and back in a day"),
    "full": Words("其余客户之外已无时间", "no time is left beside the others"),
}
