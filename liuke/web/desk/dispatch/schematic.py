"""The place map: sites and stops as a schematic drawn from rounded coordinates. No provider, no border, no street."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Final

WIDTH: Final = 360
HEIGHT: Final = 300
MARGIN: Final = 36
KM_PER_DEGREE: Final = 111.2
NARROWEST_KM: Final = 6.0
BARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Spot:
    """Something on the map, where it is on earth and what it leads to."""

    key: str
    label: str
    lng: float
    lat: float
    kind: str  # site | stop | waiting
    url: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Mark:
    """The same on the paper."""

    spot: Spot
    x: int
    y: int
    label_x: int
    label_y: int
    ends: bool  # the label stands to the left


@dataclass(frozen=True)
class Schematic:
    marks: tuple[Mark, ...]
    bar_km: int
    bar_px: int
    width: int = WIDTH
    height: int = HEIGHT


def draw(spots: Iterable[Spot]) -> Schematic | None:
    """All spots within the frame, to one scale in both directions; what shares a place is fanned out a little."""
    found = list(spots)
    if not found:
        return None
    middle_lng = (min(s.lng for s in found) + max(s.lng for s in found)) / 2
    middle_lat = (min(s.lat for s in found) + max(s.lat for s in found)) / 2
    narrow = cos(radians(middle_lat))
    east = [(s.lng - middle_lng) * narrow * KM_PER_DEGREE for s in found]
    north = [(s.lat - middle_lat) * KM_PER_DEGREE for s in found]
    across = max(NARROWEST_KM, 2 * max(map(abs, east)))
    tall = max(NARROWEST_KM, 2 * max(map(abs, north)))
    scale = min((WIDTH - 2 * MARGIN) / across, (HEIGHT - 2 * MARGIN) / tall)
    marks, used = [], set[tuple[int, int]]()
    for spot, x_km, y_km in zip(found, east, north, strict=True):
        place = (round(WIDTH / 2 + x_km * scale), round(HEIGHT / 2 - y_km * scale))
        marks.append(_mark(spot, *_free(place, used)))
    km = next((k for k in BARS if k * scale >= 40), BARS[-1])
    return Schematic(tuple(sorted(marks, key=lambda m: (m.spot.chosen, m.spot.kind == "site"))), km, round(km * scale))


def _free(place: tuple[int, int], used: set[tuple[int, int]]) -> tuple[int, int]:
    x, y = place
    for turn in range(12):
        at = (x + (turn % 4) * 14, y + (turn // 4) * 14)
        if at not in used:
            used.add(at)
            return at
    return place


def _mark(spot: Spot, x: int, y: int) -> Mark:
    left = x > WIDTH * 0.62
    return Mark(spot, x, y, x - 10 if left else x + 10, y + 4, left)
