"""How a sheet that nobody made for us is to be read: which sheet, which rows are headings, which column is what."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liuke.foundation.faults import Invalid
from liuke.processes.intake.columns import NOT_READ, Template, plain

IGNORED = ""


@dataclass(frozen=True)
class Layout:
    """`head` is the first heading row as a person counts, `lines` how many there are, `last` the last row of the
    table (0: the last of the sheet), `columns` the target of each place (empty: not taken in)."""

    sheet: int = 0
    head: int = 1
    lines: int = 1
    last: int = 0
    columns: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """The first row of data."""
        return self.head + self.lines

    def as_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet, "head": self.head, "lines": self.lines, "last": self.last, "columns": list(self.columns),
        }  # fmt: skip

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Layout:
        return cls(told["sheet"], told["head"], told["lines"], told["last"], tuple(told["columns"]))


def headings_of(rows: Sequence[Sequence[object]], head: int, lines: int) -> list[str]:
    """One heading a column: of two lines the lower one, and the upper one where it is empty or only a hint."""
    told = [[_text(cell) for cell in row] for row in rows[head - 1 : head - 1 + lines]]
    width = max((len(row) for row in told), default=0)
    upper = [*(told[0] if told else []), *[""] * width][:width]
    lower = [*(told[1] if len(told) > 1 else []), *[""] * width][:width]
    return [low if low and plain(low) else up for up, low in zip(upper, lower, strict=True)]


def signature_of(headings: Sequence[str]) -> str:
    """The same headings in the same order are the same kind of file, from whomever it comes."""
    return hashlib.sha256("\x1f".join(plain(heading) for heading in headings).encode()).hexdigest()


def by_headings(headings: Sequence[str], template: Template) -> list[str]:
    """The target of each heading that is known; the first of two of one name."""
    found: list[str] = []
    for heading in headings:
        key = "" if plain(heading) in NOT_READ else template.by_heading.get(plain(heading), "") if heading else ""
        found.append(key if key not in found else IGNORED)
    return found


def check(layout: Layout, template: Template) -> None:
    """Raises Invalid where a target is unknown or chosen twice, or a required one is missing."""
    taken = [key for key in layout.columns if key]
    strange = [key for key in taken if key not in template.places]
    twice = sorted({key for key in taken if taken.count(key) > 1})
    if strange:
        raise Invalid.field("columns", "没有这个目标字段。", "There is no such target.")
    if twice:
        words = template.heading(twice[0])
        raise Invalid.field(
            "columns", f"「{words.zh}」选了两次，请只保留一列。", f"“{words.en}” was chosen twice; keep one column."
        )
    missing = [c.heading for c in template.columns if c.required and c.key not in taken]
    if missing:
        raise Invalid.field(
            "columns",
            f"还不知道哪一列是：{'、'.join(w.zh for w in missing)}。请在「各列含义」中指定；没有这些列的表不是客户资料。",
            f"It is not known which column is: {', '.join(w.en for w in missing)}. Say so under “What the columns are”; "
            "a table without them holds no customers.",
        )


def _text(cell: object) -> str:
    return cell.strip()[:80] if isinstance(cell, str) else ""
