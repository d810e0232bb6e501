"""What a solver found, made to keep every constraint: what does not fit is taken out and put where it does. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liuke.foundation.routes.plan import Plan, Route, Unplaced
from liuke.foundation.routes.problem import Problem, Stop, Vehicle
from liuke.foundation.routes.reasons import reason_for
from liuke.foundation.routes.schedule import Chosen, route_of

MUST = 1_000  # a stop without a prize goes before every prize
Found = Mapping[str, Sequence[Chosen]]  # vehicle → its stops in order


def mended(problem: Problem, found: Found, *, solver: str) -> Plan:
    """A plan from what was found (nothing found: from nothing), with the reason for whatever is left out."""
    routes: dict[str, Route] = {}
    seen: set[str] = set()
    for vehicle in problem.vehicles:
        chosen = _known(problem, found.get(vehicle.key, ()), seen)
        route = _kept(problem, vehicle, chosen)
        if route is not None:
            routes[vehicle.key] = route
    placed = {call.stop for route in routes.values() for call in route.calls}
    for stop in sorted((s for s in problem.stops if s.key not in placed), key=lambda s: (-worth(s), s.openings[0].end)):
        _insert(problem, routes, stop)
    placed = {call.stop for route in routes.values() for call in route.calls}
    left = tuple(Unplaced(s.key, reason_for(problem, s)) for s in problem.stops if s.key not in placed)
    return Plan(tuple(routes[v.key] for v in problem.vehicles if v.key in routes), left, solver)


def worth(stop: Stop) -> int:
    """How much it matters that a stop is served."""
    return MUST if stop.prize is None else stop.prize


def loss(problem: Problem, plan: Plan) -> tuple[int, int]:
    """What a plan is compared by: first what it leaves out, then what it costs."""
    return sum(worth(problem.stop(one.stop)) for one in plan.unplaced), plan.cost


def _known(problem: Problem, chosen: Sequence[Chosen], seen: set[str]) -> list[Chosen]:
    """Those that there are, each once."""
    keys = {s.key: len(s.openings) for s in problem.stops}
    kept = []
    for key, opening in chosen:
        if key not in seen and 0 <= opening < keys.get(key, 0):
            seen.add(key)
            kept.append((key, opening))
    return kept


def _kept(problem: Problem, vehicle: Vehicle, chosen: list[Chosen]) -> Route | None:
    """The route; while it cannot be kept, without the stop that matters least."""
    while chosen:
        route = route_of(problem, vehicle, chosen)
        if route is not None:
            return route
        misfits = [one for one in chosen if not vehicle.may_serve(problem.stop(one[0]))]
        chosen = [one for one in chosen if one not in misfits] if misfits else _without_least(problem, chosen)
    return None


def _without_least(problem: Problem, chosen: list[Chosen]) -> list[Chosen]:
    least = min(range(len(chosen)), key=lambda n: (_weight(problem, chosen[n][0]), -n))
    return chosen[:least] + chosen[least + 1 :]


def _weight(problem: Problem, key: str) -> tuple[bool, int]:
    stop = problem.stop(key)
    return bool(stop.locked), worth(stop)


def _insert(problem: Problem, routes: dict[str, Route], stop: Stop) -> None:
    """Put a stop where it costs least, if there is any place for it."""
    best: tuple[int, str, Route] | None = None
    for vehicle in problem.vehicles:
        if not vehicle.may_serve(stop):
            continue
        known = routes.get(vehicle.key)
        calls = [(call.stop, call.opening) for call in known.calls] if known else []
        for route in _tries(problem, vehicle, calls, stop):
            added = route.cost - (known.cost if known else 0)
            if best is None or added < best[0]:
                best = added, vehicle.key, route
    if best is not None:
        routes[best[1]] = best[2]


def _tries(problem: Problem, vehicle: Vehicle, calls: list[Chosen], stop: Stop) -> list[Route]:
    options = (
        route_of(problem, vehicle, [*calls[:n], (stop.key, opening), *calls[n:]])
        for opening in range(len(stop.openings))
        for n in range(len(calls) + 1)
    )
    return [route for route in options if route is not None]
