"""Typed days, months and places in lists: read in one way, refused by their field."""

from datetime import date

import pytest

from liuke.foundation import keyset, lines
from liuke.foundation.faults import Invalid


def test_days_and_months_are_read_with_blanks_around_them():
    assert lines.day_in("day", " 2026-11-23 ") == date(2026, 11, 23)
    assert lines.month_in("month", "2026-11") == date(2026, 11, 1)
    assert (keyset.number_in(""), keyset.number_in("17")) == (0, 17)


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lines.day_in, ""), (lines.day_in, "2026-02-30"), (lines.day_in, "明天"), (lines.month_in, "2026-13"),
        (lines.month_in, "2026-11-23"), (lines.month_in, ""),
    ],
)  # fmt: skip
def test_what_is_no_day_or_month_is_refused_by_its_field(read, said):
    with pytest.raises(Invalid) as wrong:
        read("paid_on", said)
    assert set(wrong.value.fields) == {"paid_on"}


@pytest.mark.parametrize("said", ["-1", "x", "１", "9" * 19])
def test_a_place_that_is_none_is_refused(said):
    with pytest.raises(Invalid):
        keyset.number_in(said)
