"""Harder: PyVRP, until the time is over. Who may not go somewhere finds no way there; breaks are mended in later."""

from __future__ import annotations

from collections.abc import Sequence

import numpy
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Route, Solution, SolveParams, VehicleType
from pyvrp import solve as search
from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

from liuke.foundation.routes.problem import Problem, Stop, Vehicle, taken

Routes = dict[str, list[tuple[str, int]]]
Offer = tuple[Stop, int]  # a stop in one of its openings: a client of its own
QUIET = 30_000  # iterations without a better plan: a small problem is done


def solve(problem: Problem, *, seconds: float, start: Routes | None = None) -> Routes:
    """The best routes of the time given, from `start` on; a stop left out is on none."""
    offers = [(stop, n) for stop in problem.stops for n in range(len(stop.openings))]
    kinds = kinds_of(problem)
    data = _data(problem, offers, kinds)
    stop = MultipleCriteria([MaxRuntime(seconds), NoImprovement(QUIET)])
    first = _solution(data, start, offers, kinds) if start else None
    best = search(
        data, stop, seed=1, collect_stats=False, display=False, params=SolveParams(), initial_solution=first
    ).best
    free = [list(same) for same in kinds]
    routes: Routes = {}
    for route in best.routes():
        vehicle = free[route.vehicle_type()].pop()
        calls = [offers[step.idx] for step in route if step.is_client()]
        routes[vehicle.key] = [(one.key, opening) for one, opening in calls]
    return routes


def kinds_of(problem: Problem) -> list[list[Vehicle]]:
    """Vehicles that are alike for these stops, together: the search is much faster so."""
    found: dict[object, list[Vehicle]] = {}
    for v in problem.vehicles:
        may = frozenset(s.key for s in problem.stops if v.may_serve(s))
        alike = (v.start, v.end, v.begins, v.ends, v.rests, tuple(sorted(v.carries.items())), may)
        found.setdefault(alike, []).append(v)
    return list(found.values())


def _solution(data: ProblemData, start: Routes, offers: Sequence[Offer], kinds: list[list[Vehicle]]) -> Solution:
    index = {(stop.key, opening): n for n, (stop, opening) in enumerate(offers)}
    kind = {vehicle.key: n for n, same in enumerate(kinds) for vehicle in same}
    routes = [(kind[key], [index[call] for call in calls]) for key, calls in start.items() if calls]
    return Solution(data, [Route(data, visits, n) for n, visits in routes])


def _data(problem: Problem, offers: Sequence[Offer], kinds: list[list[Vehicle]]) -> ProblemData:
    homes = sorted({place for same in kinds for place in (same[0].start, same[0].end)})
    places = [*homes, *(stop.place for stop, _ in offers)]
    at = numpy.ix_(places, places)
    cost = numpy.asarray(problem.costs, dtype=numpy.int64)[at]
    seconds = numpy.asarray(problem.seconds, dtype=numpy.int64)[at]
    names = _binding(problem, offers)
    far, never = int(cost.max()) * 4 + 1_000, max(v.ends for v in problem.vehicles) * 2 + 1
    prize = far * 4
    barred = [
        tuple(len(homes) + n for n, (stop, _) in enumerate(offers) if not same[0].may_serve(stop)) for same in kinds
    ]
    profiles = list(dict.fromkeys(barred))
    clients, groups = _clients(offers, names, len(homes), prize)
    return ProblemData(
        locations=[Location(0, 0) for _ in places],
        clients=clients,
        depots=[Depot(homes.index(place)) for place in homes],
        vehicle_types=[_type(same, homes, names, profiles.index(barred[n])) for n, same in enumerate(kinds)],
        distance_matrices=[_without(cost, one, far) for one in profiles],
        duration_matrices=[_without(seconds, one, never) for one in profiles],
        groups=groups,
    )


def _binding(problem: Problem, offers: Sequence[Offer]) -> list[str]:
    """What may run out somewhere; the rest need not be counted."""
    total: dict[str, int] = {}
    for stop, opening in offers:
        for name, amount in taken(stop, stop.openings[opening]).items():
            total[name] = total.get(name, 0) + amount
    return sorted(n for n, amount in total.items() if any(v.carries.get(n, 0) < amount for v in problem.vehicles))


def _without(grid: numpy.ndarray, barred: tuple[int, ...], value: int) -> numpy.ndarray:
    """The grid for vehicles that may not go to some: every way there is longer than any day (a missing way never
    ends the search)."""
    changed = grid.copy()
    for n in barred:
        changed[n, :] = changed[:, n] = value
        changed[n, n] = 0
    return changed


def _clients(
    offers: Sequence[Offer], names: list[str], before: int, prize: int
) -> tuple[list[Client], list[ClientGroup]]:
    clients, members = [], dict[str, list[int]]()
    several = [stop.key for stop, opening in offers if opening == 1]
    groups = {key: n for n, key in enumerate(several)}
    for n, (stop, index) in enumerate(offers):
        opening, group = stop.openings[index], groups.get(stop.key)
        wanted = taken(stop, opening)
        must = stop.prize is None
        clients.append(
            Client(
                before + n, delivery=[wanted.get(name, 0) for name in names], service_duration=stop.service,
                tw_early=opening.start, tw_late=opening.end, prize=0 if must else prize * (stop.prize or 0),
                required=must and group is None, group=group,
            )
        )  # fmt: skip
        members.setdefault(stop.key, []).append(n)
    required = {stop.key: stop.prize is None for stop, _ in offers}
    return clients, [ClientGroup(members[key], required=required[key]) for key in several]


def _type(same: list[Vehicle], homes: list[int], names: list[str], profile: int) -> VehicleType:
    vehicle = same[0]
    return VehicleType(
        len(same), capacity=[vehicle.carries.get(name, 0) for name in names],
        start_depot=homes.index(vehicle.start), end_depot=homes.index(vehicle.end),
        tw_early=vehicle.begins, tw_late=vehicle.ends, profile=profile,
    )  # fmt: skip
