"""The whole life of a complaint as one table: its states, and which act is possible in which (practice §2)."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

STATES: Final = {
    "to_assign": Words("待指派", "to assign"),
    "to_contact": Words("待首次联系", "to contact"),
    "investigating": Words("调查中", "being looked into"),
    "to_approve": Words("方案待审批", "remedy to approve"),
    "to_agree": Words("待用户确认", "awaiting the customer"),
    "fulfilling": Words("执行中", "being carried out"),
    "to_confirm": Words("待回访", "to call"),
    "closed": Words("已结案", "closed"),
    "reopened": Words("重开", "reopened"),
}
CLOSED: Final = "closed"
OPEN: Final = tuple(state for state in STATES if state != CLOSED)
HANDLED: Final = tuple(state for state in OPEN if state != "to_assign")

FROM: Final = {
    "name": OPEN,
    "accept": OPEN,
    "acknowledge": OPEN,
    "assess": OPEN,
    "contact": OPEN,
    "propose": ("to_contact", "investigating", "to_agree", "reopened"),
    "approve": ("to_approve",),
    "agree": ("to_agree",),
    "fulfil": ("fulfilling",),
    "close": ("investigating", "to_agree", "fulfilling", "to_confirm"),
    "reopen": ("closed",),
}
"""Where each act starts. Safety and the third angry call need no order of steps: contact and proposal are open early."""

WORD: Final = {
    "satisfied": Words("满意", "satisfied"),
    "accepts": Words("接受", "accepts it"),
    "refuses": Words("不接受，已告知其他途径", "refuses it, was told the other ways"),
    "unreachable": Words("多次联系不上", "was not reached"),
}
"""What the customer says at the end; nothing is closed without one of these."""
TOLD: Final = {
    "call": Words("电话", "call"),
    "sms": Words("短信", "SMS"),
    "wechat": Words("微信", "WeChat"),
    "mail": Words("邮件", "mail"),
    "letter": Words("信函", "letter"),
    "visit": Words("当面", "in person"),
    "portal": Words("自助页面", "own page"),
    "platform": Words("平台", "platform"),
}
"""The ways on which the customer is told that we have it."""
SEVERITIES: Final = {
    "ordinary": Words("一般", "ordinary"),
    "serious": Words("较重", "serious"),
    "grave": Words("重大", "grave"),
}
VERDICTS: Final = {
    "true": Words("属实", "is so"),
    "partly": Words("部分属实", "is partly so"),
    "untrue": Words("不属实", "is not so"),
    "unknown": Words("无法查实", "cannot be found out"),
}
PARTS: Final = {
    "feeling": Words("感受", "feeling"),
    "fact": Words("事实", "fact"),
    "wish": Words("诉求", "wish"),
    "opinion": Words("看法", "opinion"),
}


def may(act: str, state: str) -> bool:
    """Is this act open in this state?"""
    return state in FROM[act]


def after_contact(state: str) -> str:
    """Where a first word with the customer leads."""
    return "investigating" if state in ("to_assign", "to_contact", "reopened") else state


def after_naming(state: str) -> str:
    """Where a named handler leads."""
    return "to_contact" if state == "to_assign" else state
