"""The whole-file check: everything that is wrong with every row, before one is written."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.listeners import Rules
from liuke.processes.intake import bought, customers, orders, taking_customers, taking_orders
from liuke.processes.intake.collecting import uncollected
from liuke.processes.intake.columns import CUSTOMERS, Template
from liuke.processes.intake.fields import places_of, widened
from liuke.processes.intake.lines import Line, Options, Refusal, Refusals
from liuke.processes.intake.reading import files


@dataclass(frozen=True)
class Batch:
    """What is written in one transaction: units of one part that begin in the same stretch of the file.

    `refused` counts the refused rows of the whole stretch: mended, they may belong to either part.
    """

    number: int
    part: int
    rows: int
    refused: int
    units: Sequence[object]


@dataclass(frozen=True)
class Checked:
    """A file that was read and checked. `digest` stands for its bytes and for how it is to be taken in."""

    template: Template
    digest: str
    lines: Sequence[Line]
    refusals: Sequence[Refusal]
    batches: Sequence[Batch]

    @property
    def refused_rows(self) -> set[int]:
        return {refusal.row for refusal in self.refusals}

    @property
    def good(self) -> int:
        return len(self.lines) - len(self.refused_rows)


PARTS: Final = 2
SIZES = {"customers": 2_000, "orders": 200}
"""Rows of a batch, about. An order holds its customer's timeline until the batch ends, so few of them go together."""


@uncollected()
def check(data: bytes, name: str, template: Template, options: Options, *, by: Actor, at: datetime) -> Checked:
    """Read and check a file. Invalid or TooLarge where it cannot be read as one of the template."""
    layout = options.layout
    if layout is None:
        sheet = files.read(data, name, template)
    else:
        template = widened(template, only=layout.columns)
        sheet = files.read_as(data, name, template, layout)
    refusals = Refusals()
    for refusal in sheet.refusals:
        refusals.add_words(*refusal)
    units: Sequence[customers.Unit] | Sequence[orders.Order]
    if template.key == CUSTOMERS.key:
        own = customers.Own(places_of(template), local(at).date()) if layout else None
        units = customers.units_of(sheet, refusals, own)
        if options.bought:
            units = bought.check(units, options.bought, refusals)
        customers.check(units, refusals, by=by, at=at)
        units = _without_refused(units, refusals)
    else:
        units = orders.orders_of(sheet, options, refusals, at=at)
    batches = _batches(sheet.lines, units, refusals.rows, SIZES[template.key])
    return Checked(template, digest_of(data, options), sheet.lines, refusals.listed(), batches)


def write(checked: Checked, batch: Batch, *, by: Actor, at: datetime, rules: Rules) -> None:
    """The units of a batch into the tables."""
    if checked.template.key == CUSTOMERS.key:
        taking_customers.take([u for u in batch.units if isinstance(u, customers.Unit)], by=by, at=at)
    else:
        taking_orders.take([u for u in batch.units if isinstance(u, orders.Order)], by=by, at=at, rules=rules)


def digest_of(data: bytes, options: Options) -> str:
    """The same bytes to be taken in otherwise are another file."""
    return hashlib.sha256(data + repr(sorted(options.as_json().items())).encode()).hexdigest()


def _without_refused(units: Sequence[customers.Unit], refusals: Refusals) -> list[customers.Unit]:
    """Machines of refused rows leave their unit; a unit that has no other row goes with them."""
    wrong = refusals.rows
    kept = []
    for unit in units:
        machines = [(row, machine) for row, machine in unit.machines if row not in wrong]
        if unit.row in wrong and unit.rows == 1:
            continue
        unit.machines = machines
        kept.append(unit)
    return kept


def _batches(lines: Sequence[Line], units: Sequence[object], wrong: set[int], size: int) -> list[Batch]:
    """Cut by lines of the file and by name, so that the cuts never move; a unit goes where its first row stands."""
    by_row: dict[int, Any] = {unit.row: unit for unit in units}  # type: ignore[attr-defined]
    found = []
    for number, start in enumerate(range(0, len(lines), size * PARTS)):
        rows = [line.number for line in lines[start : start + size * PARTS]]
        refused = sum(row in wrong for row in rows)
        parts: list[list[object]] = [[] for _ in range(PARTS)]
        for row in rows:
            if row in by_row:
                parts[part_of(by_row[row].name)].append(by_row[row])
        counts = [len(some) for some in parts]
        counts[0] += len(rows) - sum(counts)
        for part, some in enumerate(parts):
            found.append(Batch(number * PARTS + part, part, counts[part], refused, some))
    return found


def part_of(name: str) -> int:
    """Two parts by the customer's name: they never meet in one customer, so that two processes may write them."""
    return zlib.crc32(name.encode()) % PARTS
