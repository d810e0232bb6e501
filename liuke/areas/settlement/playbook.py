"""What can be owed about a month: sending its statements, agreeing, hearing an appeal, paying (practice §3 #29)."""

from __future__ import annotations

from liuke.kernel.playbook import register

_KINDS = (
    # what, page, zh, en, zh and en of the button, seen_by
    ("send-statements", "/settlement/?month={about}", "发送结算单", "Send the statements", "核对发送", "Look and send", "staff"),
    ("confirm-statement", "/settlement/{about}/", "确认结算单", "Confirm the statement", "确认", "Confirm", "site"),
    ("decide-statement-appeal", "/settlement/line-appeals/{about}/", "结算申诉裁定", "Decide the settlement appeal",
     "裁定", "Decide", "staff"),
    ("pay-statement", "/settlement/{about}/", "支付结算款", "Pay the statement", "付款", "Pay", "staff"),
    ("give-back-holding", "/settlement/holdings/?number={about}", "返还押金或质保金", "Give back deposit or retention",
     "返还", "Give back", "staff"),
)  # fmt: skip
for _what, _page, _zh, _en, _act_zh, _act_en, _seen in _KINDS:
    register.promise_kind(_what, zh=_zh, en=_en, act_zh=_act_zh, act_en=_act_en, page=_page, seen_by=_seen)
