"""Does a plan keep every hard constraint? Judges the times a plan claims, and shares no line with what made them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from liuke.foundation.routes.plan import Plan, Route
from liuke.foundation.routes.problem import Problem, Stop, Vehicle


@dataclass(frozen=True)
class Violation:
    """What is broken (`code`), by whom, where."""

    code: str
    vehicle: str
    stop: str = ""


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Everything in the plan that breaks the problem's constraints; empty for a plan that may be used."""
    return [*_counted(problem, plan), *(wrong for route in plan.routes for wrong in _on_route(problem, route))]


def _counted(problem: Problem, plan: Plan) -> Iterator[Violation]:
    served = Counter(call.stop for route in plan.routes for call in route.calls)
    left = Counter(one.stop for one in plan.unplaced)
    for key, times in (served + left).items():
        if times > 1:
            yield Violation("twice", "", key)
    for stop in problem.stops:
        if not served[stop.key] and not left[stop.key]:
            yield Violation("forgotten", "", stop.key)
    for vehicle, times in Counter(route.vehicle for route in plan.routes).items():
        if times > 1:
            yield Violation("two_routes", vehicle)


def _on_route(problem: Problem, route: Route) -> Iterator[Violation]:
    vehicle = {v.key: v for v in problem.vehicles}.get(route.vehicle)
    known = {s.key: s for s in problem.stops}
    if vehicle is None or any(call.stop not in known for call in route.calls):
        yield Violation("unknown", route.vehicle)
        return
    stops = [known[call.stop] for call in route.calls]
    yield from _fitness(vehicle, stops)
    yield from _goods(vehicle, route, known)
    yield from _openings(route, known)
    yield from _ways(problem, vehicle, route, known)
    yield from _breaks(vehicle, route)


def _fitness(vehicle: Vehicle, stops: list[Stop]) -> Iterator[Violation]:
    rank: int | None = None
    for stop in stops:
        if stop.skills - vehicle.skills:
            yield Violation("skill", vehicle.key, stop.key)
        if stop.locked and stop.locked != vehicle.key:
            yield Violation("locked", vehicle.key, stop.key)
        if stop.locked and stop.rank is not None:
            if rank is not None and stop.rank < rank:
                yield Violation("order", vehicle.key, stop.key)
            rank = stop.rank


def _goods(vehicle: Vehicle, route: Route, known: dict[str, Stop]) -> Iterator[Violation]:
    used: Counter[str] = Counter()
    for call in route.calls:
        stop = known[call.stop]
        used.update(stop.takes)
        if 0 <= call.opening < len(stop.openings):
            used.update(stop.openings[call.opening].takes)
    for name, amount in used.items():
        if amount > vehicle.carries.get(name, 0):
            yield Violation("goods", vehicle.key, name)


def _openings(route: Route, known: dict[str, Stop]) -> Iterator[Violation]:
    for call in route.calls:
        stop = known[call.stop]
        inside = 0 <= call.opening < len(stop.openings)
        if not inside or not stop.openings[call.opening].start <= call.begins <= stop.openings[call.opening].end:
            yield Violation("window", route.vehicle, stop.key)
        if call.ends - call.begins < stop.service:
            yield Violation("service", route.vehicle, stop.key)


def _ways(problem: Problem, vehicle: Vehicle, route: Route, known: dict[str, Stop]) -> Iterator[Violation]:
    """Between the end of one piece of work and the beginning of the next there is time for the way and the breaks."""
    place, free = vehicle.start, route.leaves
    if route.leaves < vehicle.begins or route.returns > vehicle.ends:
        yield Violation("shift", vehicle.key)
    for call in route.calls:
        if call.begins - free < problem.seconds[place][known[call.stop].place] + _rested(route, free, call.begins):
            yield Violation("way", vehicle.key, call.stop)
        place, free = known[call.stop].place, call.ends
    if route.calls and route.returns - free < problem.seconds[place][vehicle.end] + _rested(route, free, route.returns):
        yield Violation("way", vehicle.key)


def _rested(route: Route, since: int, until: int) -> int:
    return sum(pause.lasts for pause in route.pauses if since <= pause.begins < until)


def _breaks(vehicle: Vehicle, route: Route) -> Iterator[Violation]:
    if not route.calls:
        return
    if len(route.pauses) != len(vehicle.rests):
        yield Violation("break", vehicle.key)
    for rest, pause in zip(vehicle.rests, route.pauses, strict=False):
        if not rest.earliest <= pause.begins <= rest.latest or pause.lasts < rest.lasts:
            yield Violation("break", vehicle.key)
        if not vehicle.begins <= pause.begins <= vehicle.ends - pause.lasts:
            yield Violation("break", vehicle.key)
        for call in route.calls:
            if pause.begins < call.ends and call.begins < pause.begins + pause.lasts:
                yield Violation("break", vehicle.key, call.stop)
    for one, other in zip(route.pauses, route.pauses[1:], strict=False):
        if other.begins < one.begins + one.lasts:
            yield Violation("break", vehicle.key)
