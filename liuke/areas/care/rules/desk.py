"""Who does what at the callback desk, and the words for its states."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from liuke.foundation.identity.roles import SITE_ROLES
from liuke.foundation.words import Words

LEADS: Final = frozenset(
    {"callback_lead", "hotline_lead", "complaint_officer", "complaint_manager", "duty_manager", "service_director"}
)
CALLERS: Final = {
    "after_service": LEADS | {"callback_agent"},
    "day3": LEADS | {"callback_agent"},
    "week3": LEADS | {"callback_agent", "agent"},
    "month3": LEADS | {"callback_agent", "agent", "account_manager"},
}
"""Three purposes, three owners (H27); those who lead the desk may help out at each."""
INTERESTED: Final = frozenset({"dispatcher", "dispatch_lead", "regional_manager"}) | SITE_ROLES
"""Whoever calls back reports neither to site nor to dispatch (practice §1.18)."""
WATCHERS: Final = frozenset(
    {"quality_manager", "callback_lead", "complaint_manager", "service_director", "general_manager", "administrator"}
)
"""Who looks for praise that was not the customer's own."""

KIND_WORDS: Final = {
    "after_service": Words("服务回访", "callback after service"),
    "day3": Words("三日回访", "day-3 callback"),
    "week3": Words("三周关怀", "week-3 look-in"),
    "month3": Words("三月跟进", "month-3 follow-up"),
}
STATE_WORDS: Final = {
    "due": Words("待回访", "to call"),
    "not_reached": Words("未联系上", "not reached"),
    "later": Words("约定再打", "call later"),
    "done": Words("已回访", "done"),
    "unconfirmed": Words("未确认", "unconfirmed"),
    "dropped": Words("已撤销", "dropped"),
}
DISSATISFACTION_WORDS: Final = {
    "voiced": Words("待指派", "to assign"),
    "handled": Words("处理中", "being handled"),
    "settled": Words("已解决", "settled"),
}
CHANNELS: Final = {
    "callback": Words("回访", "callback"),
    "call": Words("来电", "call"),
    "sms": Words("短信", "SMS"),
    "wechat": Words("微信", "WeChat"),
    "letter": Words("来信", "letter"),
    "visit": Words("来访", "visit"),
    "portal": Words("自助页面", "own page"),
}


def may_call_back(kind: str, roles: Collection[str]) -> bool:
    """May somebody of these roles do a callback of this kind?"""
    held = set(roles)
    return not CALLERS[kind].isdisjoint(held) and INTERESTED.isdisjoint(held)


def kinds_for(roles: Collection[str]) -> tuple[str, ...]:
    """The kinds of callback that somebody of these roles does."""
    return tuple(kind for kind in CALLERS if may_call_back(kind, roles))
