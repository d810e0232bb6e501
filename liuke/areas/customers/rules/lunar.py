"""Days of the lunar calendar 农历 as people write them: 八月十五, 闰四月初三, 1966年腊月廿三, 8-15."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from lunar_python import Lunar, LunarYear

_MONTHS: Final = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_OTHER_MONTHS: Final = {"一": 1, "十一": 11, "十二": 12}
_DAYS: Final = tuple(
    ("初" + "一二三四五六七八九十"[d - 1]) if d <= 10
    else "二十" if d == 20
    else "三十" if d == 30
    else ("十", "廿")[d // 20] + "一二三四五六七八九"[d % 10 - 1]
    for d in range(1, 31)
)  # fmt: skip
_BY_NAME: Final = {name: n for n, name in enumerate(_MONTHS, 1)} | _OTHER_MONTHS
_CHINESE = re.compile(r"(?:农历)?(?:(\d{4})年)?(闰?)(十[一二]|[正一二三四五六七八九十冬腊])月(.{2,3})")
_DIGITS = re.compile(r"(?:农历)?(?:(\d{4})[-/.年])?(闰?)(\d{1,2})[-/.月](\d{1,2})日?")
_EARLIEST: Final = 1900


@dataclass(frozen=True)
class LunarDay:
    """A day of the lunar year; `year` is 0 where only the birthday is known, not the age."""

    month: int
    day: int
    is_leap: bool = False
    year: int = 0

    @property
    def text(self) -> str:
        """As it is kept: `0-08-15`, `1966-L04-03`."""
        return f"{self.year}-{'L' if self.is_leap else ''}{self.month:02}-{self.day:02}"

    @property
    def told(self) -> str:
        year = f"{self.year}年" if self.year else ""
        return f"{year}{'闰' if self.is_leap else ''}{_MONTHS[self.month - 1]}月{_DAYS[self.day - 1]}"


def read(text: str, *, latest_year: int) -> LunarDay | None:
    """The day meant; None where it is none, or that year had no such day."""
    told = unicodedata.normalize("NFKC", text).replace(" ", "")
    found = _chinese(told) or _digits(told)
    if found is None or not (1 <= found.month <= 12 and 1 <= found.day <= 30):
        return None
    if found.year and not (_EARLIEST <= found.year <= latest_year and _stood(found)):
        return None
    return found


def stored(text: str) -> LunarDay:
    """The day that `text` kept."""
    year, month, day = text.split("-")
    return LunarDay(int(month.lstrip("L")), int(day), month.startswith("L"), int(year))


def solar_in(day: LunarDay, lunar_year: int) -> date:
    """On which day of our calendar it is kept in that lunar year.

    A leap month that the year has not is kept in the plain month; a 30th of a month with 29 days on its 29th.
    """
    leap = day.is_leap and LunarYear.fromYear(lunar_year).getLeapMonth() == day.month
    for last in (day.day, min(day.day, 29)):
        try:
            solar = Lunar.fromYmd(lunar_year, -day.month if leap else day.month, last).getSolar()
        except Exception:  # noqa: S112  # the library knows no narrower word for a day that is not there
            continue
        return date(solar.getYear(), solar.getMonth(), solar.getDay())
    raise ValueError(f"no lunar year {lunar_year}")


def next_after(day: LunarDay, on: date) -> date:
    """The next time it is kept, on or after this day."""
    return min(d for d in (solar_in(day, on.year + n) for n in (-1, 0, 1)) if d >= on)


def _chinese(told: str) -> LunarDay | None:
    found = _CHINESE.fullmatch(told)
    if found is None:
        return None
    name = found[4].removesuffix("日").replace("二十", "廿") if found[4] != "二十" else "二十"
    name = {"廿十": "二十", "廿": "二十"}.get(name, name)
    name = f"初{name}" if len(name) == 1 else name
    if name not in _DAYS:
        return None
    return LunarDay(_BY_NAME[found[3]], _DAYS.index(name) + 1, bool(found[2]), int(found[1] or 0))


def _digits(told: str) -> LunarDay | None:
    found = _DIGITS.fullmatch(told)
    return LunarDay(int(found[3]), int(found[4]), bool(found[2]), int(found[1] or 0)) if found else None


def _stood(day: LunarDay) -> bool:
    if day.is_leap and LunarYear.fromYear(day.year).getLeapMonth() != day.month:
        return False
    try:
        Lunar.fromYmd(day.year, -day.month if day.is_leap else day.month, day.day)
    except Exception:  # the library knows no narrower word for a day that is not there
        return False
    return True
