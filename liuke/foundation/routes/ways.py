"""How long the way between two places takes: our own reckoning by distance and the speed of the hour. Pure.

Speeds are those of the place that is gone to, at the time of day at which one goes there: that is what is known
before a day is planned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

from liuke.foundation.routes.problem import Grid

EARTH_M = 6_371_000.0
Point = tuple[float, float]
"""Longitude, latitude."""


@dataclass(frozen=True)
class Pace:
    """Of a kind of region: roads are `factor` times the straight line, driven at so many km/h from each minute on.

    `door` are the minutes to park and to find the door.
    """

    factor: float
    kmh: tuple[tuple[int, float], ...]  # (minute of the day from which it holds, km/h), by minute
    door: int = 0

    def at(self, minute: int) -> float:
        """Kilometres in an hour at that minute of the day."""
        held = [kmh for since, kmh in self.kmh if since <= minute]
        return held[-1] if held else self.kmh[-1][1]


@dataclass(frozen=True)
class Place:
    """A place, the pace in its region, and about when one goes there (minute of the day)."""

    point: Point
    pace: Pace
    minute: int = 720


def minute_of(text: str) -> int:
    """`7:30` as the minute of the day."""
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def pace_of(value: Mapping[str, Any]) -> Pace:
    """A dated value of the table `travel`: `{factor, door, kmh: {"7:00": 22, …}}`."""
    speeds = tuple(sorted((minute_of(since), float(kmh)) for since, kmh in value["kmh"].items()))
    return Pace(float(value["factor"]), speeds, int(value.get("door", 0)))


def metres(a: Point, b: Point) -> float:
    """The straight line over the earth."""
    lng_a, lat_a, lng_b, lat_b = (radians(v) for v in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lng_b - lng_a) / 2) ** 2
    return 2 * EARTH_M * asin(min(1.0, sqrt(half)))


def seconds_between(a: Place, b: Place) -> int:
    """From a to b: nothing within the same place, else the road at b's pace and the door."""
    if a.point == b.point:
        return 0
    road = metres(a.point, b.point) * b.pace.factor
    return round(road / (b.pace.at(b.minute) / 3.6)) + b.pace.door * 60


def grid_of(places: Sequence[Place]) -> Grid:
    """The seconds between all places; 0 from each to itself."""
    return tuple(
        tuple(0 if n == m else seconds_between(a, b) for m, b in enumerate(places)) for n, a in enumerate(places)
    )
