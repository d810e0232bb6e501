"""The day planner on public instances: how far from the best known, and does it keep every hard constraint.

`python -m bench.planning R101 C205 U6` looks at some instances only and saves nothing.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from bench.figures import HIGHER, Figure, fail, figure
from bench.planning_data import Field, Row, best_known, cut, field, problem_of, routing, solomon
from liuke.foundation.routes.checking import violations
from liuke.foundation.routes.engine import HARD, plan
from liuke.foundation.routes.plan import Plan, Route

SECONDS = 10.0  # for one instance, with everything
SOLVING = 8.6  # of which the solver gets so many
FIELD_SOLVING = 3.5
IN_FIELD = ("R1", "R3", "R5", "U6")
CLOSE = 1e-6


@dataclass(frozen=True)
class Solved:
    """One instance: what it cost against the best known, how long it took, what it broke."""

    name: str
    gap_pct: float
    took: float
    broken: list[str]
    placed: int = 0
    asked: int = 0


def measure() -> list[Figure]:
    """All instances of solomon, trsp and field_service."""
    if not (routing() / "best_known.csv").exists():
        fail(f"planning: there is no {routing()}; set LIUKE_DATA to the folder of the shared data")
        return []
    crews = sorted(path.stem for path in (routing() / "trsp").glob("*.txt"))
    return _figures([_solomon(name) for name in sorted(best_known())], [_field(n) for n in [*crews, *IN_FIELD]])


def _figures(distances: Sequence[Solved], fields: Sequence[Solved]) -> list[Figure]:
    rows = []
    if distances:
        scale = f"{len(distances)} Solomon instances of 100 stops, distance, {SECONDS:.0f} s each, mean over them"
        rows.append(figure("planning.gap_pct", fmean(s.gap_pct for s in distances), "%", scale=scale, limit=1.0))
        rows.append(figure("planning.slowest_s", max(s.took for s in distances), "s", scale=scale, limit=SECONDS))
    if fields:
        share = 100 * sum(s.placed for s in fields) / sum(s.asked for s in fields)
        scale = f"{len(fields)} technician instances with skills, tools and parts; what they carry from home, no depot"
        rows.append(figure("planning.placed_pct", share, "%", scale=scale, limit=100.0, better=HIGHER))
    every = [*distances, *fields]
    wrong = [f"{s.name}: {said}" for s in every for said in s.broken]
    for said in wrong[:10]:
        fail(said)
    scale = f"hard constraints on {len(distances)} Solomon and {len(fields)} technician instances, told in real numbers"
    return [*rows, figure("planning.violations", len(wrong), "", scale=scale)]


def _solomon(name: str) -> Solved:
    problem, rows = solomon(name)
    began = time.perf_counter()
    found = plan(problem, effort=HARD, seconds=SOLVING)
    took = time.perf_counter() - began
    broken = [v.code for v in violations(problem, found)] + _distance_faults(rows, found)
    length = sum(cut(rows[a], rows[b]) for route in found.routes for a, b in _legs(route)) / 10
    gap = (length / best_known()[name] - 1) * 100
    print(f"    {name:<8} {length:8.1f}  {gap:5.2f} %  {took:4.1f} s", flush=True)
    return Solved(name, gap, took, broken)


def _legs(route: Route) -> list[tuple[int, int]]:
    stops = [0, *(int(call.stop) for call in route.calls), 0]
    return list(zip(stops, stops[1:], strict=False))


def _distance_faults(rows: Sequence[Row], found: Plan) -> list[str]:
    """Judged once more from the file's own rows: everybody once, load, and times with legs cut to one decimal."""
    served = sorted(int(call.stop) for route in found.routes for call in route.calls)
    faults = [] if served == list(range(1, len(rows))) else ["not everybody is served once"]
    for route in found.routes:
        at, late = rows[0][4], False
        for a, b in _legs(route):
            at = max(at + cut(rows[a], rows[b]) / 10, rows[b][4])
            late = late or at > rows[b][5] + CLOSE
            at += rows[b][6]
        faults += ["late"] * late
    return faults


def _field(name: str) -> Solved:
    said = field(name)
    problem = problem_of(said)
    began = time.perf_counter()
    found = plan(problem, effort=HARD, seconds=FIELD_SOLVING)
    took = time.perf_counter() - began
    broken = [v.code for v in violations(problem, found)] + _field_faults(said, found)
    asked = len(said.requests)
    placed = asked - len(found.unplaced)
    print(f"    {name:<20} {placed}/{asked} placed  {took:4.1f} s", flush=True)
    return Solved(name, math.nan, took, broken, placed, asked)


def _field_faults(said: Field, found: Plan) -> list[str]:
    """Judged once more in the file's real numbers: skills, tools, parts, windows, shifts."""
    faults = []
    for route in found.routes:
        number = int(route.vehicle[1:])
        who = said.technicians[number]
        stops = [int(call.stop[1:]) for call in route.calls]
        works = [said.requests[n] for n in stops]
        faults += [f"skill of {route.vehicle}" for work in works if not work.skills <= who.skills]
        names = {name for work in works for name in work.goods}
        used = {name: sum(work.goods.get(name, 0) for work in works) for name in names}
        faults += [f"{name} of {route.vehicle}" for name, many in used.items() if many > who.goods.get(name, 0)]
        faults += _time_faults(said, number, stops)
    return faults


def _time_faults(said: Field, number: int, stops: Sequence[int]) -> list[str]:
    who, crew = said.technicians[number], len(said.technicians)
    at, place = who.opens, number
    for n in stops:
        at = max(at + said.minutes[place][crew + n], said.requests[n].opens)
        if at > said.requests[n].closes + CLOSE:
            return [f"late at request {n}"]
        at, place = at + said.requests[n].service, crew + n
    return ["home late"] if stops and at + said.minutes[place][number] > who.closes + CLOSE else []


if __name__ == "__main__":
    known = best_known()
    _figures([_solomon(n) for n in sys.argv[1:] if n in known], [_field(n) for n in sys.argv[1:] if n not in known])
