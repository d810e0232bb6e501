"""What a day plan weighs, how the day is cut, which breaks there are, and why something could not be placed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.areas.service.rules.planning import Importance, prize, reason_words, rests, spans, touched
from liuke.foundation.routes.plan import Reason
from liuke.foundation.routes.problem import Rest

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
USUAL = {"from": "11:30", "until": "13:30", "minutes": 30, "after_hours": 6}


def test_what_is_agreed_dangerous_held_due_and_core_comes_first_in_this_order() -> None:
    late, soon = AT - timedelta(minutes=1), AT + timedelta(hours=1)
    ladder = [
        Importance(agreed=False), Importance(agreed=True), Importance(agreed=True, due_at=soon),
        Importance(agreed=True, core=True), Importance(agreed=True, due_at=late), Importance(agreed=True, held=True),
        Importance(agreed=True, safety=True),
        Importance(agreed=True, safety=True, core=True, held=True, due_at=late),
    ]  # fmt: skip
    worth = [prize(one, at=AT) for one in ladder]
    assert worth == sorted(set(worth))
    assert all(1 <= n <= 99 for n in worth)


def test_windows_that_overlap_share_a_piece_of_the_day_and_others_none() -> None:
    pieces = spans([(0, 120), (120, 240), (60, 180)])
    morning, noon, odd = (set(touched(pieces, *window)) for window in ((0, 120), (120, 240), (60, 180)))
    assert not morning & noon
    assert odd & morning and odd & noon


def test_a_gap_in_the_shift_is_the_break_and_a_long_day_has_the_usual_one() -> None:
    assert rests([(480, 720), (780, 1080)], USUAL) == (Rest(720 * 60, 750 * 60, 60 * 60),)
    assert rests([(480, 1200)], USUAL) == (Rest(690 * 60, 780 * 60, 30 * 60),)
    assert rests([(480, 720)], USUAL) == rests([(720, 1200)], USUAL) == rests([], USUAL) == ()
    assert rests([(480, 1200)], None) == ()


@pytest.mark.parametrize(
    ("reason", "zh"),
    [
        (Reason("skill", ("gas", "site 3")), "无人持有燃气具安装维修证"),
        (Reason("skill", ("site 3",)), "网点当天无人当班"),
        (Reason("goods", ("part 主板", "span 0-120")), "车上均缺配件：主板"),
        (Reason("goods", ("span 0-120",)), "能做的师傅在此时段均不当班或已占用"),
        (Reason("shift"), "约定时段不在任何师傅的班内"),
        (Reason("far"), "路途太远，时段内无法往返"),
        (Reason("full"), "其余工单之外已无时间"),
        (Reason("locked", ("7",)), "锁定的师傅当天不当班"),
    ],
)
def test_every_reason_is_said_as_a_dispatcher_says_it(reason: Reason, zh: str) -> None:
    assert reason_words(reason).zh == zh
    assert reason_words(reason).en
