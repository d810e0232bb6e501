"""Handbook times: what each expression means (kernel.md case 5 among them)."""

from datetime import datetime, timedelta

import pytest

from liuke.foundation.calendar.rules import LOCAL, Calendar, weekly
from liuke.kernel.promises.due import parse

SERVICE = Calendar("service", weekly("8:00-20:00", "8:00-20:00", "8:00-20:00"))
OFFICE = Calendar("office", weekly("9:00-12:00, 13:00-18:00"), observes_holidays=True)
SITE = Calendar("site:S-0002", weekly("7:30-11:30, 14:00-19:00", "7:30-11:30"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("text", "start", "calendar", "meant"),
    [
        ("30 minutes", "2026-03-02 19:45", SERVICE, "2026-03-02 20:15"),
        ("30 service minutes", "2026-03-02 19:45", SERVICE, "2026-03-03 08:15"),
        ("1 working hours", "2026-03-06 17:40", OFFICE, "2026-03-09 09:40"),
        # Friday before the National Day make-up Saturday of 10 October 2026
        ("1 working hours", "2026-10-09 17:40", OFFICE, "2026-10-10 09:40"),
        # over the National Day holiday (1 to 7 October 2026)
        ("1 working hours", "2026-09-30 17:40", OFFICE, "2026-10-08 09:40"),
        # into the lunch break
        ("1 working hours", "2026-03-02 11:40", OFFICE, "2026-03-02 13:40"),
        # a site with other hours
        ("1 service hours", "2026-03-02 11:00", SITE, "2026-03-02 14:30"),
        ("day 3 at 20:00", "2026-03-02 09:10", SERVICE, "2026-03-05 20:00"),
        ("month 3 at 20:00", "2026-11-30 09:10", SERVICE, "2027-02-28 20:00"),
        ("same day 18:00", "2026-03-02 09:10", SERVICE, "2026-03-02 18:00"),
        ("same day 18:00", "2026-03-02 19:10", SERVICE, "2026-03-03 18:00"),
        ("-10 service minutes", "2026-03-02 08:05", SERVICE, "2026-03-01 19:55"),
        ("1 months", "2026-01-31 10:00", SERVICE, "2026-02-28 10:00"),
    ],
)
def test_an_expression_means_this_moment(text: str, start: str, calendar: Calendar, meant: str) -> None:
    assert parse(text).reckon(at(start), calendar, {}) == at(meant)


def test_a_field_of_the_event_moves_the_start() -> None:
    values = {"window_start": "2026-03-02T14:00:00+08:00"}

    assert parse("{window_start} - 1 hour").reckon(at("2026-03-01 10:00"), SERVICE, values) == at("2026-03-02 13:00")


def test_a_field_that_was_not_given_owes_nothing() -> None:
    assert parse("{window_end}").reckon(at("2026-03-01 10:00"), SERVICE, {}) is None


@pytest.mark.parametrize("text", ["soon", "3 fortnights", "day three at 20:00", "2 service months", ""])
def test_what_is_no_time_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="is no time|counted on the calendar"):
        parse(text)


def test_weeks_are_seven_days() -> None:
    assert parse("2 weeks").reckon(at("2026-03-02 10:00"), SERVICE, {}) == at("2026-03-02 10:00") + timedelta(days=14)
