"""The life of a statement: drafted, sent, confirmed by its site, signed by the company, locked, invoiced, paid."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

STATES: Final = {
    "draft": Words("草稿", "draft"),
    "sent": Words("待网点确认", "sent to the site"),
    "appealed": Words("申诉中", "appealed"),
    "confirmed": Words("网点已签", "confirmed by the site"),
    "signed": Words("双方已签", "signed by both"),
    "locked": Words("已锁定", "locked"),
    "invoiced": Words("已收票", "invoice received"),
    "paid": Words("已付款", "paid"),
}
OPEN: Final = ("draft", "sent", "appealed")
"""It may still be counted again."""
FIXED: Final = ("confirmed", "signed", "locked", "invoiced", "paid")
"""The site has signed this very sum: what comes later goes into the next month."""
LOCKED: Final = ("locked", "invoiced", "paid")

_ACTS: Final = {
    "count": (OPEN, Words("重新计算", "count again")),
    "send": (("draft",), Words("发送网点", "send")),
    "appeal": (("sent", "appealed"), Words("申诉", "appeal")),
    "rule": (("appealed",), Words("裁定申诉", "decide the appeal")),
    "confirm": (("sent",), Words("确认签字", "confirm and sign")),
    "sign": (("confirmed",), Words("公司签字", "sign for the company")),
    "lock": (("signed",), Words("锁定", "lock")),
    "take_invoice": (("locked",), Words("收到发票", "invoice received")),
    "pay": (("locked", "invoiced"), Words("付款", "pay")),
}


def refusal(state: str, act: str) -> Words | None:
    """None where the act is allowed in this state, else why not."""
    of, words = _ACTS[act]
    if state in of:
        return None
    now = STATES[state]
    if act == "confirm" and state == "appealed":
        return Words(
            "还有申诉未裁定，裁定后再确认。", "An appeal is not decided yet: confirm the statement after that."
        )
    return Words(
        f"结算单现在是「{now.zh}」，不能{words.zh}。", f"The statement is “{now.en}” now: “{words.en}” is not possible."
    )


def allows(state: str, act: str) -> bool:
    return refusal(state, act) is None
