"""What passes between reading, checking and writing: lines of a file, what is wrong with them, how the intake is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from liuke.foundation.words import Words
from liuke.kernel.journal.listeners import Rules
from liuke.processes.intake.reading.layout import Layout


class Line(NamedTuple):
    """A row as the person counts it (the heading is row 1), its cells in the order of the template."""

    number: int
    cells: tuple[object, ...]


class Refusal(NamedTuple):
    """Why a row cannot be taken, at which column."""

    row: int
    column: str
    words: Words


@dataclass(frozen=True)
class Sheet:
    """A file that could be read. Its lines are gone through as often as somebody wants, and are never all in memory;
    `refusals` are cells that already reading finds wrong, `about` is how many lines there are, empty ones with them."""

    lines: Iterable[Line]
    refusals: Sequence[Refusal] = ()
    about: int = 0


@dataclass(frozen=True)
class Bought:
    """A list that was bought: from whom, under which contract, and what proves that private people agreed."""

    seller: str
    contract: str = ""
    consent: str = ""

    @property
    def is_proven(self) -> bool:
        return bool(self.contract and self.consent)


@dataclass(frozen=True)
class Options:
    """How a file is to be taken in.

    `source` is for orders that name none. `apply_from`: orders placed before it owe nothing (None: the day of the
    intake). Customers and purchases of a file never owe anything: they are old. `layout`: how a file that is none of our
    templates is read. `bought`: a list that stays apart until somebody has checked it.
    """

    source: str = ""
    apply_from: datetime | None = None
    layout: Layout | None = None
    bought: Bought | None = None

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "source": self.source, "apply_from": self.apply_from.isoformat() if self.apply_from else "",
        }  # fmt: skip
        told |= {"layout": self.layout.as_json()} if self.layout else {}
        return told | ({"bought": asdict(self.bought)} if self.bought else {})

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Options:
        start, layout, bought = told.get("apply_from", ""), told.get("layout"), told.get("bought")
        return cls(
            told.get("source", ""),
            datetime.fromisoformat(start) if start else None,
            Layout.from_json(layout) if layout else None,
            Bought(**bought) if bought else None,
        )

    def rules(self, start: datetime) -> Rules:
        """What `record_many` is told for orders."""
        return self.apply_from or start


@dataclass
class Refusals:
    """All that is wrong, by row and column, each said once. A million rows may be wrong for one reason: it is kept once."""

    found: dict[tuple[int, str], Words] = field(default_factory=dict)
    reasons: dict[Words, Words] = field(default_factory=dict)

    def add(self, row: int, column: str, zh: str, en: str) -> None:
        self.add_words(row, column, Words(zh, en))

    def add_words(self, row: int, column: str, words: Words) -> None:
        self.found.setdefault((row, column), self.reasons.setdefault(words, words))

    @property
    def rows(self) -> set[int]:
        return {row for row, _ in self.found}

    def listed(self) -> list[Refusal]:
        """In the order of the file."""
        return [Refusal(row, column, words) for (row, column), words in sorted(self.found.items(), key=lambda i: i[0])]
