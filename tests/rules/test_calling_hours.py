"""When a customer may be called, and which tries count (practice §3 #18, #19)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.areas.care.rules.calling import HERE, may_call, months_after, next_calling_time, part_of_day, weigh


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("clock", "allowed"),
    [("09:59", False), ("10:00", True), ("11:59", True), ("12:00", False), ("14:59", False), ("15:00", True),
     ("19:59", True), ("20:00", False)],
)  # fmt: skip
def test_customers_are_called_from_ten_to_twelve_and_from_three_to_eight(clock: str, allowed: bool) -> None:
    assert may_call(moment(f"2026-11-23 {clock}")).allowed is allowed


def test_a_customer_who_named_his_time_is_called_at_that_time() -> None:
    nine = moment("2026-11-23 21:00")

    assert may_call(nine + timedelta(minutes=20), agreed_at=nine).allowed
    assert not may_call(nine + timedelta(hours=2), agreed_at=nine).allowed


def test_three_tries_within_five_minutes_are_one() -> None:
    ten = moment("2026-11-23 10:00")

    tries = weigh([ten, ten + timedelta(minutes=2), ten + timedelta(minutes=5)])

    assert (tries.counted, tries.latest_counts, tries.exhausted) == (1, False, False)
    assert tries.next_at == moment("2026-11-23 15:00")


def test_a_try_in_each_part_of_the_day_ends_the_calling() -> None:
    tried = [moment("2026-11-23 10:30"), moment("2026-11-23 16:00"), moment("2026-11-24 19:00")]

    assert weigh(tried[:2]).next_at == moment("2026-11-23 18:00")
    assert weigh(tried).exhausted


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001
def test_the_next_calling_time_is_never_before_now_and_always_welcome(naive: datetime) -> None:
    at = naive.replace(tzinfo=HERE)
    upcoming = next_calling_time(at)

    assert upcoming >= at
    assert part_of_day(upcoming)
    assert upcoming - at <= timedelta(hours=14)


def test_three_months_after_the_end_of_november_is_the_end_of_february() -> None:
    assert months_after(moment("2026-11-30 12:00"), 3).date().isoformat() == "2027-02-28"
