"""Incidents 突发事件 (H20): their sorts, how an owner was told, and when one may end."""

from __future__ import annotations

from typing import Final

from liuke.foundation.lines import is_blank
from liuke.foundation.words import Words

SORTS: Final[dict[str, Words]] = {
    "batch": Words("批次故障", "batch fault"),
    "recall": Words("召回", "recall"),
    "injury": Words("人身伤害", "injury"),
    "other": Words("其他", "other"),
}
WAYS: Final[dict[str, Words]] = {
    "phone": Words("电话", "by phone"),
    "visit": Words("上门", "at the door"),
    "letter": Words("挂号信", "by registered letter"),
    "unreachable": Words("多次联系未果", "not reached in the end"),
}


def why_not_over(*, open_measures: int, untold: int, reason: str) -> Words | None:
    """What keeps an incident open: a measure that is not done, or owners untold without a word why."""
    if open_measures:
        return Words(f"还有 {open_measures} 项措施未落实", f"{open_measures} measures are not carried out yet")
    if untold and is_blank(reason):
        return Words(f"还有 {untold} 台设备的用户未告知，请写明原因", f"{untold} owners are not told yet: say why not")
    return None
