"""Until when, as people say it: 明天15:00, 今天下班前, 半小时内, 下周一上午9点, tomorrow 15:00, in 2 hours. Pure.

A day without a clock time means the end of the working day; 1 to 7 without 早/凌晨 are afternoon hours; a clock
time that has passed today means tomorrow's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LOCAL: Final = ZoneInfo("Asia/Shanghai")
CLOSING: Final = time(18)
FARTHEST: Final = timedelta(days=366)

_HAN_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER: Final = r"(\d{1,3}|[零〇一二两三四五六七八九十]{1,3})"
_HALF: Final = re.compile(r"(?<!个)半\s*个?\s*(?:小时|钟头)|half an hour")
_SPAN: Final = re.compile(
    _NUMBER
    + r"\s*个?\s*(半)?\s*(分钟|分|小时|钟头|天|日|周|星期|minutes?|min|hours?|h|days?|weeks?)\s*(之?内|以内|之?后|以后|前)?"
)
_UNITS: Final = (
    (("分", "min"), timedelta(minutes=1)),
    (("小时", "钟头", "h"), timedelta(hours=1)),
    (("天", "日", "d"), timedelta(days=1)),
    (("周", "星期", "w"), timedelta(weeks=1)),
)
_NEAR: Final = (
    ("大后天", 3), ("后天", 2), ("明天", 1), ("明日", 1), ("明早", 1), ("明晚", 1), ("今天", 0), ("今日", 0), ("今晚", 0), ("今早", 0),
    ("day after tomorrow", 2), ("tomorrow", 1), ("tonight", 0), ("today", 0),
)  # fmt: skip
_WEEKDAY: Final = re.compile(r"(下个?|本|这个?|next |this )?(?:周|星期|礼拜)([一二三四五六日天])")
_WEEKDAY_EN: Final = re.compile(r"\b(next )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b")
_DAYS_EN: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DATE: Final = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?")
_DAY_OF_MONTH: Final = re.compile(r"(?<!\d)(\d{1,2})[日号]")
_CLOCK: Final = re.compile(
    r"(?<![\d-])" + _NUMBER + r"\s*(?::\s*(\d{2})|[点时]\s*(?:(半)|(一刻)|(三刻)|" + _NUMBER + r"\s*分?)?)(?!\d)"
)
_CLOCK_EN: Final = re.compile(r"(?<![\d:])(\d{1,2})(?::(\d{2}))?\s*(am|pm)\b")
_MORNING: Final = ("凌晨", "早上", "早晨", "清晨", "上午", "明早", "今早", "早")
_AFTERNOON: Final = ("下午", "傍晚", "晚上", "今晚", "明晚", "晚")
_DAYPART: Final = (
    ("中午", time(12)),
    ("上午", time(12)),
    ("noon", time(12)),
    ("下班", CLOSING),
    ("晚", time(20)),
    ("tonight", time(20)),
)


def parse(text: str, *, now: datetime) -> datetime | None:
    """The moment meant, on the company's wall clock; None where nothing is understood or it lies over a year away."""
    said = unicodedata.normalize("NFKC", text).strip().lower()
    here = now.astimezone(LOCAL)
    found = _span(said, here) or _on_a_day(said, here)
    return found if found and abs(found - here) <= FARTHEST else None


def _span(said: str, here: datetime) -> datetime | None:
    """半小时内, 30 分钟后, 2小时, 三天内, in 2 hours."""
    if _HALF.search(said):
        return here + timedelta(minutes=30)
    match = _SPAN.search(said)
    if not match or (match[3] in ("日", "周", "星期", "分") and not match[4]) or _CLOCK.search(said):
        return None
    count, unit = _number(match[1]), _unit(match[3])
    if unit >= timedelta(days=1):
        return _at(here.date() + unit * count, CLOSING)
    return here + unit * count + (unit / 2 if match[2] else timedelta())


def _on_a_day(said: str, here: datetime) -> datetime | None:
    day, clock = _day(said, here.date()), _clock_time(said)
    if day is None and clock is None:
        return None
    if clock is None:
        clock = next((at for word, at in _DAYPART if word in said), CLOSING)
    if day is not None:
        return _at(day, clock)
    today = _at(here.date(), clock)
    return today if today > here else today + timedelta(days=1)


def _day(said: str, today: date) -> date | None:
    readings: tuple[Callable[[str, date], date | None], ...] = (_dated, _weekday, _weekday_en, _near, _of_month)
    for reading in readings:
        found = reading(said, today)
        if found:
            return found
    if any(word in said for word in ("下班", "本周内", "end of day")):
        return today + timedelta(days=(4 - today.weekday()) % 7) if "周" in said else today
    return None


def _dated(said: str, today: date) -> date | None:
    match = _DATE.search(said)
    if not match:
        return None
    year = int(match[1]) if match[1] else today.year
    found = _date(year, int(match[2]), int(match[3]))
    if found and not match[1] and found < today:
        return _date(year + 1, found.month, found.day)
    return found


def _of_month(said: str, today: date) -> date | None:
    match = _DAY_OF_MONTH.search(said)
    if not match:
        return None
    found = _date(today.year, today.month, int(match[1]))
    if found and found < today:
        return _date(today.year + today.month // 12, today.month % 12 + 1, int(match[1]))
    return found


def _weekday(said: str, today: date) -> date | None:
    match = _WEEKDAY.search(said)
    if not match:
        return None
    wanted = "一二三四五六日天".index(match[2]) % 7 if match[2] != "天" else 6
    return _on_weekday(today, wanted, next_week=(match[1] or "").strip() in ("下", "下个"))


def _weekday_en(said: str, today: date) -> date | None:
    match = _WEEKDAY_EN.search(said)
    return _on_weekday(today, _DAYS_EN.index(match[2]), next_week=bool(match[1])) if match else None


def _on_weekday(today: date, wanted: int, *, next_week: bool) -> date:
    monday = today - timedelta(days=today.weekday())
    this = monday + timedelta(days=wanted)
    return this + timedelta(weeks=1) if next_week or this < today else this


def _near(said: str, today: date) -> date | None:
    return next((today + timedelta(days=n) for word, n in _NEAR if word in said), None)


def _clock_time(said: str) -> time | None:
    match = _CLOCK_EN.search(said)
    if match:
        return _time(int(match[1]) % 12 + (12 if match[3] == "pm" else 0), int(match[2] or 0))
    match = _CLOCK.search(said)
    if not match:
        return None
    whole, colon, half, quarter, three, rest = match.groups()
    hour = _number(whole)
    minute = int(colon) if colon else 30 if half else 15 if quarter else 45 if three else _number(rest) if rest else 0
    return _time(_of_day(hour, said), minute)


def _of_day(hour: int, said: str) -> int:
    """3点 is 15:00 at work; 早 and 上午 keep the morning."""
    if any(word in said for word in _AFTERNOON) and hour < 12:
        return hour + 12
    if "中午" in said and hour in (1, 2):
        return hour + 12
    morning = any(word in said for word in _MORNING)
    return hour + 12 if 1 <= hour <= 7 and not morning else hour


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _HAN_DIGITS.get(tens, 1) * 10 + _HAN_DIGITS.get(ones, 0)
    return int("".join(str(_HAN_DIGITS[c]) for c in text))


def _unit(word: str) -> timedelta:
    return next(length for starts, length in _UNITS if word.startswith(starts))


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, LOCAL)


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
