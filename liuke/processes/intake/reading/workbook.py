"""An XLSX file as rows of values. It is looked over before anything is unpacked into memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple, cast

import python_calamine

from liuke.foundation.faults import Fault, Invalid, TooLarge

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_UNPACKED_MOST: Final = 300 * 1024 * 1024
_WIDEST: Final = 256
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
# Cells that hold something; those that are only coloured may reach to the last row and column of the sheet. They are
# looked for before the reader lays out a table as large as the farthest of them.
_CELL, _ROW, _AT = rb"<(?:\w+:)?c\s[^>]*?", rb"<(?:\w+:)?row\s[^>]*?", rb"\br\s*=\s*[\"']"
_HOLDS = rb"[\"'][^>]*(?<!/)>(?!\s*</)"
_FAR_RIGHT = re.compile(_CELL + _AT + rb"(?:[B-Z][A-Z]|[A-Z]{3})\d+" + _HOLDS)  # beyond AZ, the 52nd column
_FAR_DOWN = re.compile(_CELL + _AT + rb"[A-Z]{1,3}(\d{5,})" + _HOLDS)
_ROW_FAR_DOWN = re.compile(_ROW + _AT + rb"(\d{5,})[\"'][^>]*>\s*<(?:\w+:)?c(?:\s(?:(?!" + _AT + rb")[^>])*)?>")


class Formula(NamedTuple):
    row: int
    place: int


class SheetName(NamedTuple):
    name: str
    visible: bool


class Values(NamedTuple):
    """All rows of a sheet, and where formulas stand."""

    rows: Sequence[Sequence[object]]
    formulas: Sequence[Formula]


def read(data: bytes, *, most_rows: int) -> Values:
    """The values of the first visible sheet; Invalid says what is wrong with the file."""
    if data.startswith(_OLE):
        raise _old_or_locked(data)
    place, xml = _checked(data, None, most_rows)
    _refuse_merged(xml)
    return Values(_values(data, place), list(_formulas(xml)))


def look_into(data: bytes, *, sheet: int | None, most_rows: int) -> Values:
    """The values of one sheet (None: the first visible one) of an XLSX or an old XLS, merged cells filled throughout.

    For files that nobody made after our template; `sheet` counts from 0, hidden ones too.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _locked()
        names = sheets(data)
        place = sheet if sheet is not None else next((n for n, one in enumerate(names) if one.visible), 0)
        return Values(_values(data, place, most_rows=most_rows, fill=True), ())
    place, xml = _checked(data, sheet, most_rows)
    return Values(_values(data, place, most_rows=most_rows, fill=True), list(_formulas(xml)))


def sheets(data: bytes) -> list[SheetName]:
    """The sheets of a workbook in their order."""
    with _reading():
        book = python_calamine.load_workbook(io.BytesIO(data))
        visible = python_calamine.SheetVisibleEnum.Visible
        return [SheetName(str(one.name), one.visible == visible) for one in book.sheets_metadata]


def _checked(data: bytes, wanted: int | None, most_rows: int) -> tuple[int, bytes]:
    place, xml = _looked_over(data, wanted)
    if _FAR_RIGHT.search(xml):
        raise _bad(
            "列数过多（最多 52 列），请删去多余的列。", "More than 52 columns; delete those that are not needed."
        )
    if any(int(m[1]) > most_rows + 1 for far in (_FAR_DOWN, _ROW_FAR_DOWN) for m in far.finditer(xml)):
        raise TooLarge(f"超过 {most_rows} 行，请拆成几个文件。", f"More than {most_rows} rows: split the file.")
    return place, xml


