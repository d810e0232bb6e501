"""Whom to greet on which day and how (H51): occasions as data, lunar days, who is asked about first. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from lunar_python import Solar

from liuke.areas.customers.rules.lunar import LunarDay, solar_in
from liuke.foundation.words import Words

ONE_DAY: Final = timedelta(days=1)
OPENS, CLOSES = time(9), time(18)
CORE: Final = "core"
"""The class of core customers, which goes before their grade."""
WAYS: Final = {"sms": Words("短信", "Text message"), "call": Words("负责人致电", "Call by the keeper")}
STATES: Final = {
    "planned": Words("待问候", "Planned"),
    "asked": Words("待确认", "To be decided"),
    "given": Words("已问候", "Greeted"),
    "left_out": Words("不问候", "Left out"),
    "lapsed": Words("已过期", "Lapsed"),
}
DOUBTS: Final = {
    "complaint": Words("有未结投诉", "An open complaint"),
    "broken_promise": Words("有超时未兑现的承诺", "A promise we have broken"),
    "brief": Words("交接简报未阅", "The handover brief is unread"),
    "text": Words("短信用语待修改", "The wording of the message has to be changed"),
}
"""Why nothing goes to somebody by itself, the gravest first."""
FIELDS: Final = ("birthday", "lunar_birthday")


@dataclass(frozen=True)
class Occasion:
    """`kind` lunar or solar (a festival on `day`, month-day), birthday or anniversary; `ways` by grade."""

    key: str
    words: Words
    kind: str
    template: str
    ways: Mapping[str, str]
    day: str = ""

    def falls_on(self, day: date) -> bool:
        """Whether this festival is kept on that day; birthdays and anniversaries are each customer's own."""
        if self.kind == "solar":
            return f"{day:%m-%d}" == self.day
        return self.kind == "lunar" and self.day in marks(day)[1]


@dataclass(frozen=True)
class Terms:
    """What the company has stated: the occasions, how often a year by grade, how many days ahead."""

    occasions: tuple[Occasion, ...]
    budget: Mapping[str, int]
    ahead: timedelta

    def find(self, key: str) -> Occasion | None:
        return next((one for one in self.occasions if one.key == key), None)


def terms_of(stated: Mapping[str, Any]) -> Terms:
    """The terms as a table of the company's values holds them."""
    prefix = "occasion."
    found = [_occasion(key.removeprefix(prefix), value) for key, value in stated.items() if key.startswith(prefix)]
    return Terms(
        tuple(one for one in found if one.ways),
        {key: int(n) for key, n in stated.get("budget", {}).items()},
        timedelta(days=int(stated.get("ahead_days", 21))),
    )


def marks(day: date) -> tuple[frozenset[str], frozenset[str]]:
    """Which birthdays are kept on this day, as the file writes them without their year: solar ones, lunar ones.

    Who was born on 29 February is greeted on the 28th in other years; for lunar days see `lunar.solar_in`.
    """
    solar = {f"{day:%m-%d}"}
    if (day.month, day.day) == (2, 28) and (day + ONE_DAY).day == 1:
        solar.add("02-29")
    return frozenset(solar), frozenset(_lunar_marks(day))


def call_on(day: date, is_open: Callable[[date], bool]) -> date:
    """When a keeper calls: on the day itself, or where the office is closed on the last open day before it."""
    return next((d for d in _back(day) if is_open(d)), day)


def decide_by(day: date, at: datetime, is_open: Callable[[date], bool]) -> datetime:
    """Until when somebody says whether a doubtful greeting goes out: the evening of the last open day before it."""
    here = at.tzinfo
    eve = next((d for d in _back(day - ONE_DAY) if is_open(d)), day - ONE_DAY)
    for moment in (datetime.combine(eve, CLOSES, here), datetime.combine(day, time(12), here)):
        if moment > at:
            return moment
    return at + timedelta(hours=2)


def _occasion(key: str, value: Mapping[str, Any]) -> Occasion:
    ways = {name: str(value[name]) for name in (CORE, "A", "B", "C") if value.get(name) in WAYS}
    return Occasion(
        key, Words(value["zh"], value["en"]), value["kind"], value.get("template", ""), ways, value.get("day", "")
    )


def _lunar_marks(day: date) -> set[str]:
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    year, month, on = lunar.getYear(), abs(lunar.getMonth()), lunar.getDay()
    near = {on, 30 if on == 29 else on}
    wanted = [LunarDay(month, d, is_leap) for is_leap in (False, True) for d in near]
    return {one.text.removeprefix("0-") for one in wanted if solar_in(one, year) == day}


def _back(day: date) -> list[date]:
    return [day - n * ONE_DAY for n in range(15)]
