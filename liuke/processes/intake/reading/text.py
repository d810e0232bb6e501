"""A CSV file as rows of text: UTF-8 with or without its mark, or GBK or BIG5 as Chinese spreadsheets save it."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from liuke.foundation.faults import Invalid, TooLarge
from liuke.processes.intake.reading.rows import Rows

_SAMPLE: Final = 20_000
_PIECE: Final = 1 << 20
_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(data: bytes, *, most_rows: int) -> Rows:
    """All rows; Invalid says what is wrong with the file. It is gone through once, to see that it can be read."""
    encoding = _encoding_of(data)
    delimiter = max(",\t;", key=_opened(data, encoding).readline().count)

    def again() -> Iterator[Sequence[str]]:
        return csv.reader(_opened(data, encoding), delimiter=delimiter, strict=True)

    return Rows(_counted(again(), most_rows), again)


def _counted(rows: Iterator[Sequence[str]], most_rows: int) -> int:
    count = 0
    try:
        for _ in rows:
            count += 1
            if count > most_rows + 1:
                raise TooLarge(f"超过 {most_rows} 行，请拆成几个文件。", f"More than {most_rows} rows: split the file.")
    except csv.Error:
        raise _bad(
            f"第 {count + 1} 行的引号不成对或单元格过长，请检查。",
            f"Row {count + 1} has unpaired quotation marks or an overlong cell.",
        ) from None
    return count


def _opened(data: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(data), encoding, newline="")


def _encoding_of(data: bytes) -> str:
    if data.startswith(_MARKS) or b"\x00" in data:
        raise _bad(
            "这不是 UTF-8、GBK 或 BIG5 的 CSV（含空字节）；请另存为“CSV UTF-8”。",
            "No CSV in UTF-8, GBK or BIG5 (it holds NUL bytes); save it as “CSV UTF-8”.",
        )
    for encoding in ("utf-8-sig", *_likeliest(data)):
        if _holds(data, encoding):
            return encoding
    row = next((n for n, line in enumerate(io.BytesIO(data), 1) if not _holds(line, "utf-8")), 1)
    raise _bad(
        f"文件编码不是 UTF-8、GBK 或 BIG5（第 {row} 行）；请另存为“CSV UTF-8”。",
        f"The encoding is none of UTF-8, GBK and BIG5 (row {row}); save it as “CSV UTF-8”.",
    )


def _holds(data: bytes, encoding: str) -> bool:
    """Whether all of it can be read so, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


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
