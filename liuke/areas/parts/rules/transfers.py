"""The life of a transfer between two sites: who takes which step when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.foundation.words import Words

TRANSFER_STATES: Final = {
    "requested": Words("待调出", "to be sent"),
    "sent": Words("在途", "on its way"),
    "received": Words("已调入", "received"),
    "declined": Words("不同意", "declined"),
    "withdrawn": Words("已撤回", "withdrawn"),
}
OPEN: Final = ("requested", "sent")
DECLINE_REASONS: Final = {
    "needed": Words("本网点要用", "needed here"),
    "not_there": Words("实物不在库", "not on the shelf"),
    "damaged": Words("损坏，不能用", "damaged"),
    "other": Words("其他", "other"),
}
GIVER, TAKER = "giver", "taker"


@dataclass(frozen=True)
class Step:
    """From which state to which, by whose desk (the parts desk may act for either)."""

    of: str
    to: str
    who: str


STEPS: Final = {
    "send": Step("requested", "sent", GIVER),
    "decline": Step("requested", "declined", GIVER),
    "withdraw": Step("requested", "withdrawn", TAKER),
    "receive": Step("sent", "received", TAKER),
}


def steps_open(state: str, sides: frozenset[str]) -> tuple[str, ...]:
    """What may be done now by somebody who answers for these sides."""
    return tuple(act for act, step in STEPS.items() if step.of == state and step.who in sides)
