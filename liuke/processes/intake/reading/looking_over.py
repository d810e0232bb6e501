"""What an XLSX file holds, read piece by piece before the reader lays out a table of it in memory.

A sheet of a million rows unpacks to hundreds of megabytes; a few kilobytes may claim the last cell of all. So the XML
goes by in pieces: what is far away, merged or a formula is seen, and nothing of it is kept.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple

from liuke.foundation.faults import Fault, TooLarge
from liuke.processes.intake.reading.damage import bad, too_large, unreadable

_UNPACKED_MOST: Final = 1_500 * 1024 * 1024
_SMALL_PART: Final = 20 * 1024 * 1024
_PIECE: Final = 1 << 20
_TAIL: Final = 1 << 17  # of each piece looked at again with the next: longer than any cell may be
_DENSE_FROM: Final = 200_000
"""Rows from which on a sheet must hold a cell a row at least: else it claims a table that it does not fill."""
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s>/]')
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}\d{1,7})"')
# Cells that hold something; those that are only coloured may reach to the last row and column of the sheet. They are
# looked for before the reader lays out a table as large as the farthest of them.
_CELL, _ROW, _AT = rb"<(?:\w+:)?c\s[^>]*?", rb"<(?:\w+:)?row\s[^>]*?", rb"\br\s*=\s*[\"']"
_HOLDS = rb"[\"'][^>]*(?<!/)>(?=\s*(?:[^<\s]|<[^/]))"  # what follows must be there: a piece may end anywhere
_FAR_RIGHT = re.compile(_CELL + _AT + rb"(?:[B-Z][A-Z]|[A-Z]{3})\d+" + _HOLDS)  # beyond AZ, the 52nd column
_FAR_DOWN = re.compile(_CELL + _AT + rb"[A-Z]{1,3}(\d{5,})" + _HOLDS)
_ROW_FAR_DOWN = re.compile(_ROW + _AT + rb"(\d{5,})[\"'][^>]*>\s*<(?:\w+:)?c(?:\s(?:(?!" + _AT + rb")[^>])*)?>")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")


class Formula(NamedTuple):
    row: int
    place: int


class Merged(NamedTuple):
    """Where, as a spreadsheet writes it, and its first row."""

    where: str
    top: int


class LookedOver(NamedTuple):
    """The sheet (counted from 0), and what the reader would not tell of it."""

    place: int
    formulas: list[Formula]
    merged: list[Merged]


def look_over(data: bytes, wanted: int | None, most_rows: int) -> LookedOver:
    """The first visible sheet, or the one wanted. Invalid or TooLarge where it cannot be read or reaches too far."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            if sum(part.file_size for part in book.infolist()) > _UNPACKED_MOST:
                raise too_large()
            place, path = _sheet(book, wanted)
            for part in ("xl/sharedStrings.xml", "xl/styles.xml"):
                if part in book.namelist():
                    for _ in _pieces(book, part):  # reading it proves that it is no larger than it says
                        pass
            return _scanned(_pieces(book, path), place, most_rows)
    except Fault:
        raise
    except Exception as error:  # whatever a broken book makes zipfile, zlib or lzma say
        raise unreadable() from error


def _scanned(pieces: Iterator[bytes], place: int, most_rows: int) -> LookedOver:
    formulas, merged, tail = dict[Formula, None](), dict[Merged, None](), b""
    cells = farthest = 0
    for piece in pieces:
        xml = tail + piece
        if _FAR_RIGHT.search(xml):
            raise bad(
                "列数过多（最多 52 列），请删去多余的列。", "More than 52 columns; delete those that are not needed."
            )
        for far in (_FAR_DOWN, _ROW_FAR_DOWN):
            farthest = max(farthest, *map(int, far.findall(xml)), 0)
        if farthest > most_rows + 1:
            raise TooLarge(f"超过 {most_rows} 行，请拆成几个文件。", f"More than {most_rows} rows: split the file.")
        cells += len(_ANY_CELL.findall(piece))
        formulas.update(dict.fromkeys(_formulas(xml)))
        merged.update((Merged(where.decode(), int(top)), None) for where, top in _MERGED.findall(xml))
        tail = xml[-_TAIL:]
        if len(tail) == _TAIL and b">" not in tail:
            raise unreadable()
    if farthest > _DENSE_FROM and cells < farthest:
        raise TooLarge(
            f"第 {farthest} 行有内容，而其上大多为空行；请删去空行。",
            f"Row {farthest} holds something and most rows above it nothing: delete the empty rows.",
        )
    return LookedOver(place, list(formulas), list(merged))


def _pieces(book: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    with book.open(path) as part:
        while piece := part.read(_PIECE):
            yield piece


def _sheet(book: zipfile.ZipFile, wanted: int | None) -> tuple[int, str]:
    names = book.namelist()
    if "xl/workbook.xml" not in names:
        raise unreadable()
    sheets = _SHEET.findall(_small(book, "xl/workbook.xml"))
    links = {
        _attribute(link, "Id"): _attribute(link, "Target")
        for link in re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", _small(book, "xl/_rels/workbook.xml.rels"))
    }
    for place, sheet in enumerate(sheets):
        target = links.get(_attribute(sheet, r"\w+:id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        is_it = place == wanted if wanted is not None else _attribute(sheet, "state") not in ("hidden", "veryHidden")
        if is_it and path in names:
            return place, path
    raise bad("文件中没有可见的工作表。", "The file has no visible sheet.")


def _small(book: zipfile.ZipFile, path: str) -> bytes:
    if book.getinfo(path).file_size > _SMALL_PART:
        raise too_large()
    return book.read(path)


def _attribute(tag: bytes, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"'.encode(), tag)
    return found[1].decode("utf-8", "replace") if found else ""


def _formulas(xml: bytes) -> Iterator[Formula]:
    if b"<f" not in xml and b":f" not in xml:
        return
    for column, row in _FORMULA.findall(xml):
        place = 0
        for letter in column:
            place = place * 26 + letter - 64
        yield Formula(int(row), place - 1)
