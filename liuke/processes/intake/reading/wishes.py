"""When a customer wishes us to come, as platforms write it: a day, a part of a day, or from when to when."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from liuke.foundation.clock import LOCAL
from liuke.processes.intake.reading.cells import BadCell, date_of, text_of

Span = tuple[datetime, datetime]
_PARTS: Final = {
    "": (time(8), time(20)),
    "全天": (time(8), time(20)),
    "上午": (time(8), time(12)),
    "am": (time(8), time(12)),
    "下午": (time(12), time(18)),
    "pm": (time(12), time(18)),
    "晚上": (time(18), time(20)),
    "evening": (time(18), time(20)),
}
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{8}")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*(?:[-~—–至到]\s*(\d{1,2}):(\d{2})(?::\d{2})?)?")
_HOURS = 2


def span_of(value: object) -> Span | None:
    """The span wished for; a single time means two hours from then on."""
    if isinstance(value, datetime) and value.time() != time():
        return _from(value.date(), value.time().replace(second=0, microsecond=0))
    if not isinstance(value, str):
        day = date_of(value)
        return None if day is None else _whole(day, "")
    told = text_of(value).replace(":", ":")
    if not told:
        return None
    found = _DAY.match(told)
    day = date_of(found[0]) if found else None
    if found is None or day is None:
        raise _unclear(told)
    rest = told[found.end() :].strip().lower()
    return _whole(day, rest) if rest in _PARTS else _between(day, rest, told)


def _whole(day: date, part: str) -> Span:
    start, end = _PARTS[part]
    return datetime.combine(day, start, LOCAL), datetime.combine(day, end, LOCAL)


def _between(day: date, rest: str, told: str) -> Span:
    found = _SPAN.fullmatch(rest)
    if found is None:
        raise _unclear(told)
    try:
        start = time(int(found[1]), int(found[2]))
        if found[3] is None:
            return _from(day, start)
        end = time(int(found[3]), int(found[4]))
    except ValueError:
        raise _unclear(told) from None
    return datetime.combine(day, start, LOCAL), datetime.combine(day, end, LOCAL)


def _from(day: date, start: time) -> Span:
    end = start.replace(hour=start.hour + _HOURS) if start.hour < 24 - _HOURS else time(23, 59)
    return datetime.combine(day, start, LOCAL), datetime.combine(day, end, LOCAL)


def _unclear(told: str) -> BadCell:
    return BadCell(
        f"看不懂期望时间「{told[:30]}」，请写成 2026-11-25 09:00-12:00。",
        f"“{told[:30]}” is no time we can read; write 2026-11-25 09:00-12:00.",
    )
