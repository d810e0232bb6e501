"""Small problems on a line: a place is its minute from the zero, so a way is told at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from liuke.foundation.routes.problem import Opening, Problem, Stop, Vehicle

DAY = Opening(0, 600)


def on_a_line(places: Sequence[int], stops: Sequence[Stop], vehicles: Sequence[Vehicle]) -> Problem:
    """Between places it takes as many seconds as they lie apart."""
    grid = tuple(tuple(abs(a - b) for b in places) for a in places)
    return Problem(tuple(stops), tuple(vehicles), grid)


def stop(key: str, place: int, **given: Any) -> Stop:
    return Stop(key, place, **{"openings": (DAY,), "service": 10, "prize": 10} | given)


def vehicle(key: str, home: int = 0, **given: Any) -> Vehicle:
    return Vehicle(key, home, home, **{"begins": 0, "ends": 600} | given)
