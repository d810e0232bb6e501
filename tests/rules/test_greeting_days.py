"""On which day whose birthday is kept, and until when somebody says yes (H51)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from liuke.areas.customers.rules.lunar import LunarDay, solar_in
from liuke.areas.keeping.rules import caring
from liuke.areas.keeping.rules.pooling import PoolTerms, Taker, objection

HERE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "lunar"),
    [
        (date(2026, 2, 17), "01-01"),  # 春节
        (date(2026, 6, 19), "05-05"),  # 端午
        (date(2026, 9, 25), "08-15"),  # 中秋
        (date(2027, 2, 6), "01-01"),
    ],
)
def test_a_festival_falls_on_its_lunar_day(day: date, lunar: str) -> None:
    assert lunar in caring.marks(day)[1]
    assert lunar not in caring.marks(day + DAY)[1]


@pytest.mark.parametrize("year", [2025, 2026, 2028])
def test_every_lunar_birthday_is_kept_once_a_lunar_year_on_the_day_the_calendar_says(year: int) -> None:
    """2025 and 2028 have a leap month, 2026 has none: leap birthdays and thirtieths too are kept on one day."""
    kept: dict[str, list[date]] = {}
    first = solar_in(LunarDay(1, 1), year)
    for n in range((solar_in(LunarDay(1, 1), year + 1) - first).days):
        for mark in caring.marks(first + n * DAY)[1]:
            kept.setdefault(mark, []).append(first + n * DAY)
    for month in range(1, 13):
        for on in range(1, 31):
            for is_leap in (False, True):
                one = LunarDay(month, on, is_leap)
                assert kept[one.text.removeprefix("0-")] == [solar_in(one, year)], one


def test_who_was_born_on_29_february_is_greeted_on_the_28th_in_other_years() -> None:
    assert "02-29" in caring.marks(date(2027, 2, 28))[0]
    assert "02-29" not in caring.marks(date(2028, 2, 28))[0]


def test_a_keeper_calls_on_the_last_open_day_before_a_closed_one() -> None:
    weekdays = lambda day: day.weekday() < 5  # noqa: E731
    assert caring.call_on(date(2026, 11, 29), weekdays) == date(2026, 11, 27)
    assert caring.call_on(date(2026, 11, 27), weekdays) == date(2026, 11, 27)


def test_a_doubtful_greeting_is_decided_on_the_evening_before_and_never_in_the_past() -> None:
    weekdays = lambda day: day.weekday() < 5  # noqa: E731
    monday, at = date(2026, 11, 30), datetime(2026, 11, 23, 9, tzinfo=HERE)
    assert caring.decide_by(monday, at, weekdays) == datetime(2026, 11, 27, 18, tzinfo=HERE)
    late = datetime(2026, 11, 30, 8, 30, tzinfo=HERE)
    assert caring.decide_by(monday, late, weekdays) == datetime(2026, 11, 30, 12, tzinfo=HERE)


def test_a_taking_is_refused_with_its_reason() -> None:
    terms, at = PoolTerms(5, 200, 30 * DAY, ("A",)), datetime(2026, 11, 23, 9, tzinfo=HERE)
    assert objection(Taker(4, 199), terms, at) is None
    told = [
        objection(who, terms, at) for who in (Taker(5, 0), Taker(0, 200), Taker(0, 0, at + DAY), Taker(0, 0, at - DAY))
    ]
    assert [why.zh[:4] if why else "" for why in told] == ["今日已认", "您已负责", "您曾负责", ""]
