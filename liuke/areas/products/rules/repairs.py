"""A machine's repair record: what it stopped of the guarantee, and how often it was repaired (H16; 三包)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True)
class Repair:
    """One repair under guarantee: from the day it was asked for to the day it was done, under its order's number."""

    order: str
    since: date
    until: date


def days_stopped(repairs: Sequence[Repair], *, from_date: date, until_date: date) -> int:
    """The days in repair or waiting within these, each counted once: the guarantee does not run on them.

    A repair that was asked for on the last day still counts whole, since the customer could not use the machine.
    """
    days: set[date] = set()
    for repair in repairs:
        if from_date <= repair.since <= until_date:
            days |= {repair.since + timedelta(days=n) for n in range((repair.until - repair.since).days)}
    return len(days)


def extended(repairs: Sequence[Repair], *, from_date: date, until_date: date) -> date:
    """The last free day, put off by the days in repair; a repair in the time gained puts it off again."""
    end = until_date
    while (later := until_date + timedelta(days=days_stopped(repairs, from_date=from_date, until_date=end))) > end:
        end = later
    return end


def with_repair(rows: Sequence[Mapping[str, Any]], repair: Repair) -> list[dict[str, Any]]:
    """The stored record with this repair in it; an order that is reported again replaces its own."""
    others = [dict(row) for row in rows if row["order"] != repair.order]
    return [*others, {"order": repair.order, "since": str(repair.since), "until": str(repair.until)}]


def read(rows: Sequence[Mapping[str, Any]]) -> tuple[Repair, ...]:
    """The stored record."""
    return tuple(
        Repair(str(row["order"]), date.fromisoformat(row["since"]), date.fromisoformat(row["until"])) for row in rows
    )
