"""Which rows of a file belong together, found in one passage over it.

A file is taken in stretch by stretch, and rows of one customer may stand far apart. What is kept of a row until the end
is a mark of each of its keys (16 bytes); only rows that belong to an earlier stretch (strays) are kept whole.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b

from liuke.processes.intake.customer_rows import Unit
from liuke.processes.intake.lines import Line, Refusals


@dataclass
class Plan:
    """`homes`: in which stretch the customer of a key began; `serials`: the row a serial stands in first."""

    homes: dict[bytes, int] = field(default_factory=dict)
    serials: dict[bytes, int] = field(default_factory=dict)
    strays: dict[int, list[Line]] = field(default_factory=lambda: defaultdict(list))
    moved: set[int] = field(default_factory=set)

    def stays(self, row: Unit, line: Line, stretch: int) -> bool:
        """Whether a row belongs to a customer of its own stretch; else it is kept for the one where he began."""
        marks = [_mark(*key) for key in row.keys]
        home = next((self.homes[mark] for mark in marks if mark in self.homes), stretch)
        for mark in marks:
            self.homes.setdefault(mark, home)
        if home != stretch:
            self.strays[home].append(line)
            self.moved.add(line.number)
        return home == stretch

    def is_first_of_its_serial(self, row: Unit, refusals: Refusals) -> bool:
        """A serial stands in a file once; the second row is refused."""
        for _, machine in row.machines:
            if machine.serial:
                mark = _mark(machine.model.upper(), "".join(machine.serial.split()).upper())
                first = self.serials.setdefault(mark, row.row)
                if first != row.row:
                    refusals.add(
                        row.row, "serial", f"序列号与第 {first} 行重复。", f"The same serial as in row {first}."
                    )
                    return False
        return True


def _mark(one: str, other: str) -> bytes:
    return blake2b(f"{one}\x1f{other}".encode(), digest_size=16).digest()
