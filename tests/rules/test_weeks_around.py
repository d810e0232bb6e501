"""Complaints by week around the day an improvement was carried out: counted whole, and told from chance (H33, C4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.areas.complaints.rules import weeks

DAY = date(2026, 11, 2)


def around(before: int, after: int) -> dict[date, int]:
    return {DAY - timedelta(days=3): before, DAY: after}


@pytest.mark.parametrize(
    ("before", "after", "days", "told"),
    [
        (20, 1, 84, "fewer"), (2, 18, 84, "more"), (10, 9, 84, "alike"), (4, 0, 84, "too_few"), (30, 0, 10, "too_early"),
        (600, 300, 84, "fewer"), (600, 595, 84, "alike"),
    ],
)  # fmt: skip
def test_a_change_is_told_only_where_chance_would_hardly_bring_it(
    before: int, after: int, days: int, told: str
) -> None:  # fmt: skip
    assert weeks.compare(around(before, after), day=DAY, today=DAY + timedelta(days=days)).told == told


def test_the_day_itself_counts_as_after_and_a_short_last_week_says_so() -> None:
    found = weeks.compare(around(3, 2), day=DAY, today=DAY + timedelta(days=9))

    assert [week.after for week in found.weeks] == [False] * 12 + [True] * 2
    assert (found.weeks[11].count, found.weeks[12].count) == (3, 2)
    assert [week.days for week in found.weeks[-2:]] == [7, 3]
    assert (found.weekly_before, found.weekly_after) == (3 / 12, 7 * 2 / 10)


@given(
    st.dictionaries(st.integers(-120, 120).map(lambda n: DAY + timedelta(days=n)), st.integers(0, 9)),
    st.integers(0, 150),
)
def test_every_complaint_of_the_span_is_in_one_week_and_none_beside(counts: dict[date, int], since: int) -> None:
    today = DAY + timedelta(days=since)
    first, end = weeks.span(DAY, today)
    found = weeks.compare(counts, day=DAY, today=today)

    assert sum(week.count for week in found.weeks) == sum(n for day, n in counts.items() if first <= day < end)
    assert found.before + found.after == sum(week.count for week in found.weeks)
    assert found.chance is None or 0 <= found.chance <= 1
