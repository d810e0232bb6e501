"""What is to be planned. All times are whole seconds from a zero that the caller chooses; places are matrix indices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Grid = tuple[tuple[int, ...], ...]
NOTHING: Mapping[str, int] = {}


@dataclass(frozen=True)
class Opening:
    """A span in which the work at a stop may begin, and what choosing it takes of the vehicle besides."""

    start: int
    end: int
    takes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Stop:
    """Work at a place, in one of its openings.

    `takes` is deducted from the vehicle's `carries` once for the whole route. Without a `prize` it must be served;
    with one (1 to 100) it is served if it can be, the higher ones first. `locked` names the only vehicle that may go,
    and `rank` its place among the locked stops of that vehicle.
    """

    key: str
    place: int
    openings: tuple[Opening, ...]
    service: int = 0
    skills: frozenset[str] = frozenset()
    takes: Mapping[str, int] = field(default_factory=dict)
    prize: int | None = None
    locked: str = ""
    rank: int | None = None


@dataclass(frozen=True)
class Rest:
    """A break that begins between `earliest` and `latest`; it may interrupt the way, never the work."""

    earliest: int
    latest: int
    lasts: int


@dataclass(frozen=True)
class Vehicle:
    """Somebody who goes: from where to where, between when and when, with which skills and what on board.

    What `carries` does not name, there is none of.
    """

    key: str
    start: int
    end: int
    begins: int
    ends: int
    rests: tuple[Rest, ...] = ()
    skills: frozenset[str] = frozenset()
    carries: Mapping[str, int] = field(default_factory=dict)

    def may_serve(self, stop: Stop) -> bool:
        """Is this stop for this vehicle at all?"""
        return stop.skills <= self.skills and stop.locked in ("", self.key)


@dataclass(frozen=True)
class Problem:
    """`seconds` is the way between places; `cost` is what is made small (the same, where it is not given)."""

    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    seconds: Grid
    cost: Grid | None = None

    def __post_init__(self) -> None:
        for wrong in _faults(self):
            raise ValueError(wrong)

    @property
    def costs(self) -> Grid:
        return self.seconds if self.cost is None else self.cost

    def stop(self, key: str) -> Stop:
        """The stop of this key; KeyError where there is none."""
        return _by_key(self)[0][key]

    def vehicle(self, key: str) -> Vehicle:
        """The vehicle of this key; KeyError where there is none."""
        return _by_key(self)[1][key]


def taken(stop: Stop, opening: Opening) -> dict[str, int]:
    """All that serving the stop in this opening takes of a vehicle."""
    names = {*stop.takes, *opening.takes}
    return {name: stop.takes.get(name, 0) + opening.takes.get(name, 0) for name in names}


def _by_key(problem: Problem) -> tuple[dict[str, Stop], dict[str, Vehicle]]:
    known: tuple[dict[str, Stop], dict[str, Vehicle]] | None = problem.__dict__.get("_known")
    if known is None:
        known = {s.key: s for s in problem.stops}, {v.key: v for v in problem.vehicles}
        problem.__dict__["_known"] = known
    return known


def _faults(problem: Problem) -> Iterable[str]:
    size = len(problem.seconds)
    for name, grid in (("seconds", problem.seconds), ("cost", problem.costs)):
        if len(grid) != size or any(len(row) != size for row in grid):
            yield f"{name}: not square, or of another size"
        elif any(grid[n][n] != 0 for n in range(size)) or any(min(row, default=0) < 0 for row in grid):
            yield f"{name}: the way from a place to itself is 0, and no way is negative"
    for what, keys in (("stop", [s.key for s in problem.stops]), ("vehicle", [v.key for v in problem.vehicles])):
        if len(set(keys)) != len(keys):
            yield f"two {what}s of one key"
    places = [s.place for s in problem.stops] + [p for v in problem.vehicles for p in (v.start, v.end)]
    if places and not (min(places) >= 0 and max(places) < size):
        yield "a place that the grid does not have"
    if any(not s.openings for s in problem.stops):
        yield "a stop that is never open"
