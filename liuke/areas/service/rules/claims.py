"""May this claim be decided so? What the law gives is not refused; what goes beyond it says why (H16). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liuke.foundation.words import Words

WISHES: Final = {"exchange": Words("换机", "an exchange"), "refund": Words("退机退款", "his money back")}
FINDINGS: Final = {
    "confirmed": Words("确认性能故障", "a fault of performance"),
    "no_fault": Words("未发现故障", "no fault found"),
    "not_guarantee": Words("非三包责任", "not the guarantee's concern"),
}
STATES: Final = {
    "asked": Words("待鉴定", "to assess"),
    "assessed": Words("待审批", "to decide"),
    "approved": Words("待执行", "to carry out"),
    "refused": Words("未批准", "refused"),
    "done": Words("已办结", "done"),
    "withdrawn": Words("已撤回", "withdrawn"),
}
DECIDES: Final = ("regional_manager", "service_director", "general_manager")
PAYS_BACK: Final = ("finance", "settlement_clerk", "general_manager")
ORDER_KIND: Final = {"exchange": "exchange", "refund": "return"}


def is_owed(granted: str, entitled: Sequence[str], finding: str) -> bool:
    """Does law or contract give him that: a fault of performance, and the choice was his on the day he asked?"""
    return finding == "confirmed" and granted in entitled


def may_refuse(wish: str, entitled: Sequence[str], finding: str) -> Words | None:
    """None where the claim may be refused, else why not."""
    if not is_owed(wish, entitled, finding):
        return None
    return Words(
        f"已确认性能故障，且按规定用户有权{WISHES[wish].zh}，不能拒绝",
        f"The fault is confirmed and the law gives him {WISHES[wish].en}: it cannot be refused",
    )


def may_grant(granted: str, note: str, entitled: Sequence[str], finding: str) -> Words | None:
    """None where it may be granted; what goes beyond his right needs a word why (goodwill is somebody's money)."""
    if is_owed(granted, entitled, finding) or note.strip():
        return None
    return Words("超出规定权利，属于让利，请写明理由", "That is more than he has a right to: say why it is granted")
