"""Files as people hand them in: workbooks and text tables made on the spot."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import xlsxwriter

Row = Sequence[object]


def xlsx(rows: Sequence[Row], *, formulas: dict[tuple[int, int], str] | None = None, merged: str = "") -> bytes:
    """A workbook with one sheet; `formulas` by (row, column) from 0."""
    told = io.BytesIO()
    book = xlsxwriter.Workbook(told, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    for (r, c), formula in (formulas or {}).items():
        sheet.write_formula(r, c, formula, None, "x")
    if merged:
        sheet.merge_range(merged, "客户资料")
    book.close()
    return told.getvalue()


def text(rows: Sequence[Row], encoding: str = "utf-8", *, delimiter: str = ",") -> bytes:
    """A CSV file."""
    told = io.StringIO(newline="")
    csv.writer(told, delimiter=delimiter).writerows(rows)
    return told.getvalue().encode(encoding)
