from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.foundation.calendar.rules import (
    LOCAL,
    OFFICE,
    SERVICE,
    Calendar,
    Interval,
    add,
    add_days,
    certain_until,
    hours,
    hours_on,
    is_certain,
    is_open,
    is_open_day,
    next_open,
    spent,
    told,
    weekly,
)

HOUR = timedelta(hours=1)
SITE = Calendar(
    "site:S-0001",
    weekly("8:30-12:00, 14:00-18:30", saturday="9:00-12:00"),
    exceptions={date(2026, 11, 25): (), date(2026, 11, 29): hours("10:00-16:00")},
)


def t(month: int, day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LOCAL)


def test_one_working_hour_from_friday_17_40_ends_on_monday() -> None:
    assert add(OFFICE, t(11, 20, 17, 40), HOUR) == t(11, 23, 9, 40)


def test_exactly_until_closing_time_ends_at_closing_time() -> None:
    assert add(OFFICE, t(11, 20, 17), HOUR) == t(11, 20, 18)


def test_the_lunch_break_does_not_count() -> None:
    assert add(OFFICE, t(11, 23, 11, 30), HOUR) == t(11, 23, 13, 30)
    assert spent(OFFICE, t(11, 23, 11, 30), t(11, 23, 13, 30)) == HOUR
    assert not is_open(OFFICE, t(11, 23, 12, 30))


def test_national_day_week_is_closed_and_its_make_up_saturday_is_open() -> None:
    assert not any(is_open_day(OFFICE, date(2026, 10, day)) for day in range(1, 8))
    assert hours_on(OFFICE, date(2026, 10, 10)) == hours("9:00-12:00, 13:00-18:00")
    assert not is_open_day(OFFICE, date(2026, 10, 11))


def test_working_hours_run_over_a_holiday_into_a_make_up_saturday() -> None:
    assert add(OFFICE, t(9, 30, 17, 30), HOUR) == t(10, 8, 9, 30)
    assert add(OFFICE, t(10, 9, 17, 40), HOUR) == t(10, 10, 9, 40)
    assert add_days(OFFICE, t(9, 30, 15), 3) == t(10, 10, 15)


def test_the_service_calendar_is_open_on_holidays_and_sundays() -> None:
    assert add(SERVICE, t(10, 1, 19, 30), HOUR) == t(10, 2, 8, 30)
    assert add_days(SERVICE, t(10, 1, 19, 30), 3) == t(10, 4, 19, 30)


def test_a_site_keeps_its_own_hours_and_its_own_closed_day() -> None:
    assert add(SITE, t(11, 24, 18), HOUR) == t(11, 26, 9)
    assert add(SITE, t(11, 28, 11, 30), HOUR) == t(11, 29, 10, 30)
    assert add(SITE, t(11, 23, 11, 30), HOUR) == t(11, 23, 14, 30)


def test_a_year_not_yet_announced_counts_as_weekends_only_and_says_so() -> None:
    assert certain_until() == 2026
    assert is_open_day(OFFICE, date(2027, 10, 1))
    assert not is_certain(OFFICE, t(1, 4, 9, year=2027))
    assert is_certain(SERVICE, t(1, 4, 9, year=2027))
    assert is_certain(OFFICE, t(12, 31, 9))


def test_a_stated_year_becomes_certain() -> None:
    stated = Calendar(
        "office",
        OFFICE.weekly,
        observes_holidays=True,
        stated={date(2027, 1, 1): False, date(2027, 10, 1): False, date(2027, 10, 9): True},
    )
    assert certain_until(stated) == 2027
    assert not is_open_day(stated, date(2027, 10, 1))
    assert is_open_day(stated, date(2027, 10, 9))


def test_a_make_up_day_keeps_the_hours_of_its_weekday_where_there_are_any() -> None:
    shop = Calendar("shop", weekly("9:00-18:00", saturday="9:00-12:00"), observes_holidays=True)
    assert hours_on(shop, date(2026, 10, 10)) == hours("9:00-12:00")


def test_next_open_is_now_when_it_is_open_and_the_next_opening_when_not() -> None:
    assert next_open(OFFICE, t(11, 23, 10)) == t(11, 23, 10)
    assert next_open(OFFICE, t(11, 21, 10)) == t(11, 23, 9)
    assert next_open(OFFICE, t(11, 23, 12)) == t(11, 23, 13)


def test_no_working_days_later_moves_off_a_closed_day() -> None:
    assert add_days(OFFICE, t(11, 21, 10), 0) == t(11, 23, 10)
    assert add_days(OFFICE, t(11, 23, 10), 0) == t(11, 23, 10)
    assert add_days(OFFICE, t(11, 23, 10), -1) == t(11, 20, 10)


def test_a_calendar_that_never_opens_is_refused_instead_of_searched_for_ever() -> None:
    closed = Calendar("closed", ((),) * 7)
    for ask in (
        lambda: add(closed, t(11, 23, 9), HOUR),
        lambda: add(closed, t(11, 23, 9), -HOUR),
        lambda: next_open(closed, t(11, 23, 9)),
        lambda: add_days(closed, t(11, 23, 9), 1),
    ):
        with pytest.raises(ValueError, match="never open"):
            ask()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        is_open(OFFICE, datetime(2026, 11, 23, 9))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["9-12", "12:00-9:00", "9:00-12:00, 11:00-13:00", "8:00-25:00", "9:75-10:00", "x"])
def test_hours_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        hours(text)


def test_hours_are_read_back_as_they_were_told() -> None:
    assert hours(told(hours("13:00-18:00，9:00-12:00"))) == hours("9:00-12:00, 13:00-18:00")
    assert hours("0:00-24:00") == (Interval(0, 1440),)


calendars = st.sampled_from([OFFICE, SERVICE, SITE, Calendar("always", tuple([hours("0:00-24:00")] * 7))])
moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 3, 1)).map(lambda m: m.replace(tzinfo=LOCAL))  # noqa: DTZ001
durations = st.timedeltas(timedelta(0), timedelta(hours=120))


@given(calendars, moments, durations)
def test_what_was_added_has_been_spent(calendar: Calendar, start: datetime, duration: timedelta) -> None:
    end = add(calendar, start, duration)
    assert end >= start
    assert spent(calendar, start, end) == duration
    if duration:
        assert spent(calendar, start, end - timedelta(microseconds=1)) < duration  # and not a moment later


@given(calendars, moments, durations)
def test_going_back_undoes_going_forward(calendar: Calendar, start: datetime, duration: timedelta) -> None:
    before = add(calendar, start, -duration)
    assert before <= start
    assert spent(calendar, before, start) == duration
    assert spent(calendar, start, before) == -duration


@given(calendars, moments, durations, durations)
def test_adding_in_two_steps_is_adding_at_once(
    calendar: Calendar, start: datetime, first: timedelta, then: timedelta
) -> None:
    assert add(calendar, add(calendar, start, first), then) == add(calendar, start, first + then)


@given(calendars, moments, st.integers(1, 40))
def test_working_days_there_and_back_meet_on_open_days(calendar: Calendar, start: datetime, n: int) -> None:
    there = add_days(calendar, start, n)
    assert is_open_day(calendar, there.astimezone(LOCAL).date())
    if is_open_day(calendar, start.date()):
        assert add_days(calendar, there, -n) == start


@given(calendars, moments)
def test_it_is_open_whenever_it_opens_next(calendar: Calendar, moment: datetime) -> None:
    assert is_open(calendar, next_open(calendar, moment))
