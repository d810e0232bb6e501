"""At once: pyvroom. It knows skills and breaks; alternative openings are tried one after the other."""

from __future__ import annotations

from datetime import timedelta

import numpy
import vroom

from liuke.foundation.routes.problem import Problem, Stop, Vehicle, taken

Routes = dict[str, list[tuple[str, int]]]
EXPLORATION = 3
MUST = 100


def solve(problem: Problem, *, seconds: float) -> Routes:
    """Stops of one opening first; what is open at several times is offered in its next opening while it is left out."""
    openings = {stop.key: 0 for stop in problem.stops}
    rounds = max(len(stop.openings) for stop in problem.stops)
    routes: Routes = {}
    for _ in range(rounds):
        routes = _round(problem, openings, seconds / rounds)
        placed = {key for calls in routes.values() for key, _opening in calls}
        waiting = [s for s in problem.stops if s.key not in placed and openings[s.key] + 1 < len(s.openings)]
        if not waiting:
            break
        openings |= {stop.key: openings[stop.key] + 1 for stop in waiting}
    return routes


def _round(problem: Problem, openings: dict[str, int], seconds: float) -> Routes:
    names = _names(problem)
    skills = {name: n for n, name in enumerate(sorted(_skills(problem)))}
    asked = vroom.Input()
    asked.set_durations_matrix("car", numpy.asarray(problem.seconds, dtype="uint32"))
    if problem.cost is not None:
        asked.set_costs_matrix("car", numpy.asarray(problem.cost, dtype="uint32"))
    for n, vehicle in enumerate(problem.vehicles):
        asked.add_vehicle(_vehicle(n, vehicle, names, skills))
    for n, stop in enumerate(problem.stops):
        asked.add_job(_job(n, stop, openings[stop.key], names, skills))
    limit = timedelta(milliseconds=int(seconds * 1000))
    told = asked.solve(exploration_level=EXPLORATION, nb_threads=2, timeout=limit).to_dict()
    routes: Routes = {}
    for route in told["routes"]:
        jobs = [problem.stops[step["id"]].key for step in route["steps"] if step["type"] == "job"]
        routes[problem.vehicles[route["vehicle"]].key] = [(key, openings[key]) for key in jobs]
    return routes


def _names(problem: Problem) -> list[str]:
    return sorted({name for s in problem.stops for o in s.openings for name in taken(s, o)})


def _skills(problem: Problem) -> set[str]:
    """Skills, and for every lock one that only its vehicle has."""
    return {skill for s in problem.stops for skill in s.skills} | {f"={v.key}" for v in problem.vehicles} | {"="}


def _vehicle(n: int, vehicle: Vehicle, names: list[str], skills: dict[str, int]) -> vroom.Vehicle:
    return vroom.Vehicle(
        n, start=vehicle.start, end=vehicle.end, time_window=vroom.TimeWindow(vehicle.begins, vehicle.ends),
        capacity=[vehicle.carries.get(name, 0) for name in names],
        skills={skills[s] for s in vehicle.skills if s in skills} | {skills[f"={vehicle.key}"]},
        breaks=[
            vroom.Break(k, time_windows=[vroom.TimeWindow(rest.earliest, rest.latest)], service=rest.lasts)
            for k, rest in enumerate(vehicle.rests)
        ],
    )  # fmt: skip


def _job(n: int, stop: Stop, opening: int, names: list[str], skills: dict[str, int]) -> vroom.Job:
    chosen = stop.openings[opening]
    wanted = taken(stop, chosen)
    locked = {skills.get(f"={stop.locked}", skills["="])} if stop.locked else set()
    return vroom.Job(
        n, stop.place, default_service=stop.service, delivery=[wanted.get(name, 0) for name in names],
        skills={skills[s] for s in stop.skills} | locked, priority=MUST if stop.prize is None else min(99, stop.prize),
        time_windows=[vroom.TimeWindow(chosen.start, chosen.end)],
    )  # fmt: skip
