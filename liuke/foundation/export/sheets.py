"""Tables as files, row by row, so that a large one does not fill the memory."""

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from liuke.foundation.export.cells import Column, Plain, guarded, plain

_ROWS_A_SHEET = 1_048_576
_LONGEST_HEADER = 200  # a page's head holds 255 characters in all
_EXACT = 10**15  # beyond, a cell would lose digits
_FORMATS = {"number": "0.######", "money": "#,##0.00", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "text": "@"}
Row = Sequence[object]


def xlsx(rows: Iterable[Row], columns: Sequence[Column], *, mark: str = "") -> tuple[bytes, int]:
    """A workbook with typed cells, and how many rows it has; text is written as text whatever it looks like.

    `mark` stands above the headings of each sheet, on each printed page and in the file's properties.
    """
    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, {**options, "strings_to_numbers": False})
        formats = {kind: book.add_format({"num_format": told}) for kind, told in _FORMATS.items()}
        heading = book.add_format({"bold": True, "bottom": 1})
        sheet, at, count = None, _ROWS_A_SHEET, 0
        for row in rows:
            if at >= _ROWS_A_SHEET:
                sheet, at = _new_sheet(book, columns, heading, mark), 2 if mark else 1
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                _write(sheet, (at, place), plain(value), formats[column.kind])
            at, count = at + 1, count + 1
        if sheet is None:
            _new_sheet(book, columns, heading, mark)
        if mark:
            book.set_properties({"comments": mark})
        book.close()
        file.seek(0)
        return file.read(), count


def csv_text(rows: Iterable[Row], columns: Sequence[Column]) -> tuple[bytes, int]:
    """UTF-8 with a mark at the beginning (else Excel takes Chinese for something else), every text guarded."""
    told, count = io.StringIO(newline=""), 0
    writer = csv.writer(told)
    writer.writerow([guarded(column.title) for column in columns])
    for row in rows:
        writer.writerow([_as_text(plain(value)) for value in row])
        count += 1
    return told.getvalue().encode("utf-8-sig"), count


def _new_sheet(book: Any, columns: Sequence[Column], heading: Any, mark: str) -> Any:
    sheet, top = book.add_worksheet(), 1 if mark else 0
    sheet.freeze_panes(top + 1, 0)
    if mark:
        sheet.write_string(0, 0, guarded(mark))
        printed = mark.replace("&", "&&")[:_LONGEST_HEADER]
        sheet.set_header(f"&C{printed}")
        sheet.set_footer(f"&C{printed}&R&P/&N")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(top, place, column.title, heading)
    return sheet


def _write(sheet: Any, at: tuple[int, int], value: Plain, told: Any) -> None:
    if value is None:
        return
    if isinstance(value, datetime | date):
        sheet.write_datetime(*at, value, told)
    elif isinstance(value, int | float | Decimal) and -_EXACT < value < _EXACT:
        sheet.write_number(*at, float(value), told)
    else:
        sheet.write_string(*at, guarded(str(value)), told)


def _as_text(value: object) -> object:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value
