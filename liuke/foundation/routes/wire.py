"""A problem as JSON and back, for the process that solves it."""

from __future__ import annotations

import json
from typing import Any

from liuke.foundation.routes.problem import Opening, Problem, Rest, Stop, Vehicle


def written(problem: Problem, *, effort: str, seconds: float) -> bytes:
    """What the solving process is handed."""
    return json.dumps(
        {
            "effort": effort,
            "limit": seconds,
            "stops": [_stop(s) for s in problem.stops],
            "vehicles": [_vehicle(v) for v in problem.vehicles],
            "seconds": problem.seconds,
            "cost": problem.cost,
        }
    ).encode()


def read(said: bytes) -> tuple[Problem, str, float]:
    """The problem, the effort and the seconds."""
    told: dict[str, Any] = json.loads(said)
    stops = tuple(
        Stop(
            s["key"], s["place"], tuple(Opening(*o) for o in s["openings"]), s["service"], frozenset(s["skills"]),
            s["takes"], s["prize"], s["locked"], s["rank"],
        )
        for s in told["stops"]
    )  # fmt: skip
    vehicles = tuple(
        Vehicle(
            v["key"], v["start"], v["end"], v["begins"], v["ends"], tuple(Rest(*r) for r in v["rests"]),
            frozenset(v["skills"]), v["carries"],
        )
        for v in told["vehicles"]
    )  # fmt: skip
    cost = None if told["cost"] is None else _grid(told["cost"])
    return Problem(stops, vehicles, _grid(told["seconds"]), cost), told["effort"], told["limit"]


def _grid(rows: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _stop(stop: Stop) -> dict[str, object]:
    return {
        "key": stop.key, "place": stop.place, "openings": [[o.start, o.end, dict(o.takes)] for o in stop.openings],
        "service": stop.service, "skills": sorted(stop.skills), "takes": dict(stop.takes), "prize": stop.prize,
        "locked": stop.locked, "rank": stop.rank,
    }  # fmt: skip


def _vehicle(vehicle: Vehicle) -> dict[str, object]:
    return {
        "key": vehicle.key, "start": vehicle.start, "end": vehicle.end, "begins": vehicle.begins,
        "ends": vehicle.ends, "rests": [[r.earliest, r.latest, r.lasts] for r in vehicle.rests],
        "skills": sorted(vehicle.skills), "carries": dict(vehicle.carries),
    }  # fmt: skip
