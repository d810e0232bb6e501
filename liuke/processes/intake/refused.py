"""The refused rows as a workbook: as they came, with what is wrong with each, to be mended and handed in again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from liuke.foundation.export.actions import table_xlsx
from liuke.foundation.export.cells import Column
from liuke.foundation.identity.models import Actor
from liuke.processes.intake.checking import Checked
from liuke.processes.intake.columns import REASON_HEADING, ROW_HEADING, Template
from liuke.processes.intake.reading.cells import BadCell, text_of


def template_file(template: Template, *, english: bool, by: Actor, at: datetime) -> bytes:
    """The empty template with its headings, as XLSX."""
    columns = [Column(c.heading.en if english else c.heading.zh, width=18) for c in template.columns]
    return table_xlsx([], columns, subject=f"intake template {template.key}", by=by, at=at)


def refused_file(checked: Checked, *, english: bool, by: Actor, at: datetime) -> bytes:
    """Row number, reasons, then the row as it came. The first two columns are passed over when it is handed in."""
    headings = [c.heading.en if english else c.heading.zh for c in checked.template.columns]
    first = [words.en if english else words.zh for words in (ROW_HEADING, REASON_HEADING)]
    columns = [Column(first[0], "number", 10), Column(first[1], width=48), *(Column(h, width=18) for h in headings)]
    return table_xlsx(_rows(checked, english), columns, subject=f"intake refused {checked.template.key}", by=by, at=at)


def _rows(checked: Checked, english: bool) -> Iterator[list[object]]:
    reasons: dict[int, list[str]] = defaultdict(list)
    for row, column, words in checked.refusals:
        heading = checked.template.heading(column)
        reasons[row].append(f"{heading.en}: {words.en}" if english else f"{heading.zh}:{words.zh}")
    for line in checked.sheet.lines:
        if line.number in reasons:
            yield [line.number, "\n".join(reasons[line.number]), *(_shown(cell) for cell in line.cells)]


def _shown(cell: object) -> str:
    try:
        return text_of(cell)
    except BadCell:
        return str(cell)[:200]
