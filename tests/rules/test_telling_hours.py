"""When a customer is told of his visit by SMS: by day at once, by night in the morning, a near visit never too late."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.care.rules.calling import HERE
from liuke.areas.care.rules.telling import is_news, tell_from


def on(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


@pytest.mark.parametrize(
    ("now", "begins", "told"),
    [
        (on(23, 10), on(24, 9), on(23, 10)), (on(23, 20, 59), on(24, 9), on(23, 20, 59)),
        (on(23, 21), on(24, 14), on(24, 8)), (on(24, 2), on(24, 14), on(24, 8)),
        (on(23, 23), on(24, 8, 30), on(23, 23)),  # it begins before he could read it in the morning
        (on(24, 7, 59), on(24, 9), on(24, 8)),
    ],
)  # fmt: skip
def test_nobody_is_woken_and_nobody_hears_too_late(now: datetime, begins: datetime, told: datetime) -> None:
    assert tell_from(now, begins=begins, own_wish=False) == told
    assert tell_from(now, begins=begins, own_wish=True) == now


def test_what_is_over_or_was_reported_days_later_is_no_news() -> None:
    assert is_news(on(23, 10), on(23, 10), begins=on(24, 9))
    assert not is_news(on(21, 10), on(23, 10), begins=on(24, 9))
    assert not is_news(on(23, 10), on(24, 9, 1), begins=on(24, 9)) and not is_news(
        on(23, 10), on(23, 10) + timedelta(hours=1), begins=on(23, 10)
    )
