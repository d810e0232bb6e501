"""When each stop of a day is reached in the order somebody gave it, and what that order breaks (H7). Pure.

Nothing is refused: the engine drives the day without limits, and what it reaches too late is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from liuke.areas.keeping.rules.visiting import DAY, Door, Trip, opening_on, vehicle_of
from liuke.foundation.routes.plan import Route
from liuke.foundation.routes.problem import Grid, Opening, Problem, Stop
from liuke.foundation.routes.schedule import route_of
from liuke.foundation.words import Words

NO_END: Final = 100 * DAY
Order = Mapping[date, Sequence[int]]
"""The stops of each day in their order, by their ids."""


@dataclass(frozen=True)
class Timed:
    """A stop of a day in its order, with what its time breaks: late | closed | ''. Seconds as everywhere."""

    key: str
    arrives: int
    begins: int
    ends: int
    travel: int
    broken: str = ""


@dataclass(frozen=True)
class DayTimes:
    """One day in its order, lunch taken where it costs least. `over`: home after the end of the day."""

    stops: tuple[Timed, ...]
    leaves: int
    returns: int
    travel: int
    over: bool = False

    @property
    def broken(self) -> int:
        return sum(1 for one in self.stops if one.broken) + self.over


def times_of(trip: Trip, day: date, doors: Sequence[Door], seconds: Grid) -> DayTimes:
    """A day in the order of `doors` as somebody put them: nothing is refused, what it breaks is said.

    `seconds` between the start (place 0) and these doors in their order.
    """
    vehicle = replace(vehicle_of(trip, day), ends=NO_END)
    stops = tuple(
        Stop(door.key, n, (Opening(_opens(door, day, trip), NO_END),), door.minutes * 60)
        for n, door in enumerate(doors, start=1)
    )
    problem = Problem(stops, (vehicle,), seconds)
    chosen = [(door.key, 0) for door in doors]
    route = route_of(problem, vehicle, chosen)
    if route is None:
        raise AssertionError("a day without limits can always be driven")
    return _judged(trip, day, {door.key: door for door in doors}, route)


def with_stop_at(order: Order, stop: int, *, day: date, position: int) -> dict[date, list[int]]:
    """The order with a stop in this place (1 is first) of a day, and nowhere else."""
    changed = {one: [key for key in keys if key != stop] for one, keys in order.items()}
    keys = changed.setdefault(day, [])
    keys.insert(max(0, min(position - 1, len(keys))), stop)
    return changed


def _opens(door: Door, day: date, trip: Trip) -> int:
    found = opening_on(door, day, trip)
    return found.start if found else trip.second(day)


def _judged(trip: Trip, day: date, doors: Mapping[str, Door], route: Route) -> DayTimes:
    stops = tuple(
        Timed(
            call.stop, call.arrives, call.begins, call.ends, call.travel,
            _broken(opening_on(doors[call.stop], day, trip), call.begins),
        )
        for call in route.calls
    )  # fmt: skip
    ends = trip.second(day) + trip.terms.ends * 60
    return DayTimes(stops, route.leaves, route.returns, route.travel, bool(stops) and route.returns > ends)


def _broken(opening: Opening | None, begins: int) -> str:
    if opening is None:
        return "closed"
    return "late" if begins > opening.end else ""


BROKEN: Final = {
    "late": Words("晚于最佳访问时间", "after the best time to visit"),
    "closed": Words("当天不在最佳访问时间", "not a day to visit"),
}
