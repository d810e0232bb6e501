"""Public routing instances as problems of `foundation.routes`, read strictly from the shared data folder."""

from __future__ import annotations

import csv
import lzma
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import home
from liuke.foundation.routes.problem import Opening, Problem, Stop, Vehicle

OBJECTIVE = "min distance, every leg cut to one decimal"
TENTHS = 10  # the convention of the distance objective: legs are cut to one decimal, so tenths are exact
FINE = 100  # real legs are rounded up to hundredths: what fits then fits in real numbers too
Row = list[float]


@dataclass(frozen=True)
class Work:
    """A row of a technician instance."""

    x: float
    y: float
    opens: float
    closes: float
    service: float
    skills: frozenset[str]
    goods: dict[str, int]


@dataclass(frozen=True)
class Field:
    """A technician instance: row 0 is a depot that nobody has to pass, then technicians, then requests."""

    name: str
    technicians: tuple[Work, ...]
    requests: tuple[Work, ...]
    minutes: tuple[tuple[float, ...], ...]  # between all rows but the depot


def routing() -> Path:
    """LIUKE_DATA, else ../shared/data beside the repository."""
    given = os.environ.get("LIUKE_DATA")
    return (Path(given) if given else home.ROOT.parent / "shared" / "data") / "routing"


def best_known() -> dict[str, float]:
    """Of the Solomon instances, by the distance objective."""
    with (routing() / "best_known.csv").open() as file:
        rows = [r for r in csv.DictReader(file) if r["family"] == "solomon" and r["objective"] == OBJECTIVE]
    return {row["instance"]: float(row["value"]) for row in rows}


def solomon(name: str) -> tuple[Problem, Sequence[Row]]:
    """The instance in tenths, and its rows as they stand."""
    lines = (routing() / "solomon" / f"{name}.txt").read_text().splitlines()
    vehicles, capacity = (int(word) for word in lines[4].split())
    rows = [[float(word) for word in line.split()] for line in lines[9:] if line.strip()]
    grid = tuple(tuple(cut(a, b) for b in rows) for a in rows)
    stops = tuple(
        Stop(
            str(n), n, (Opening(int(row[4]) * TENTHS, int(row[5]) * TENTHS),), int(row[6]) * TENTHS,
            takes={"load": int(row[3])},
        )
        for n, row in enumerate(rows) if n
    )  # fmt: skip
    begins, ends = int(rows[0][4]) * TENTHS, int(rows[0][5]) * TENTHS
    crew = tuple(Vehicle(str(n), 0, 0, begins, ends, carries={"load": capacity}) for n in range(vehicles))
    return Problem(stops, crew, grid), rows


def cut(one: Row, other: Row) -> int:
    """A leg in tenths, what is beyond them cut off."""
    return int(math.hypot(one[1] - other[1], one[2] - other[2]) * TENTHS + 1e-9)


def field(name: str) -> Field:
    """An instance of trsp (by its name) or of field_service (R1, R3, R5, U6)."""
    plain = routing() / "trsp" / f"{name}.txt"
    if plain.exists():
        text = plain.read_text()
    else:
        text = lzma.decompress((routing() / "field_service" / f"{name}.txt.xz").read_bytes()).decode()
    lines = text.splitlines()
    crew = int(lines[4].split()[0])
    start = next(n for n, line in enumerate(lines) if line.startswith("ID")) + 1
    body = [line for line in lines[start : _end(lines, start)] if line.strip()]
    rows = [_work(line) for line in body]
    return Field(name, tuple(rows[1 : crew + 1]), tuple(rows[crew + 1 :]), _minutes(lines, rows))


def problem_of(field: Field) -> Problem:
    """The technicians with what they have on them from the beginning; requests of one worth, left out if need be."""
    crew = len(field.technicians)
    vehicles = tuple(
        Vehicle(f"t{n}", n, n, math.ceil(t.opens * FINE), math.floor(t.closes * FINE), skills=t.skills, carries=t.goods)
        for n, t in enumerate(field.technicians)
    )
    stops = tuple(
        Stop(
            f"r{n}", crew + n, (Opening(math.ceil(r.opens * FINE), math.floor(r.closes * FINE)),),
            math.ceil(r.service * FINE), r.skills, r.goods, prize=1,
        )
        for n, r in enumerate(field.requests)
    )  # fmt: skip
    grid = tuple(
        tuple(0 if a == b else math.ceil(way * FINE - 1e-9) for b, way in enumerate(row))
        for a, row in enumerate(field.minutes)
    )
    return Problem(stops, vehicles, grid)


def _work(line: str) -> Work:
    words = line.split()
    _, x, y, opens, closes, service = (float(w) for w in words[:6])
    skills, tools, parts = (_numbers(word) for word in words[6:9])
    needs = frozenset([*(f"skill {n}" for n in skills), *(f"tool {n}" for n in tools)])
    return Work(x, y, opens, closes, service, needs, {f"part {n}": many for n, many in enumerate(parts) if many})


def _numbers(word: str) -> list[int]:
    return [int(n) for n in word.strip("[]").split(",") if n]


def _end(lines: Sequence[str], start: int) -> int:
    return next((n for n in range(start, len(lines)) if lines[n].startswith("DISTANCES")), len(lines))


def _minutes(lines: Sequence[str], rows: Sequence[Work]) -> tuple[tuple[float, ...], ...]:
    """The minutes that the file gives, else the straight line; without the depot."""
    heading = next((n for n, line in enumerate(lines) if line.startswith("TRAVEL TIMES")), None)
    if heading is None:
        return tuple(tuple(math.hypot(a.x - b.x, a.y - b.y) for b in rows[1:]) for a in rows[1:])
    body = [line.split(";") for line in lines[heading + 1 :] if line.strip()]
    return tuple(tuple(float(v) for v in row[2 : len(rows) + 1]) for row in body[1 : len(rows)])
