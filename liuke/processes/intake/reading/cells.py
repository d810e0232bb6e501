"""One cell as text, date or moment, whatever a spreadsheet made of it."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Final

from liuke.foundation.clock import LOCAL
from liuke.foundation.words import Words

LONGEST: Final = 2_000
_EXACT: Final = 1e15  # beyond, a number has lost digits
_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # day 0 of spreadsheets, on no clock
_SERIALS: Final = (20_000, 80_000)  # 1954 to 2119: other numbers are no dates
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"[T\s]*(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_AS_FLOAT = re.compile(r"(\d{5,15})\.0+")
_SHORTENED = re.compile(r"\d\.\d+E\+?\d{1,2}|\dE\+\d{1,2}", re.IGNORECASE)
_AS_TEXT = re.compile(r'="([^"]*)"')
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA"})
YES: Final = frozenset({"是", "有", "yes", "y", "true", "1", "√", "✓"})
NO: Final = frozenset({"", "否", "无", "no", "n", "false", "0", "×"})


class BadCell(Exception):
    """What is wrong with a cell, in words that tell how to mend it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def text_of(value: object) -> str:
    """A cell as text: 1.0 as 1, a date as 2026-03-02, an apostrophe before a formula taken away."""
    if type(value) is str:
        return _tidy(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    raise BadCell("无法识别的单元格内容，请改为文本。", "This cell cannot be read; make it plain text.")


def code_of(told: str) -> str:
    """A phone number, serial or order number as text: without the .0 that programs append.

    What a spreadsheet shortened (1.38001E+10) has lost digits, and two of them may look the same: it is refused.
    """
    if found := _AS_FLOAT.fullmatch(told):
        return found[1]
    if _SHORTENED.fullmatch(told):
        raise BadCell(
            f"「{told[:20]}」是科学计数法，末几位已丢失；请把该列设为文本后重新填写。",
            f"“{told[:20]}” was shortened and has lost digits; format the column as text and enter it again.",
        )
    return told


def date_of(value: object) -> date | None:
    """A date cell, a text that says a date, or a spreadsheet's serial number of a day (in a CSV: as text)."""
    value = _serial(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and _SERIALS[0] <= value <= _SERIALS[1]:
        return (_ZERO + timedelta(days=int(value))).date()
    told = text_of(value)
    if not told:
        return None
    found = _DATE.match(told)
    rest = told[found.end() :] if found else ""
    if found is None or (rest and not _TIME.fullmatch(rest)):
        raise _no_date(told)
    return _day(found, told)


def moment_of(value: object) -> datetime | None:
    """A moment on the company's wall clock, or with the zone it names."""
    value = _serial(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or LOCAL)
    if isinstance(value, int | float) and not isinstance(value, bool) and _SERIALS[0] <= value <= _SERIALS[1]:
        return (_ZERO + timedelta(minutes=round(value * 1440))).replace(tzinfo=LOCAL)
    if isinstance(value, date):
        return datetime.combine(value, time(), LOCAL)
    told = text_of(value)
    if not told:
        return None
    found = _DATE.match(told)
    if found is None:
        raise _no_date(told)
    return _at(_day(found, told), told[found.end() :], told)


def yes_or_no(told: str) -> bool:
    """是 or 否, in the ways people write them."""
    plain = told.lower()
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise BadCell(f"请填写是或否，而不是「{told[:20]}」。", f"Write yes or no, not “{told[:20]}”.")


def _serial(value: object) -> object:
    """The number behind a text like 46083 or 46083.4375; anything else as it is."""
    return float(value) if isinstance(value, str) and _SERIAL.fullmatch(value.strip()) else value


def _tidy(value: str) -> str:
    told = value.strip()
    if told[:1] == "=":
        told = _without_formula(told)
    if told.isprintable():
        if len(told) > LONGEST:
            raise BadCell(f"内容过长（最多 {LONGEST} 字）。", f"Too long: at most {LONGEST} characters.")
        if told[:1] == "'" and len(told) > 1:
            told = told[1:]
        if told[:1] == "#" and told.upper() in _ERRORS:
            raise BadCell(f"单元格是公式错误 {told}。", f"The cell holds the error {told}.")
        return told
    return _tidy(_without_breaks(told))


def _without_formula(told: str) -> str:
    """The text in ="...", by which exports keep a spreadsheet from reading numbers; a real formula is refused."""
    found = _AS_TEXT.fullmatch(told)
    if found is None:
        raise BadCell("单元格是公式，请粘贴为数值。", "The cell is a formula; paste it as a value.")
    return found[1].strip()


def _without_breaks(told: str) -> str:
    """Line breaks, tabs and odd blanks as one blank; what nobody can see or type is refused."""
    plain = re.sub(r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff]+", " ", told).strip()
    if not plain.isprintable():
        raise BadCell("含有不可见的控制字符，请重新输入。", "It holds invisible control characters; type it again.")
    return plain


def _number(value: int | float) -> str:
    if not math.isfinite(value):
        raise BadCell("不是有效的数字。", "That is no number.")
    if abs(value) >= _EXACT:
        raise BadCell(
            "数字过长，末几位已丢失；请把该列设为文本后重新填写。",
            "So long a number has lost its last digits; format the column as text and enter it again.",
        )
    return str(int(value)) if value == int(value) else repr(value)


def _day(found: re.Match[str], told: str) -> date:
    year, month, day = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        raise _no_date(told) from None


def _at(day: date, rest: str, told: str) -> datetime:
    if not rest.strip():
        return datetime.combine(day, time(), LOCAL)
    found = _TIME.fullmatch(rest)
    if found is None:
        raise _no_date(told)
    try:
        clock = time(int(found[1]), int(found[2]), int(found[3] or 0))
        if not found[4]:
            return datetime.combine(day, clock, LOCAL)
        zone = found[4].replace("Z", "+00:00")
        return datetime.fromisoformat(f"{day.isoformat()}T{clock.isoformat()}{zone}")
    except ValueError:
        raise _no_date(told) from None


def _no_date(told: str) -> BadCell:
    return BadCell(
        f"看不懂日期「{told[:30]}」，请写成 2026-03-02。", f"“{told[:30]}” is no date; write it like 2026-03-02."
    )
