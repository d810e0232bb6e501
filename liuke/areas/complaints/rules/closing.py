"""May this complaint be closed? Not without the customer's word, nor, for faults of work, without what was learnt (C4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.foundation.words import Words

TRIES: Final = 3
"""Calls at other hours, with a message, before somebody counts as not reached (practice §3 #19)."""


@dataclass(frozen=True)
class Gate:
    """What stands in the file when somebody wishes to close it."""

    word: str
    tries: int
    stance: str
    kind: str
    improvements: int
    fulfilling: bool
    approved_pending: bool = False


def is_fault_of_work(kind: str, stance: str) -> bool:
    """Ours or shared, in what we do: service and transport. Goods and contracts are learnt from, but need no culprit."""
    return kind in ("service", "transport") and stance in ("ours", "shared")


def why_not(gate: Gate) -> tuple[Words, ...]:
    """All that is missing, each said as what to do next; empty: it may be closed."""
    found = []
    if gate.word == "":
        found.append(Words("还没有用户的意见：请致电确认", "The customer has not said his word: call him"))
    if gate.word == "unreachable" and gate.tries < TRIES:
        found.append(
            Words(
                f"只联系了 {gate.tries} 次，换时段满 {TRIES} 次才算联系不上",
                f"{gate.tries} tries so far; {TRIES} at other hours before he counts as not reached",
            )
        )
    if gate.stance == "":
        found.append(Words("还没有认定责任", "It is not said yet whose it was"))
    if is_fault_of_work(gate.kind, gate.stance) and not gate.improvements:
        found.append(
            Words(
                "工作质量问题：请写明原因、责任人、改进措施",
                "A fault of work: say the cause, who answers, and what is improved",
            )
        )
    if gate.fulfilling and gate.word in ("satisfied", "accepts"):
        found.append(Words("答应用户的方案还没有办完", "What was agreed is not carried out yet"))
    return tuple(found)
