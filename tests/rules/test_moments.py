"""How moments are said, in both languages."""

from datetime import date, datetime, timedelta

import pytest

from liuke.web.ui import moments
from liuke.web.ui.moments import LOCAL

NOW = datetime(2026, 11, 23, 14, 18, tzinfo=moments.LOCAL)


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        (datetime(2026, 11, 23, 15, 0, tzinfo=LOCAL), "今天 15:00", "today 15:00"),
        (datetime(2026, 11, 24, 9, 5, tzinfo=LOCAL), "明天 09:05", "tomorrow 09:05"),
        (datetime(2026, 11, 25, 9, 0, tzinfo=LOCAL), "后天 09:00", "Wed 25 Nov 09:00"),
        (datetime(2026, 11, 22, 23, 59, tzinfo=LOCAL), "昨天 23:59", "yesterday 23:59"),
        (datetime(2026, 11, 26, 9, 0, tzinfo=LOCAL), "11月26日 周四 09:00", "Thu 26 Nov 09:00"),
        (datetime(2027, 1, 4, 9, 0, tzinfo=LOCAL), "1月4日 周一 09:00", "Mon 4 Jan 09:00"),
        (datetime(2028, 3, 2, 9, 0, tzinfo=LOCAL), "2028年3月2日 09:00", "2 Mar 2028 09:00"),
    ],
)
def test_a_near_moment_is_said_by_its_day_and_a_far_one_by_its_date(at: datetime, zh: str, en: str) -> None:

    assert moments.moment(at, now=NOW, language="zh-hans") == zh
    assert moments.moment(at, now=NOW, language="en") == en


def test_the_day_is_the_companys_not_the_servers() -> None:
    late_evening = datetime.fromisoformat("2026-11-23T16:30:00+00:00")  # half past midnight in Shanghai
    assert moments.moment(late_evening, now=NOW, language="zh-hans") == "明天 00:30"


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (42, "还剩 42 分", "42 min left"),
        (125, "还剩 2 小时 5 分", "2 h 5 min left"),
        (120, "还剩 2 小时", "2 h left"),
        (60 * 24 * 3, "还剩 3 天", "3 days left"),
        (0.5, "还剩 不到 1 分", "under a minute left"),
        (-25, "超时 25 分", "25 min late"),
        (0, "超时 不到 1 分", "under a minute late"),
    ],
)
def test_what_is_left_is_said_in_two_units_at_most(minutes: float, zh: str, en: str) -> None:
    due = NOW + timedelta(minutes=minutes)
    assert moments.remaining(due, now=NOW, language="zh-hans") == zh
    assert moments.remaining(due, now=NOW, language="en") == en


@pytest.mark.parametrize(("minutes", "state"), [(-1, "late"), (0, "late"), (1, "soon"), (60, "soon"), (61, "due")])
def test_a_promise_turns_soon_in_its_last_hour_and_late_at_its_moment(minutes: int, state: str) -> None:
    assert moments.state(NOW + timedelta(minutes=minutes), now=NOW) == state


def test_a_due_moment_carries_everything_its_row_shows() -> None:
    due = moments.due(NOW + timedelta(minutes=42), now=NOW, language="zh-hans")
    assert (due.said, due.left, due.full, due.state) == ("今天 15:00 前", "还剩 42 分", "2026-11-23 周一 15:00", "soon")
    assert moments.due(NOW + timedelta(minutes=42), now=NOW, language="en").said == "by today 15:00"


def test_a_window_names_its_day_once() -> None:
    start, end = NOW.replace(hour=16, minute=0), NOW.replace(hour=18, minute=0)
    assert moments.window(start, end, now=NOW, language="zh-hans") == "今天 16:00–18:00"


def test_the_past_is_said_as_ago() -> None:
    assert moments.ago(NOW - timedelta(hours=3), now=NOW, language="zh-hans") == "3 小时前"
    assert moments.ago(NOW - timedelta(hours=3), now=NOW, language="en") == "3 h ago"
    assert moments.day(date(2026, 11, 21), today=date(2026, 11, 23), language="zh-hans") == "前天"
