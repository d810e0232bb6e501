"""How a moment is said: near ones relative (今天 15:00 · 还剩 42 分), far ones by date. Pure; `now` is passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

LOCAL: Final = ZoneInfo("Asia/Shanghai")
SOON: Final = timedelta(hours=1)
WEEKDAYS: Final = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NEAR: Final = {
    "zh": {-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
State = Literal["due", "soon", "late"]


def _tongue(language: str) -> Literal["zh", "en"]:
    return "en" if language.startswith("en") else "zh"


def day(on: date, *, today: date, language: str) -> str:
    """今天, 明天, 11月26日 周四, 2027年3月2日 / today, tomorrow, Thu 26 Nov, 2 Mar 2027."""
    tongue = _tongue(language)
    near = NEAR[tongue].get((on - today).days)
    if near:
        return near
    if on.year != today.year and abs((on - today).days) > 180:
        return f"{on.year}年{on.month}月{on.day}日" if tongue == "zh" else f"{on.day} {MONTHS[on.month - 1]} {on.year}"
    week = WEEKDAYS[tongue][on.weekday()]
    return f"{on.month}月{on.day}日 周{week}" if tongue == "zh" else f"{week} {on.day} {MONTHS[on.month - 1]}"


def moment(at: datetime, *, now: datetime, language: str) -> str:
    """今天 15:00 / today 15:00, on the company's wall clock."""
    here = at.astimezone(LOCAL)
    return f"{day(here.date(), today=now.astimezone(LOCAL).date(), language=language)} {here:%H:%M}"


def absolute(at: datetime, *, language: str) -> str:
    """The moment in full, for tooltips: 2026-11-23 周一 15:00."""
    here = at.astimezone(LOCAL)
    week = WEEKDAYS[_tongue(language)][here.weekday()]
    return f"{here:%Y-%m-%d} {'周' if _tongue(language) == 'zh' else ''}{week} {here:%H:%M}"


def span(length: timedelta, *, language: str) -> str:
    """A length as people say it, two units at most: 42 分, 2 小时 5 分, 25 小时, 3 天."""
    minutes = int(abs(length).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    days = hours // 24
    zh = _tongue(language) == "zh"
    if days >= 2:
        return f"{days} 天" if zh else f"{days} days"
    if days:
        return f"{hours} 小时" if zh else f"{hours} h"
    if hours:
        tail = (f" {rest} 分" if zh else f" {rest} min") if rest else ""
        return f"{hours} 小时{tail}" if zh else f"{hours} h{tail}"
    if not minutes:
        return "不到 1 分" if zh else "under a minute"
    return f"{minutes} 分" if zh else f"{minutes} min"


def remaining(due: datetime, *, now: datetime, language: str) -> str:
    """还剩 42 分, 超时 25 分 / 42 min left, 25 min late."""
    said = span(due - now, language=language)
    if now >= due:
        return f"超时 {said}" if _tongue(language) == "zh" else f"{said} late"
    return f"还剩 {said}" if _tongue(language) == "zh" else f"{said} left"


def ago(at: datetime, *, now: datetime, language: str) -> str:
    """3 小时前 / 3 h ago."""
    said = span(now - at, language=language)
    return f"{said}前" if _tongue(language) == "zh" else f"{said} ago"


def state(due: datetime, *, now: datetime, soon: timedelta = SOON) -> State:
    """Late once the moment is there, soon inside the last hour, else simply due."""
    if now >= due:
        return "late"
    return "soon" if due - now <= soon else "due"


def window(start: datetime, end: datetime, *, now: datetime, language: str) -> str:
    """An appointment window: 今天 14:00–16:00."""
    return f"{moment(start, now=now, language=language)}–{end.astimezone(LOCAL):%H:%M}"


@dataclass(frozen=True)
class Due:
    """A due moment with everything a row shows about it."""

    at: datetime
    said: str
    left: str
    full: str
    state: State


def due(at: datetime, *, now: datetime, language: str) -> Due:
    """今天 15:00 前 · 还剩 42 分, with its state."""
    said = moment(at, now=now, language=language)
    said = f"{said} 前" if _tongue(language) == "zh" else f"by {said}"
    left = remaining(at, now=now, language=language)
    return Due(at, said, left, absolute(at, language=language), state(at, now=now))
