"""Until when, as people say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.web.desk.said_time import parse

LOCAL = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 14, 18, tzinfo=LOCAL)

SAID = {
    "明天15:00": "11-24 15:00",
    "明天15：00前": "11-24 15:00",
    "明天下午3点": "11-24 15:00",
    "明天3点": "11-24 15:00",
    "明天上午9点半": "11-24 09:30",
    "明早8点": "11-24 08:00",
    "今天下班前": "11-23 18:00",
    "下班前": "11-23 18:00",
    "今天": "11-23 18:00",
    "今晚8点": "11-23 20:00",
    "晚上七点一刻": "11-23 19:15",
    "后天中午": "11-25 12:00",
    "后天": "11-25 18:00",
    "大后天十点": "11-26 10:00",
    "周五": "11-27 18:00",
    "周五下午两点": "11-27 14:00",
    "下周一9:00": "11-30 09:00",
    "星期天上午十点": "11-29 10:00",
    "本周内": "11-27 18:00",
    "半小时内": "11-23 14:48",
    "30分钟内": "11-23 14:48",
    "两小时内": "11-23 16:18",
    "1个半小时后": "11-23 15:48",
    "三天内": "11-26 18:00",
    "3天后": "11-26 18:00",
    "一周内": "11-30 18:00",
    "15:00": "11-23 15:00",
    "13:00": "11-24 13:00",
    "4点": "11-23 16:00",
    "11月26日10点": "11-26 10:00",
    "11-26 10:00": "11-26 10:00",
    "26号": "11-26 18:00",
    "26日下午4点半": "11-26 16:30",
    "2026-12-01 9:30": "12-01 09:30",
    "tomorrow 15:00": "11-24 15:00",
    "tomorrow 3pm": "11-24 15:00",
    "today 5 pm": "11-23 17:00",
    "friday 10:00": "11-27 10:00",
    "next monday 9:00": "11-30 09:00",
    "in 2 hours": "11-23 16:18",
    "in 30 minutes": "11-23 14:48",
}


@pytest.mark.parametrize(("said", "meant"), SAID.items(), ids=SAID)
def test_a_phrase_means_a_moment(said: str, meant: str) -> None:
    found = parse(said, now=MONDAY)

    assert found is not None, said
    assert f"{found.astimezone(LOCAL):%m-%d %H:%M}" == meant


def test_a_date_that_has_passed_means_next_year() -> None:
    assert parse("3月2日", now=MONDAY) == datetime(2027, 3, 2, 18, tzinfo=LOCAL)


@pytest.mark.parametrize("said", ["", "尽快", "asap", "25:00", "明年这个时候再说", "2099-01-01", "13月40日", "25点"])
def test_what_is_not_understood_is_said_so_and_never_guessed(said: str) -> None:
    assert parse(said, now=MONDAY) is None


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    parse(text, now=MONDAY)
