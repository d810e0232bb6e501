"""Who answers a text message with no more than a way out means it; whoever says anything else is read by people."""

from __future__ import annotations

import pytest

from liuke.areas.customers.rules.replies import wants_no_more


@pytest.mark.parametrize(
    "text",
    ["R", "r", " Ｒ ", "TD", "td。", "T", "退订", "TD退订", "退订R", "回复R", "回R", "“R”", "拒收", "拒收R", "退订短信", "我要退订！",
     "不要再发了", "别发了，谢谢", "请不要再发短信了", "请别再发给我了", "stop", "Unsubscribe", "取消订阅"],
)  # fmt: skip
def test_a_way_out_in_every_width_case_and_manner(text: str) -> None:
    assert wants_no_more(text)


@pytest.mark.parametrize(
    "text",
    ["", "…", "TR", "RT", "谢谢", "好的", "取消", "取消明天的上门", "不要", "不要明天来", "退订单", "我要退机", "T5 油烟机坏了", "师傅什么时候到",
     "不要再发错件了", "R 是什么意思", "拒收的那件寄回了吗"],
)  # fmt: skip
def test_what_says_more_is_for_people(text: str) -> None:
    assert not wants_no_more(text)
