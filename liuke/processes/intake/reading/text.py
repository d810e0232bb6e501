"""A CSV file as rows of text: UTF-8 with or without its mark, or GBK or BIG5 as Chinese spreadsheets save it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from liuke.foundation.faults import Invalid, TooLarge

_SAMPLE: Final = 20_000
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
            "这不是 UTF-8、GBK 或 BIG5 的 CSV（含空字节）；请另存为“CSV UTF-8”。",
            "No CSV in UTF-8, GBK or BIG5 (it holds NUL bytes); save it as “CSV UTF-8”.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        utf8 = error
    for encoding in _likeliest(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    row = data.count(b"\n", 0, utf8.start) + 1
    raise _bad(
        f"文件编码不是 UTF-8、GBK 或 BIG5（第 {row} 行）；请另存为“CSV UTF-8”。",
        f"The encoding is none of UTF-8, GBK and BIG5 (row {row}); save it as “CSV UTF-8”.",
    ) from None


def _likeliest(data: bytes) -> tuple[str, ...]:
    """GBK before BIG5, unless the same bytes make far commoner Chinese in BIG5 (most bytes are valid in both)."""
    return ("big5", "gb18030") if _commonness(data, "big5hkscs") > _commonness(data, "gb18030") else ("gb18030", "big5")


def _commonness(data: bytes, encoding: str) -> float:
    """How much of the text's Chinese are characters of the everyday: GB2312's first level, and Big5's."""
    told = [c for c in data[:_SAMPLE].decode(encoding, "replace") if c > "\u3400"]
    return sum(_is_common(c) for c in told) / len(told) if told else 0.0


@lru_cache(maxsize=20_000)
def _is_common(character: str) -> bool:
    """In the first, everyday level of its character set."""
    try:
        simple = b"\xb0\xa0" <= character.encode("gb2312") < b"\xd8\x00"
    except UnicodeEncodeError:
        simple = False
    try:
        return simple or b"\xa4\x40" <= character.encode("big5") < b"\xc9\x40"
    except UnicodeEncodeError:
        return simple


def _bad(zh: str, en: str) -> Invalid:
    return Invalid.field("file", zh, en)
