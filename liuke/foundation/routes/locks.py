"""Stops locked to a vehicle in an order: their openings narrowed so that no other order is possible. Pure."""

from __future__ import annotations

from dataclasses import replace

from liuke.foundation.routes.problem import Opening, Problem, Stop, Vehicle
from liuke.foundation.routes.schedule import route_of


def tightened(problem: Problem) -> Problem:
    """The problem whose every solution keeps the order of locked stops (where that order can be kept at all)."""
    changed: dict[str, Stop] = {}
    for vehicle in problem.vehicles:
        ranked = [s for s in problem.stops if s.locked == vehicle.key and s.rank is not None]
        if len(ranked) > 1:
            changed |= _in_order(problem, vehicle, sorted(ranked, key=lambda s: (s.rank or 0, s.key)))
    return replace(problem, stops=tuple(changed.get(s.key, s) for s in problem.stops)) if changed else problem


def _in_order(problem: Problem, vehicle: Vehicle, ranked: list[Stop]) -> dict[str, Stop]:
    """Each may begin until its follower must be set out for, and not before its follower's turn has come."""
    route = route_of(problem, vehicle, [(stop.key, 0) for stop in ranked])
    if route is None or any(len(stop.openings) > 1 for stop in ranked):
        return {}
    narrowed = {}
    begins = [call.begins for call in route.calls]
    for n, stop in enumerate(ranked):
        opening = stop.openings[0]
        start = begins[n] if n else opening.start
        end = opening.end
        if n + 1 < len(ranked):
            way = problem.seconds[stop.place][ranked[n + 1].place]
            end = max(start, min(end, begins[n + 1] - stop.service - way))
        narrowed[stop.key] = replace(stop, openings=(Opening(start, end, opening.takes),))
    return narrowed
