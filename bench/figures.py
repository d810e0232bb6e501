"""The results file and how a figure is written: value beside the limit of the same work in the same run (design §7)."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
LOWER, HIGHER = "lower", "higher"


@dataclass
class Figure:
    """One row. `ratio` = value ÷ limit where lower is better, limit ÷ value where higher is: 1 is the limit."""

    name: str
    value: float
    unit: str
    limit: float | None
    ratio: float | None
    scale: str
    command: str
    measured_at: str


def figure(
    name: str, value: float, unit: str, *, scale: str, limit: float | None = None, better: str = LOWER, group: str = ""
) -> Figure:
    """A measured figure, printed as it comes."""
    ratio = None
    if limit and value:
        ratio = round(value / limit if better == LOWER else limit / value, 2)
    group = group or name.split(".", maxsplit=1)[0]
    row = Figure(
        name, round(value, 3), unit, None if limit is None else round(limit, 3), ratio, scale,
        f"make bench ONLY={group}", datetime.now(UTC).isoformat(timespec="seconds"),
    )  # fmt: skip
    against = "" if limit is None else f"   limit {row.limit} {unit}, ratio {ratio}"
    print(f"  {name:<28} {row.value:>12} {unit:<8}{against}", flush=True)
    return row


def save(rows: Sequence[Figure]) -> None:
    """Put these rows in the place of older ones of the same name."""
    kept = {r["name"]: r for r in json.loads(RESULTS.read_text())} if RESULTS.exists() else {}
    kept |= {r.name: asdict(r) for r in rows}
    RESULTS.write_text(json.dumps([kept[k] for k in sorted(kept)], ensure_ascii=False, indent=1) + "\n")


def times(act: Callable[[int], object], count: int, *, warm: int = 5) -> list[float]:
    """Milliseconds of each of `count` runs of act(n), after a few that warm up."""
    for n in range(warm):
        act(n)
    found = []
    for n in range(count):
        start = time.perf_counter()
        act(n + warm)
        found.append((time.perf_counter() - start) * 1000)
    return found


def quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def fail(words: str) -> None:
    print(f"  ! {words}", file=sys.stderr, flush=True)
