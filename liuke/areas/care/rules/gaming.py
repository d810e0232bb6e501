"""Praise that was not the customer's: many within minutes, one phone for several customers (practice §4.4). Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.foundation.words import Words

KINDS: Final = {
    "burst": Words("短时间集中好评", "praise in a burst"),
    "device": Words("一台手机评价多位用户", "one phone for several customers"),
    "number": Words("接单后网点改过号码", "number changed by the site after acceptance"),
}


@dataclass(frozen=True)
class Given:
    """One evaluation as it is weighed."""

    number: str
    order: str
    customer: int
    technician: int | None
    site: str
    satisfied: bool
    device: str
    at: datetime


@dataclass(frozen=True)
class Sign:
    """What was found, with every row it rests on, oldest first."""

    kind: str
    site: str
    technician: int | None
    rows: tuple[Given, ...]


def bursts(given: Iterable[Given], *, count: int, within: timedelta) -> list[Sign]:
    """Where one technician was praised at least `count` times within a span; each run is told once, whole."""
    by_technician: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        if one.satisfied and one.technician is not None:
            by_technician[one.technician].append(one)
    return [
        Sign("burst", run[-1].site, technician, tuple(run))
        for technician, rows in sorted(by_technician.items())
        for run in _runs(sorted(rows, key=lambda g: (g.at, g.number)), count, within)
    ]


def shared_devices(given: Iterable[Given], *, customers: int) -> list[Sign]:
    """Where one phone evaluated for at least `customers` different customers."""
    by_device: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        if one.device:
            by_device[one.device].append(one)
    found = []
    for _device, rows in sorted(by_device.items()):
        if len({one.customer for one in rows}) >= customers:
            ordered = tuple(sorted(rows, key=lambda g: (g.at, g.number)))
            same = {one.technician for one in ordered}
            found.append(Sign("device", ordered[-1].site, same.pop() if len(same) == 1 else None, ordered))
    return found


def _runs(rows: Sequence[Given], count: int, within: timedelta) -> list[list[Given]]:
    """Maximal runs in which every row is one of `count` within the span."""
    dense = [False] * len(rows)
    for first in range(len(rows) - count + 1):
        if rows[first + count - 1].at - rows[first].at <= within:
            dense[first : first + count] = [True] * count
    runs: list[list[Given]] = []
    for n, row in enumerate(rows):
        if not dense[n]:
            continue
        if runs and n and dense[n - 1] and row.at - runs[-1][-1].at <= within:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs
