"""A rule's time is typed in Chinese as well as in the handbook's own grammar."""

import pytest

from liuke.kernel.promises import due
from liuke.web.desk.handbook.spans import in_grammar


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("30 服务分钟", "30 service minutes"), ("30分钟（服务时间）", "30 service minutes"), ("2小时", "2 hours"),
        ("3 个工作日", "3 working days"), ("3天", "3 days"), ("1 个月", "1 months"), ("2周", "2 weeks"),
        ("第3天 20：00", "day 3 at 20:00"), ("第 3 个月 9:00", "month 3 at 09:00"), ("当天 18:00", "same day 18:00"),
        ("30 service minutes", "30 service minutes"), ("{window_end} + 1 hour", "{window_end} + 1 hour"),
    ],
)  # fmt: skip
def test_what_is_typed_in_chinese_is_the_handbooks_grammar(typed: str, meant: str) -> None:
    assert in_grammar(typed) == meant
    assert due.parse(in_grammar(typed)) == due.parse(meant)


def test_what_nobody_understands_stays_for_the_refusal() -> None:
    assert in_grammar("尽快") == "尽快"
