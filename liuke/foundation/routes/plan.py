"""What comes out: routes with their times, and what could not be placed and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """A stop on a route: `opening` is the index of the opening that was chosen, `travel` the way there."""

    stop: str
    opening: int
    arrives: int
    begins: int
    ends: int
    travel: int


@dataclass(frozen=True)
class Pause:
    """A break as it is taken."""

    begins: int
    lasts: int


@dataclass(frozen=True)
class Route:
    """One vehicle's way; `travel` in seconds with the way back, `cost` as the problem reckons it."""

    vehicle: str
    calls: tuple[Call, ...]
    pauses: tuple[Pause, ...]
    leaves: int
    returns: int
    travel: int
    cost: int


@dataclass(frozen=True)
class Reason:
    """Why a stop is on no route; `what` names the skills or goods that are lacking.

    code: skill (nobody has them all) · locked (its vehicle is not there) · goods (none has enough on board) ·
    shift (open only while nobody works) · far (nobody can be there and back in time) · full (no time left beside the
    others).
    """

    code: str
    what: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unplaced:
    stop: str
    reason: Reason


@dataclass(frozen=True)
class Plan:
    """Routes of the vehicles that go, in the order of the problem. `solver` is who found it."""

    routes: tuple[Route, ...]
    unplaced: tuple[Unplaced, ...]
    solver: str

    @property
    def cost(self) -> int:
        return sum(route.cost for route in self.routes)

    @property
    def travel(self) -> int:
        return sum(route.travel for route in self.routes)
