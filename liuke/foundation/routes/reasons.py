"""Why a stop is on no route: the first thing that nobody can overcome, found by trying it alone. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.foundation.routes.plan import Reason
from liuke.foundation.routes.problem import Opening, Problem, Stop, Vehicle, taken
from liuke.foundation.routes.schedule import route_of


def reason_for(problem: Problem, stop: Stop) -> Reason:
    """The reason for a stop that was left out (plan.Reason has the list)."""
    if stop.locked and all(v.key != stop.locked for v in problem.vehicles):
        return Reason("locked", (stop.locked,))
    able = [v for v in problem.vehicles if v.may_serve(stop)]
    if not able:
        return Reason("skill", _lacking(problem, stop))
    stocked = [v for v in able if any(not _short(v, stop, o) for o in stop.openings)]
    if not stocked:
        return Reason("goods", min((_short(v, stop, o) for v in able for o in stop.openings), key=len))
    if not any(_meets(v, o) for v in stocked for o in stop.openings):
        return Reason("shift")
    if not any(_alone(problem, v, stop) for v in stocked):
        return Reason("far")
    return Reason("full")


def _lacking(problem: Problem, stop: Stop) -> tuple[str, ...]:
    """What the nearest to fit lacks; everything where nobody works."""
    asked = [v for v in problem.vehicles if stop.locked in ("", v.key)]
    return min((tuple(sorted(stop.skills - v.skills)) for v in asked), key=len, default=tuple(sorted(stop.skills)))


def _short(vehicle: Vehicle, stop: Stop, opening: Opening) -> tuple[str, ...]:
    wanted = taken(stop, opening)
    return tuple(sorted(name for name, amount in wanted.items() if amount > vehicle.carries.get(name, 0)))


def _meets(vehicle: Vehicle, opening: Opening) -> bool:
    return opening.start <= vehicle.ends and opening.end >= vehicle.begins


def _alone(problem: Problem, vehicle: Vehicle, stop: Stop) -> bool:
    choices: Sequence[int] = range(len(stop.openings))
    return any(route_of(problem, vehicle, [(stop.key, opening)]) for opening in choices)
