"""A file as lines of a template: type, headings and cells; everything that reading alone can find wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from django.conf import settings

from liuke.foundation.faults import Invalid, TooLarge
from liuke.processes.intake.columns import NOT_READ, Template, plain
from liuke.processes.intake.lines import Line, Refusals, Sheet
from liuke.processes.intake.reading import text, workbook
from liuke.processes.intake.reading.cells import BadCell, text_of
from liuke.processes.intake.reading.layout import Layout
from liuke.processes.intake.reading.layout import check as check_layout
from liuke.processes.intake.reading.rows import Rows

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOOKS, _TEXTS = ("xlsx", "xlsm", "xls"), ("csv", "txt")
_LOOKED_THROUGH: Final = 5


def read(data: bytes, name: str, template: Template) -> Sheet:
    """The lines of an XLSX or CSV file; Invalid (or TooLarge) says what is wrong with the file as a whole."""
    check_size(len(data))
    values = _values(data, name)
    rows = values.rows
    if not any(_filled(row) for row in rows):
        raise _bad("文件是空的。", "The file is empty.")
    order = _columns(rows, template)
    refusals = Refusals()
    for formula in values.formulas:
        if formula.row == 1:
            raise _bad("表头不能是公式。", "A heading must not be a formula.")
        if formula.place in order:
            refusals.add(
                formula.row, template.columns[order[formula.place]].key,
                "单元格是公式，请粘贴为数值。", "The cell is a formula; paste it as a value.",
            )  # fmt: skip
    if not values.is_even:
        _refuse_overlong(rows, order, template, refusals)
    lines = Lines(rows, order, len(template.columns))
    if not any(True for _ in lines):
        raise _bad("只有表头，没有数据行。", "There is only a heading and no row.")
    return Sheet(lines, refusals.listed(), len(rows) - 1)


def read_as(data: bytes, name: str, template: Template, layout: Layout) -> Sheet:
    """The lines of a file of any shape, read as the layout says. Raises Invalid where the layout cannot hold."""
    check_layout(layout, template)
    values = look_into(data, name, layout.sheet)
    order = {place: template.places[key] for place, key in enumerate(layout.columns) if key}
    refusals = Refusals()
    for formula in values.formulas:
        if formula.place in order and formula.row >= layout.first:
            key = template.columns[order[formula.place]].key
            refusals.add(
                formula.row, key, "单元格是公式，请粘贴为数值。", "The cell is a formula; paste it as a value."
            )
    rows = values.rows[: layout.last] if layout.last else values.rows
    lines = Lines(rows, order, len(template.columns), first=layout.first)
    if not any(True for _ in lines):
        raise _bad("表头下面没有数据行。", "There is no row under the heading.")
    return Sheet(lines, refusals.listed(), len(rows) - layout.first + 1)


def look_into(data: bytes, name: str, sheet: int | None = None) -> workbook.Values:
    """All cells of one sheet (None: the first visible one) of an XLSX, XLS or CSV file, as they stand."""
    check_size(len(data))
    check_type(data, name)
    most = settings.INTAKE_MOST_ROWS
    if data.startswith((_ZIP, _OLE)):
        return workbook.look_into(data, sheet=sheet, most_rows=most)
    return workbook.Values(text.read(data, most_rows=most), (), is_even=False)


def sheets_of(data: bytes, name: str) -> list[workbook.SheetName]:
    """The sheets that one may choose from; a text table is one."""
    check_type(data, name)
    return workbook.sheets(data) if data.startswith((_ZIP, _OLE)) else [workbook.SheetName(name[:60], True)]


def table(data: bytes, name: str) -> list[list[str]]:
    """All cells of an XLSX or CSV file as text, with its heading; for whoever has a shape of his own (a statement)."""
    check_size(len(data))
    values = _values(data, name)
    if values.formulas:
        raise _bad("有单元格是公式，请粘贴为数值。", "A cell is a formula; paste it as a value.")
    try:
        return [["" if cell is None else text_of(cell) for cell in row] for row in values.rows]
    except BadCell as bad:
        raise _bad(bad.words.zh, bad.words.en) from None


def check_size(size: int) -> None:
    """TooLarge beyond the limit of the settings, Invalid for nothing at all."""
    if size > settings.INTAKE_MOST_BYTES:
        most = settings.INTAKE_MOST_BYTES // (1024 * 1024)
        raise TooLarge(f"文件超过 {most} MB，请拆成几个文件。", f"The file is larger than {most} MB: split it.")
    if size == 0:
        raise _bad("文件是空的。", "The file is empty.")


def check_type(data: bytes, name: str) -> None:
    """Invalid where name and first bytes are not those of a workbook or a text table."""
    extension = name.rpartition(".")[2].lower()
    if extension not in (*_BOOKS, *_TEXTS):
        raise _bad("只接收 .xlsx、.xls 和 .csv 文件。", "Only .xlsx, .xls and .csv files are taken.")
    is_book = data.startswith((_ZIP, _OLE))
    if is_book and extension in _TEXTS:
        raise _bad(f"文件内容与扩展名 .{extension} 不符。", f"The content is not that of a .{extension} file.")
    if extension in _BOOKS and not is_book:
        raise _bad("文件损坏或不是 XLSX。", "The file is damaged or no XLSX.")


def _values(data: bytes, name: str) -> workbook.Values:
    check_type(data, name)
    most = settings.INTAKE_MOST_ROWS
    if data.startswith((_ZIP, _OLE)):
        return workbook.read(data, most_rows=most)
    return workbook.Values(text.read(data, most_rows=most), (), is_even=False)


def _columns(rows: Rows, template: Template) -> dict[int, int]:
    """Which place of a row holds which column of the template."""
    headings = [str(value).strip() if value is not None else "" for value in rows[0]]
    known = template.by_heading
    if not any(plain(heading) in known for heading in headings):
        raise _no_heading(rows, template)
    order: dict[int, int] = {}
    for place, heading in enumerate(headings):
        if plain(heading) in NOT_READ:
            continue
        key = known.get(plain(heading)) if heading else None
        if key is None:
            _refuse_strange(rows, place, heading)
        elif template.places[key] in order.values():
            raise _bad(f"标题「{heading[:30]}」出现了两次。", f"The heading “{heading[:30]}” stands there twice.")
        else:
            order[place] = template.places[key]
    missing = [c.heading for place, c in enumerate(template.columns) if c.required and place not in order.values()]
    if missing:
        raise _bad(
            f"缺少列：{'、'.join(w.zh for w in missing)}。", f"Missing columns: {', '.join(w.en for w in missing)}."
        )
    return order


def _no_heading(rows: Rows, template: Template) -> Invalid:
    for number, row in enumerate(rows[1:_LOOKED_THROUGH], start=2):
        if any(plain(str(value)) in template.by_heading for value in row if value):
            return _bad(
                f"标题在第 {number} 行；请删去上面的行，标题须在第一行。",
                f"The headings stand in row {number}: delete what is above, they belong in row 1.",
            )
    return _bad(
        "第一行没有模板中的标题，请下载模板对照。", "Row 1 has none of the template's headings; compare the template."
    )


def _refuse_strange(rows: Rows, place: int, heading: str) -> None:
    """A column that we do not know would be lost without a word."""
    if heading:
        raise _bad(
            f"不认识标题「{heading[:30]}」（第 {place + 1} 列）；请改为模板中的标题或删去该列。",
            f"The heading “{heading[:30]}” (column {place + 1}) is unknown: use the template's, or delete the column.",
        )
    if any(len(row) > place and row[place] not in ("", None) for row in rows):
        raise _bad(f"第 {place + 1} 列有内容但没有标题。", f"Column {place + 1} has content but no heading.")


def _refuse_overlong(rows: Rows, order: dict[int, int], template: Template, refusals: Refusals) -> None:
    """Cells beyond the last heading: an address with a comma and no quotation marks has pushed them there."""
    width, last = len(rows[0]), template.columns[order[max(order)]].key
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > width and _filled(row[width:]):
            refusals.add(
                number, last, "该行的格数多于表头；内容含逗号时请加引号。",
                "The row has more cells than the heading; put quotation marks around what holds a comma.",
            )  # fmt: skip


class Lines:
    """The rows that hold something, their cells in the order of the template."""

    def __init__(self, rows: Rows, order: Mapping[int, int], width: int, *, first: int = 2) -> None:
        self._rows, self._width, self._first = rows, width, first
        self._pairs = sorted(order.items())

    def __iter__(self) -> Iterator[Line]:
        pairs, empty = self._pairs, [None] * self._width
        for number, row in enumerate(self._rows[self._first - 1 :], start=self._first):
            if not _filled(row):
                continue
            cells: list[object] = list(empty)
            for place, target in pairs:
                if place < len(row):
                    cells[target] = row[place]
            yield Line(number, tuple(cells))


def _filled(row: Sequence[object]) -> bool:
    return any(value not in ("", None) and (not isinstance(value, str) or value.strip()) for value in row)


def _bad(zh: str, en: str) -> Invalid:
    return Invalid.field("file", zh, en)