def _looked_over(data: bytes, wanted: int | None) -> tuple[int, bytes]:
    """The place and the XML of the first visible sheet, or of the one wanted. Reading the parts proves that none is larger than it says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(part.file_size for part in book.infolist()) > _UNPACKED_MOST:
                raise TooLarge("文件解压后过大，请拆成几个文件。", "Unpacked, this file is too large: split it.")
            place, path = _sheet(book, wanted)
            for part in ("xl/sharedStrings.xml", "xl/styles.xml"):
                if part in book.namelist():
                    book.read(part)
            return place, book.read(path)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise _unreadable() from None
    except Exception as error:  # zlib's and lzma's own
        if isinstance(error, TooLarge | Invalid):
            raise
        raise _unreadable() from error


def _sheet(book: zipfile.ZipFile, wanted: int | None) -> tuple[int, str]:
    names = book.namelist()
    if "xl/workbook.xml" not in names:
        raise _unreadable()
    links = {
        _attribute(link, "Id"): _attribute(link, "Target")
        for link in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", book.read("xl/_rels/workbook.xml.rels"))
    }
    for place, sheet in enumerate(_SHEET.findall(book.read("xl/workbook.xml"))):
        target = links.get(_attribute(sheet, r"\w+:id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        is_it = place == wanted if wanted is not None else _attribute(sheet, "state") not in ("hidden", "veryHidden")
        if is_it and path in names:
            return place, path
    raise _bad("文件中没有可见的工作表。", "The file has no visible sheet.")


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"'.encode(), tag)
    return found[1].decode("utf-8", "replace") if found else ""


def _values(data: bytes, place: int, *, most_rows: int = 0, fill: bool = False) -> Sequence[Sequence[object]]:
    with _reading():
        sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(place)
        if most_rows and (sheet.total_height > most_rows or sheet.total_width > _WIDEST):
            raise TooLarge(
                f"超过 {most_rows} 行或 {_WIDEST} 列，请拆成几个文件。", f"More than {most_rows} rows: split the file."
            )
        rows = cast("list[list[object]]", sheet.to_python(skip_empty_area=False))
        if fill:
            _fill(rows, sheet.merged_cell_ranges or ())
        return rows


def _fill(rows: list[list[object]], merged: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """What a merged cell says holds for each of its cells."""
    for (top, left), (bottom, right) in merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        value = rows[top][left]
        for row in rows[top : bottom + 1]:
            for place in range(left, min(right + 1, len(row))):
                row[place] = value


@contextmanager
def _reading() -> Iterator[None]:
    """What the reader meets in a damaged file, said in our words."""
    try:
        yield
    except Fault:
        raise
    except python_calamine.PasswordError:
        raise _locked() from None
    except Exception as error:  # the reader's own errors have no common kind but this
        raise _unreadable() from error
    except BaseException as error:  # a panic of the reader is no Exception; nothing else may pass as one
        if type(error).__name__ == "PanicException":
            raise _unreadable() from None
        raise


def _refuse_merged(xml: bytes) -> None:
    for left, top, right, bottom in _MERGED.findall(xml):
        where = f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}"
        if top == b"1":
            raise _bad(
                f"表头有合并单元格（{where}），请取消合并，第一行每列一个标题。",
                f"The heading has merged cells ({where}); unmerge them: one heading a column in row 1.",
            )
        raise _bad(
            f"有合并单元格（{where}），请取消合并并逐行填写。",
            f"There are merged cells ({where}); unmerge and fill each row.",
        )


def _formulas(xml: bytes) -> Iterator[Formula]:
    if b"<f" not in xml and b":f" not in xml:
        return
    for column, row in _FORMULA.findall(xml):
        place = 0
        for letter in column:
            place = place * 26 + letter - 64
        yield Formula(int(row), place - 1)


def _old_or_locked(data: bytes) -> Invalid:
    if _ENCRYPTED in data:
        return _locked()
    return _bad(
        "这份旧的 .xls 文件里没有读出表格，请另存为 .xlsx 再上传。",
        "No table could be read in this old .xls file; save it as .xlsx and hand that in.",
    )


def _locked() -> Invalid:
    return _bad("文件有密码保护，请去掉密码再上传。", "The file is protected by a password; take it away first.")


def _unreadable() -> Invalid:
    return _bad(
        "文件损坏或不是 XLSX、XLS，请用表格软件另存后再试。",
        "The file is damaged or no XLSX or XLS; save it again and retry.",
    )


def _bad(zh: str, en: str) -> Invalid:
    return Invalid.field("file", zh, en)
