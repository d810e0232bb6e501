"""How far from the order's address somebody checked in; a flag for those who look, never a bar to work (practice §4.8).

Addresses are known to about a kilometre, a phone's position to its accuracy, and the two are drawn on different maps
(the phone's WGS-84, ours GCJ-02: up to 700 m). So only what is well beyond all that is called far.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.areas.network.rules.places import Point, straight_km

FAR_METRES: Final = 3000
WORST_ACCURACY: Final = 5000
"""A position that is known no better than this says nothing."""
STEP: Final = 100


@dataclass(frozen=True)
class Position:
    """Where a phone says it is, and to how many metres. Never stored: only the distance is."""

    lng: float
    lat: float
    accuracy_metres: int

    @property
    def is_one(self) -> bool:
        return -180 <= self.lng <= 180 and -90 <= self.lat <= 90 and 0 <= self.accuracy_metres <= WORST_ACCURACY


@dataclass(frozen=True)
class Away:
    """The distance in metres, to the next hundred, and how well it is known."""

    metres: int
    accuracy_metres: int

    @property
    def is_far(self) -> bool:
        return self.metres - self.accuracy_metres > FAR_METRES


def away(place: Point | None, position: Position | None) -> Away | None:
    """None where either place is unknown or the position says nothing."""
    if position is None or not position.is_one:
        return None
    km = straight_km(place, (position.lng, position.lat))
    if km is None:
        return None
    return Away(round(km * 1000 / STEP) * STEP, _up(position.accuracy_metres))


def _up(metres: int) -> int:
    return -(-metres // STEP) * STEP
