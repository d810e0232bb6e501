"""Where sites are and what they cover."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Final

EARTH_KM: Final = 6371.0
ROADS: Final = 1.3  # roads are longer than the straight line
LEVELS: Final = (2, 4, 6, 9)
Point = tuple[float, float]
"""Longitude, latitude."""


def distance_km(a: Point | None, b: Point | None) -> float | None:
    """About how far it is by road, to 0.1 km; None where one of the two places is unknown."""
    km = straight_km(a, b)
    return None if km is None else round(km * ROADS, 1)


def straight_km(a: Point | None, b: Point | None) -> float | None:
    """How far it is as the crow flies; None where one of the two places is unknown."""
    if a is None or b is None:
        return None
    lng_a, lat_a, lng_b, lat_b = (radians(v) for v in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lng_b - lng_a) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def prefixes(division: str) -> tuple[str, ...]:
    """The codes whose coverage takes in this division: itself and all above it."""
    return tuple(division[:n] for n in LEVELS if n <= len(division))


def is_division_code(code: str) -> bool:
    return code.isdigit() and len(code) in LEVELS


def rounded(value: float | None) -> float | None:
    """A home to about a kilometre: enough to plan a day, too little to find a door."""
    return None if value is None else round(value, 2)
