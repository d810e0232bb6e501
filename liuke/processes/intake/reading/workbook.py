"""An XLSX file as rows of values. It is looked over before anything is laid out in memory (`looking_over`)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, cast

import python_calamine

from liuke.foundation.faults import Invalid, TooLarge
from liuke.processes.intake.reading.damage import bad, locked, reading
from liuke.processes.intake.reading.looking_over import Formula, Merged, look_over
from liuke.processes.intake.reading.rows import Row, Rows

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WIDEST: Final = 256
_LARGEST_SHEET: Final = 1_048_576


class SheetName(NamedTuple):
    name: str
    visible: bool


class Values(NamedTuple):
    """All rows of a sheet, where formulas stand, and whether all rows are of one width."""

    rows: Rows
    formulas: Sequence[Formula]
    is_even: bool = True


def read(data: bytes, *, most_rows: int) -> Values:
    """The values of the first visible sheet; Invalid says what is wrong with the file."""
    if data.startswith(_OLE):
        raise _old_or_locked(data)
    found = look_over(data, None, min(most_rows, _LARGEST_SHEET))
    _refuse_merged(found.merged)
    return Values(_values(data, found.place, most_rows=most_rows), found.formulas)


def look_into(data: bytes, *, sheet: int | None, most_rows: int) -> Values:
    """The values of one sheet (None: the first visible one) of an XLSX or an old XLS, merged cells filled throughout.

    For files that nobody made after our template; `sheet` counts from 0, hidden ones too.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise locked()
        names = sheets(data)
        place = sheet if sheet is not None else next((n for n, one in enumerate(names) if one.visible), 0)
        return Values(_values(data, place, most_rows=most_rows, fill=True), ())
    found = look_over(data, sheet, min(most_rows, _LARGEST_SHEET))
    return Values(_values(data, found.place, most_rows=most_rows, fill=True), found.formulas)


def sheets(data: bytes) -> list[SheetName]:
    """The sheets of a workbook in their order."""
    with reading():
        book = python_calamine.load_workbook(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        return [SheetName(str(one.name), one.visible == visible) for one in book.sheets_metadata]


def _values(data: bytes, place: int, *, most_rows: int, fill: bool = False) -> Rows:
    """The reader keeps the cells in its own compact form and makes a row of ours at a time."""
    with reading():
        sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(place)
        height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
        if height > most_rows + 1 or width > _WIDEST:
            raise TooLarge(
                f"超过 {most_rows} 行或 {_WIDEST} 列，请拆成几个文件。", f"More than {most_rows} rows: split the file."
            )
        before = ("",) * (sheet.start[1] if sheet.start else 0)
        merged = sorted(sheet.merged_cell_ranges or ()) if fill else []

    def again() -> Iterator[Row]:
        rows = cast(
            "Iterator[list[object]]", sheet.iter_rows()
        )  # it leaves out empty columns at the left, though not empty rows above
        whole = (list(before) + row for row in rows) if before else rows
        return _filled(whole, merged) if merged else iter(whole)

    return Rows(height, again)


def _filled(rows: Iterator[list[object]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[Row]:
    """What a merged cell says holds for each of its cells; `merged` in the order of their tops."""
    waiting, open_ones = list(reversed(merged)), list[tuple[int, int, int, object]]()
    for number, row in enumerate(rows):
        while waiting and waiting[-1][0][0] <= number:
            (_top, left), (bottom, right) = waiting.pop()
            if left < len(row):
                open_ones.append((bottom, left, right, row[left]))
        for _bottom, left, right, value in open_ones:
            for place in range(left, min(right + 1, len(row))):
                row[place] = value
        open_ones = [one for one in open_ones if one[0] > number]
        yield row


def _refuse_merged(merged: Sequence[Merged]) -> None:
    for where, top in merged:
        if top == 1:
            raise bad(
                f"表头有合并单元格（{where}），请取消合并，第一行每列一个标题。",
                f"The heading has merged cells ({where}); unmerge them: one heading a column in row 1.",
            )
        raise bad(
            f"有合并单元格（{where}），请取消合并并逐行填写。",
            f"There are merged cells ({where}); unmerge and fill each row.",
        )


def _old_or_locked(data: bytes) -> Invalid:
    if _ENCRYPTED in data:
        return locked()
    return bad(
        "这份旧的 .xls 文件里没有读出表格，请另存为 .xlsx 再上传。",
        "No table could be read in this old .xls file; save it as .xlsx and hand that in.",
    )
