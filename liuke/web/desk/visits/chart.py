"""The map of a route, drawn here: places, way, numbers and names of areas, to one scale. No provider is asked for it.

Where the company has set a tile server, its pictures are laid below; then the scale is one of the server's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import asinh, cos, floor, log2, pi, radians, tan
from typing import Final

from liuke.foundation.routes.ways import Point

WIDTH: Final = 480
HEIGHT: Final = 400
MARGIN: Final = 40
TILE: Final = 256
NEAREST: Final = 13.0  # places are known to about a kilometre: nothing nearer is true
FARTHEST: Final = 3.0
METRES: Final = 156_543.03  # of a pixel at the equator, zoom 0
BARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True)
class Spot:
    """A place: `label` its number on the way, `kind` start | stop | done | other; `rough` where only the area is known."""

    point: Point
    label: str
    title: str
    kind: str = "stop"
    area: str = ""
    rough: bool = False
    url: str = ""


@dataclass(frozen=True)
class Mark:
    spot: Spot
    x: int
    y: int


@dataclass(frozen=True)
class Name:
    """The name of an area, in the middle of its places."""

    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Tile:
    url: str
    x: float
    y: float


@dataclass(frozen=True)
class Chart:
    marks: tuple[Mark, ...]
    way: str
    names: tuple[Name, ...]
    tiles: tuple[Tile, ...]
    bar_km: int
    bar_px: int
    width: int = WIDTH
    height: int = HEIGHT
    tile: int = TILE


def draw(spots: Sequence[Spot], way: Sequence[Point], *, tiles: str = "") -> Chart | None:
    """All spots within the frame and the way from place to place; None where there is nothing to draw.

    `tiles` is the address of a tile server with {z}, {x}, {y}.
    """
    if not spots:
        return None
    frame = _Frame([spot.point for spot in spots], whole=bool(tiles))
    marks, used = [], set[tuple[int, int]]()
    for spot in spots:
        marks.append(Mark(spot, *_free(frame.at(spot.point), used)))
    km = next((k for k in BARS if k * frame.px_of_km >= 48), BARS[-1])
    return Chart(
        tuple(sorted(marks, key=lambda m: (m.spot.kind != "other", m.spot.kind == "start"))),
        " ".join(f"{x},{y}" for x, y in map(frame.at, way)), _names(marks), _tiles(frame, tiles) if tiles else (), km,
        round(km * frame.px_of_km),
    )  # fmt: skip


class _Frame:
    """Web Mercator, moved so that the places lie in the middle; at a `whole` zoom where tiles have to fit."""

    def __init__(self, points: Sequence[Point], *, whole: bool) -> None:
        flat = [_flat(p) for p in points]
        left, right = min(x for x, _ in flat), max(x for x, _ in flat)
        top, bottom = min(y for _, y in flat), max(y for _, y in flat)
        fits = min((WIDTH - 2 * MARGIN) / max(right - left, 1e-9), (HEIGHT - 2 * MARGIN) / max(bottom - top, 1e-9))
        zoom = max(FARTHEST, min(NEAREST, log2(fits)))
        self.zoom = floor(zoom) if whole else zoom
        self.scale = 2.0**self.zoom
        self.left = (left + right) / 2 * self.scale - WIDTH / 2
        self.top = (top + bottom) / 2 * self.scale - HEIGHT / 2
        latitude = sum(lat for _, lat in points) / len(points)
        self.px_of_km = 1000 * self.scale / (METRES * cos(radians(latitude)))

    def at(self, point: Point) -> tuple[int, int]:
        x, y = _flat(point)
        return round(x * self.scale - self.left), round(y * self.scale - self.top)


def _flat(point: Point) -> tuple[float, float]:
    """Pixels at zoom 0."""
    lng, lat = point
    return (lng + 180) / 360 * TILE, (1 - asinh(tan(radians(lat))) / pi) / 2 * TILE


def _free(place: tuple[int, int], used: set[tuple[int, int]]) -> tuple[int, int]:
    """What shares a place is laid out beside it."""
    x, y = place
    for turn in range(24):
        at = (x + (turn % 6) * 18, y + (turn // 6) * 18)
        if all(abs(at[0] - a) >= 16 or abs(at[1] - b) >= 16 for a, b in used):
            used.add(at)
            return at
    return place


def _names(marks: Sequence[Mark]) -> tuple[Name, ...]:
    places: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.spot.area:
            places.setdefault(mark.spot.area, []).append(mark)
    return tuple(Name(area, round(sum(m.x for m in own) / len(own)), _beside(own)) for area, own in places.items())


def _beside(own: Sequence[Mark]) -> int:
    """Below the lowest of them, or above the highest where the frame ends there."""
    below = max(m.y for m in own) + 30
    return below if below < HEIGHT - 12 else min(m.y for m in own) - 20


def _tiles(frame: _Frame, template: str) -> tuple[Tile, ...]:
    zoom, most = int(frame.zoom), 2 ** int(frame.zoom)
    across = range(floor(frame.left / TILE), floor((frame.left + WIDTH) / TILE) + 1)
    down = range(floor(frame.top / TILE), floor((frame.top + HEIGHT) / TILE) + 1)
    return tuple(
        Tile(_of(template, zoom, x % most, y), round(x * TILE - frame.left), round(y * TILE - frame.top))
        for x in across
        for y in down
        if 0 <= y < most
    )


def _of(template: str, zoom: int, x: int, y: int) -> str:
    return template.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
