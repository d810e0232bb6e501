"""Pareto's curve, drawn on the server: how many percent of the customers bring how many percent of the money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from liuke.areas.charges.queries.sales import Share

LEFT, TOP, WIDTH, HEIGHT = 44, 12, 360, 220
MARK: Final = 20
"""The share of the customers that the sentence speaks of."""
STEPS: Final = (0, 20, 40, 60, 80, 100)


@dataclass(frozen=True)
class Tick:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Curve:
    """Coordinates for the drawing; `mark` is where the sentence's share lies."""

    points: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    mark: Tick
    percent: int
    share: float
    customers: int


def drawn(shares: Sequence[Share]) -> Curve | None:
    """The curve of these shares; None where nobody paid anything."""
    marked = next((one for one in shares if one.percent == MARK), None)
    if marked is None:
        return None
    points = " ".join(f"{_x(one.percent):.1f},{_y(one.share):.1f}" for one in shares)
    mark = Tick(_x(marked.percent), _y(marked.share), f"{marked.share:g} %")
    across = tuple(Tick(_x(n), TOP + HEIGHT + 16, f"{n} %") for n in STEPS)
    up = tuple(Tick(LEFT - 6, _y(n), f"{n} %") for n in STEPS)
    return Curve(points, across, up, mark, marked.percent, marked.share, marked.customers)


def _x(percent: float) -> float:
    return LEFT + WIDTH * percent / 100


def _y(share: float) -> float:
    return TOP + HEIGHT * (1 - share / 100)
