"""What a visit has to show before it may end, and what its results say about the order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.areas.service.rules.checklists import CHECKLIST, unticked
from liuke.areas.service.rules.names import INSTALLING, UNFINISHED_RESULTS
from liuke.foundation.words import Words

FAULT_OF_OURS: Final = frozenset({"own_fault"})


@dataclass(frozen=True)
class MachineDone:
    """One machine as the technician reports it."""

    line: int
    result: str
    serial: str = ""
    note: str = ""


@dataclass(frozen=True)
class WorkFacts:
    """What is on the visit when somebody wants to end it."""

    order_kind: str
    machine_lines: tuple[int, ...]
    results: tuple[MachineDone, ...]
    photos: int
    signed: bool
    checked: frozenset[str] = frozenset()
    gas: bool = False  # one of the machines burns gas


def missing_for_finish(facts: WorkFacts) -> dict[str, Words]:
    """What is missing before the work may be called done, by field; empty when nothing is."""
    missing: dict[str, Words] = {}
    reported = {done.line for done in facts.results}
    if lines := [str(line) for line in facts.machine_lines if line not in reported]:
        missing["results"] = Words(
            f"第 {'、'.join(lines)} 台还没有处理结果", f"Machine {', '.join(lines)} has no result yet"
        )
    elif any(done.result in UNFINISHED_RESULTS for done in facts.results):
        missing["results"] = Words("有机器未修好：请选待二次上门", "A machine is not done: choose “second visit”")
    elif facts.order_kind in INSTALLING and any(not done.serial for done in facts.results):
        missing["serial"] = Words("安装须扫机身条码", "An installation needs the serial number")
    if open_items := unticked(facts.order_kind, facts.checked, gas=facts.gas):
        zh, en = "、".join(CHECKLIST[i].zh for i in open_items), "; ".join(CHECKLIST[i].en for i in open_items)
        missing["checklist"] = Words(f"还没有确认：{zh}", f"Not ticked yet: {en}")
    if not facts.photos:
        missing["photos"] = Words("请至少拍一张机器照片", "At least one photo of the machine is needed")
    if not facts.signed:
        missing["signature"] = Words("请用户签字", "The customer's signature is needed")
    return missing


def is_unpaid_trip(reason: str) -> bool:
    """A no-service trip by the technician's own fault pays nothing."""
    return reason in FAULT_OF_OURS


UNFINISHED_OUTCOMES = frozenset({"dissatisfied", "not_fixed_first", "not_fixed_repeatedly"})


def may_close(outcome: str, *, has_repeat: bool) -> Words | None:
    """Only satisfied is finished (H10); what is not closes only when a linked repeat carries it on.

    He who had complained, or disliked the manners, and is content now (the callback asks) is finished: his class stays.
    """
    if outcome not in UNFINISHED_OUTCOMES or has_repeat:
        return None
    return Words(
        "用户未满意，不能关闭：请先开返修单或处理后再回访",
        "Not satisfied: it closes only once a repeat carries it on, or after another callback",
    )
