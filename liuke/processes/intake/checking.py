"""The whole-file check: everything that is wrong with every row, before one is written.

The file is gone through stretch by stretch and never held in memory: not for the check, nor for the writing after it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, Final

from liuke.areas.customers.queries.known import name_of
from liuke.foundation.identity.models import Actor
from liuke.processes.intake.collecting import uncollected
from liuke.processes.intake.columns import Template
from liuke.processes.intake.digest import digest_of
from liuke.processes.intake.fields import widened
from liuke.processes.intake.kinds import Kind, kind_of
from liuke.processes.intake.lines import Line, Options, Refusal, Refusals, Sheet
from liuke.processes.intake.reading import files
from liuke.processes.intake.reading.cells import BadCell, text_of

Looked = Callable[[int, int], None]
PARTS: Final = 2
SIZES = {"customers": 2_000, "orders": 200}
"""Rows of a batch, about. An order holds its customer's timeline until the batch ends, so few of them go together."""


@dataclass(frozen=True)
class Batch:
    """What is written in one transaction: units of one part that begin in the same stretch of the file.

    `rows` are the lines of that part in the stretch; `refused` counts the refused rows of the whole stretch: mended,
    they may belong to either part.
    """

    number: int
    part: int
    rows: int
    refused: int = 0
    units: Sequence[Any] = ()


@dataclass(frozen=True)
class Checked:
    """A file that was read and checked. `digest` stands for its bytes and for how it is to be taken in; `passed_over`
    are rows that are not read again where they stand: refused, or of a customer who began earlier."""

    template: Template
    digest: str
    sheet: Sheet
    kind: Kind
    total: int
    size: int
    refusals: Sequence[Refusal]
    passed_over: frozenset[int]

    @cached_property
    def refused_rows(self) -> set[int]:
        return {refusal.row for refusal in self.refusals}

    @property
    def good(self) -> int:
        return self.total - len(self.refused_rows)

    def batches(self, *, part: int | None = None, standing: Mapping[int, int] | None = None) -> Iterator[Batch]:
        """Cut by lines of the file and by name, so that the cuts never move; a unit goes where its first row stands.

        Only those of one `part`, if it is named. Of those that stand (by number, with their rows) nothing is read.
        """
        wanted = range(PARTS) if part is None else (part,)
        for stretch, lines in _stretches(self.sheet, self.size):
            for one in wanted:
                number = stretch * PARTS + one
                if standing and number in standing:
                    yield Batch(number, one, standing[number])
                else:
                    yield self._batch(stretch, one, lines)

    @uncollected()
    def _batch(self, stretch: int, part: int, lines: Sequence[Line]) -> Batch:
        own = self._of_part(lines, part)
        read = [line for line in own if line.number not in self.passed_over]
        read += self._of_part(self.kind.strays.get(stretch, ()), part)
        refused = sum(line.number in self.refused_rows for line in lines)
        units = self.kind.again(read, self.refused_rows)
        return Batch(stretch * PARTS + part, part, len(own), refused, units)

    def _of_part(self, lines: Sequence[Line], part: int) -> list[Line]:
        place = self.template.places["name"]
        return [line for line in lines if part_of(line.cells[place]) == part]


@uncollected()
def check(
    data: bytes,
    name: str,
    template: Template,
    options: Options,
    *,
    by: Actor,
    at: datetime,
    looked: Looked | None = None,
) -> Checked:
    """Read and check a file. Invalid or TooLarge where it cannot be read as one of the template.

    `looked` is told after each stretch how many rows were looked at, of about how many.
    """
    layout = options.layout
    if layout is None:
        sheet = files.read(data, name, template)
    else:
        template = widened(template, only=layout.columns)
        sheet = files.read_as(data, name, template, layout)
    refusals, size = Refusals(), SIZES[template.key] * PARTS
    for refusal in sheet.refusals:
        refusals.add_words(*refusal)
    kind = kind_of(template, options, frozenset(refusals.rows), by=by, at=at)
    total, passed_over = _look(sheet, size, kind, refusals, looked)
    return Checked(template, digest_of(data, options), sheet, kind, total, size, refusals.listed(), passed_over)


def _look(sheet: Sheet, size: int, kind: Kind, refusals: Refusals, looked: Looked | None) -> tuple[int, frozenset[int]]:
    """Go through a file; answers how many rows it has, and which are not read again where they stand.

    Stretches to which later rows belong are looked up once more, with those.
    """
    total, findings = 0, {}
    for stretch, lines in _stretches(sheet, size):
        total += len(lines)
        findings[stretch] = kind.look_up(kind.first_look(stretch, lines, refusals))
        if looked:
            looked(total, sheet.about)
    passed_over = frozenset(refusals.rows | kind.moved)
    for stretch, lines in _stretches(sheet, size) if kind.strays else ():
        if strays := kind.strays.get(stretch):
            read = [line for line in lines if line.number not in passed_over]
            findings[stretch] = kind.look_up(kind.again([*read, *strays], set()))
    kind.judge(findings.values())
    for found in findings.values():
        for refusal in found.refusals:
            refusals.add_words(*refusal)
    return total, passed_over


def _stretches(sheet: Sheet, size: int) -> Iterator[tuple[int, list[Line]]]:
    lines, number = iter(sheet.lines), 0
    while stretch := list(islice(lines, size)):
        yield number, stretch
        number += 1


def part_of(name: object) -> int:
    """Two parts by the customer's name: they never meet in one customer, so that two processes may write them."""
    try:
        told = name_of(text_of(name))
    except BadCell:
        return 0
    return zlib.crc32(told.encode(errors="replace")) % PARTS
