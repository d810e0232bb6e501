"""The best time to visit 最佳访问时间 (H2, address card): days of the week and a span of the day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time
from typing import Final

_DAYS: Final = "一二三四五六日"
_ENGLISH: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPANS: Final = {
    "上午": (time(9), time(11, 30)), "morning": (time(9), time(11, 30)),
    "下午": (time(13, 30), time(17)), "afternoon": (time(13, 30), time(17)),
    "晚上": (time(18), time(20)), "evening": (time(18), time(20)),
}  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})\s*[-~—–至到]\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class Hours:
    """`days` 1 Monday … 7 Sunday."""

    days: tuple[int, ...]
    start: time
    end: time

    @property
    def text(self) -> str:
        """As it is kept: `135 09:00-11:30`."""
        return f"{''.join(map(str, self.days))} {self.start:%H:%M}-{self.end:%H:%M}"

    @property
    def zh(self) -> str:
        days = "每天" if len(self.days) == 7 else "周" + "、".join(_DAYS[d - 1] for d in self.days)
        return f"{days} {self.start:%H:%M}–{self.end:%H:%M}"

    @property
    def en(self) -> str:
        days = "daily" if len(self.days) == 7 else ", ".join(_ENGLISH[d - 1].capitalize() for d in self.days)
        return f"{days} {self.start:%H:%M}–{self.end:%H:%M}"

    def on(self, day: date) -> bool:
        return day.isoweekday() in self.days


def stored(text: str) -> Hours:
    """The hours that `text` kept."""
    days, span = text.split(" ")
    start, end = span.split("-")
    return Hours(tuple(map(int, days)), time.fromisoformat(start), time.fromisoformat(end))


def read(text: str) -> Hours | None:
    """`周一、周三 9:00-11:30`, `工作日上午`, `Tue, Thu afternoon`; no days means every day. None where it is no time."""
    told = unicodedata.normalize("NFKC", text).lower().strip()
    span, rest = _span(told)
    if span is None or span[0] >= span[1]:
        return None
    days = _days(rest)
    return Hours(days, *span) if days else None


def _span(told: str) -> tuple[tuple[time, time] | None, str]:
    found = _CLOCK.search(told)
    if found:
        try:
            span = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        except ValueError:
            return None, told
        return span, told[: found.start()] + told[found.end() :]
    name = next((name for name in _SPANS if name in told), "")
    return _SPANS.get(name), told.replace(name, "") if name else told


def _days(rest: str) -> tuple[int, ...]:
    plain = re.sub(r"\s|[、,，;/及和]", "", rest.replace("周末", "六日").replace("星期", "周").replace("天", "日"))
    plain = re.sub(r"周|每日", "", plain)
    if plain in ("工作日", "weekdays"):
        return (1, 2, 3, 4, 5)
    if not plain or plain in ("daily", "everyday"):
        return tuple(range(1, 8))
    through = re.fullmatch(rf"([{_DAYS}])[-~—–至到]([{_DAYS}])", plain)
    if through:
        return tuple(range(_DAYS.index(through[1]) + 1, _DAYS.index(through[2]) + 2))
    if all(c in _DAYS for c in plain):
        return tuple(sorted({_DAYS.index(c) + 1 for c in plain}))
    return _english(rest)


def _english(rest: str) -> tuple[int, ...]:
    words = [w for w in re.split(r"[\s,;/&]+|and", rest) if w]
    found = {n for w in words for n, day in enumerate(_ENGLISH, 1) if w.startswith(day)}
    if "weekdays" in words:
        return (1, 2, 3, 4, 5)
    return tuple(sorted(found)) if len(found) == len(words) else ()
