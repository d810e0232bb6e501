"""A CSV file as rows of text: UTF-8 with or without its mark, or GBK as Chinese spreadsheets save it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from typing import Final

from liuke.foundation.faults import Invalid, TooLarge

_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(data: bytes, *, most_rows: int) -> Sequence[Sequence[str]]:
    """All rows; Invalid says what is wrong with the file."""
    told = _decoded(data)
    first = told.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(told, newline=""), delimiter=delimiter, strict=True):
            rows.append(row)
            if len(rows) > most_rows + 1:
                raise TooLarge(f"超过 {most_rows} 行，请拆成几个文件。", f"More than {most_rows} rows: split the file.")
    except csv.Error:
        raise _bad(
            f"第 {len(rows) + 1} 行的引号不成对或单元格过长，请检查。",
            f"Row {len(rows) + 1} has unpaired quotation marks or an overlong cell.",
        ) from None
    return rows


def _decoded(data: bytes) -> str:
    if data.startswith(_MARKS) or b"\x00" in data:
        raise _bad(
            "这不是 UTF-8 或 GBK 的 CSV（含空字节）；请另存为“CSV UTF-8”。",
            "No CSV in UTF-8 or GBK (it holds NUL bytes); save it as “CSV UTF-8”.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf8 = error
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        row = data.count(b"\n", 0, utf8.start) + 1
        raise _bad(
            f"文件编码既不是 UTF-8 也不是 GBK（第 {row} 行）；请另存为“CSV UTF-8”。",
            f"The encoding is neither UTF-8 nor GBK (row {row}); save it as “CSV UTF-8”.",
        ) from None


def _bad(zh: str, en: str) -> Invalid:
    return Invalid.field("file", zh, en)
