"""Whose fault it can be, which class is the worse one, whether a decision may still be appealed (practice §1.16, §3)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from liuke.areas.service.rules.names import OUTCOMES
from liuke.foundation.words import Words

SITE: Final = "site"
PARTIES: Final = {
    SITE: Words("网点", "the site"),
    "product": Words("产品", "the product"),
    "part": Words("配件", "a part"),
    "logistics": Words("物流", "logistics"),
    "sales_promise": Words("销售承诺", "a sales promise"),
    "user": Words("用户", "the user"),
    "company": Words("公司", "the company"),
}
STATES: Final = {
    "open": Words("待判定", "to be decided"),
    "decided": Words("已判定", "decided"),
    "appealed": Words("申诉中", "under appeal"),
    "final": Words("终审", "final"),
}
FINE: Final = ("", "satisfied")
WORST_FIRST: Final = ("not_fixed_repeatedly", "called_to_complain", "attitude", "not_fixed_first", "dissatisfied")
APPEAL_DAYS: Final = 5
"""Working days, from the moment of the decision (practice §3)."""

STEPS: Final = {
    "decided": Words("判定{party}责任", "the fault lies with {party}"),
    "appealed": Words("网点已申诉（{appeal}）", "the site appealed ({appeal})"),
    "appeal_decided": Words("申诉终审：{party}责任", "after the appeal the fault lies with {party}"),
}


def is_bad(outcome: str) -> bool:
    """Does this class ask whose fault it was? Satisfied does not, and unconfirmed is no class."""
    return outcome not in FINE and outcome in OUTCOMES


def is_worse(outcome: str, than: str) -> bool:
    """Does this class stand before the other one, by its coefficient?"""
    if than not in WORST_FIRST:
        return outcome in WORST_FIRST
    return outcome in WORST_FIRST and WORST_FIRST.index(outcome) < WORST_FIRST.index(than)


def class_of_repeat(reason: str, *, is_itself_repeat: bool) -> str:
    """The class of an order whose fault came back: the first time, or again and again."""
    if reason == "dissatisfied":
        return "dissatisfied"
    return "not_fixed_repeatedly" if is_itself_repeat else "not_fixed_first"


def why_no_appeal(*, state: str, party: str, until: datetime | None, appealed: bool, at: datetime) -> Words | None:
    """None where the site may appeal now, else why not: once, in time, and only against its own fault."""
    if appealed:
        return Words("每个判定只能申诉一次。", "A decision is appealed once.")
    if state == "open":
        return Words("尚未判定，不需要申诉。", "Nothing is decided yet.")
    if party != SITE:
        return Words("未判网点责任，不影响网点，无需申诉。", "The fault is not the site's: nothing to appeal against.")
    if until is None or at > until:
        return Words(
            f"申诉期为判定后 {APPEAL_DAYS} 个工作日，已过期。",
            f"An appeal is lodged within {APPEAL_DAYS} working days of the decision; that time is over.",
        )
    return None
