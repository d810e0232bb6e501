"""The one door through which data leaves as a file. Each leaves its audit row, in the caller's transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from liuke.foundation import clock
from liuke.foundation.audit import actions as audit
from liuke.foundation.export import paper, sheets
from liuke.foundation.export.cells import Column
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class Section:
    """A part of a paper: names with values, and running text."""

    heading: str = ""
    facts: Sequence[tuple[str, str]] = ()
    text: str = ""


def table_xlsx(
    rows: Iterable[Sequence[object]],
    columns: Sequence[Column],
    *,
    subject: str,
    by: Actor,
    at: datetime,
    mark: str = "",
) -> bytes:
    """A workbook. `rows` must come from a query that has checked the actor; `subject` says what list it is.

    `mark` says on every sheet and page whose it is and what for.
    """
    made, count = sheets.xlsx(rows, columns, mark=mark)
    _note("xlsx", subject, count, by=by, at=at)
    return made


def table_csv(
    rows: Iterable[Sequence[object]], columns: Sequence[Column], *, subject: str, by: Actor, at: datetime
) -> bytes:
    """The same as CSV."""
    made, count = sheets.csv_text(rows, columns)
    _note("csv", subject, count, by=by, at=at)
    return made


def pdf(template: Path, data: object, *, subject: str, by: Actor, at: datetime) -> bytes:
    """A paper of a room's own Typst template, which finds `data` (plain values only) in `sys.inputs.data`."""
    made = paper.compiled(template, data)
    _note("pdf", subject, 1, by=by, at=at)
    return made


def table_pdf(
    rows: Iterable[Sequence[object]],
    columns: Sequence[Column],
    *,
    title: str,
    subject: str,
    by: Actor,
    at: datetime,
    note: str = "",
) -> bytes:
    """A list on paper, lying on its side when it has many columns."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    data = {"columns": [one.title for one in columns], "rows": cells, "landscape": len(columns) > 6, "note": note}
    made = paper.compiled(paper.TEMPLATES / "table.typ", {**_head(title, "", by, at), **data})
    _note("pdf", subject, len(cells), by=by, at=at)
    return made


def facts_pdf(
    sections: Sequence[Section],
    *,
    title: str,
    number: str,
    subject: str,
    by: Actor,
    at: datetime,
    signatures: Sequence[str] = (),
) -> bytes:
    """A slip: sections of names and values, with lines to sign on."""
    told = [{"heading": one.heading, "facts": [list(f) for f in one.facts], "text": one.text} for one in sections]
    data = {**_head(title, number, by, at), "sections": told, "signatures": list(signatures)}
    made = paper.compiled(paper.TEMPLATES / "facts.typ", data)
    _note("pdf", subject, 1, by=by, at=at)
    return made


def _head(title: str, number: str, by: Actor, at: datetime) -> dict[str, str]:
    return {"title": title, "number": number, "printed": f"{clock.local(at):%Y-%m-%d %H:%M} · {by.name}"}


def _note(form: Literal["xlsx", "csv", "pdf"], subject: str, rows: int, *, by: Actor, at: datetime) -> None:
    audit.note("export.file.made", by=by, at=at, subject=subject, detail={"form": form, "rows": rows})
