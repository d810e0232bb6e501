"""Knowledge articles: their kinds, who may read them, what a fault tree has to be, when one is looked over again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words

TREE = "fault_tree"
KINDS: Final[Mapping[str, Words]] = {
    TREE: Words("故障排查", "Fault tree"),
    "how_to": Words("操作指引", "How to"),
    "policy": Words("政策口径", "Policy"),
    "phrases": Words("话术", "What to say"),
}
PUBLIC, NETWORK, CENTRE = "public", "network", "centre"
LEVELS: Final[Mapping[str, Words]] = {
    PUBLIC: Words("用户可见", "Customers too"),
    NETWORK: Words("网点与中心", "Sites and centre"),
    CENTRE: Words("仅中心", "Centre only"),
}
STATES: Final[Mapping[str, Words]] = {
    "draft": Words("草稿", "Draft"),
    "in_force": Words("生效", "In force"),
    "retired": Words("停用", "Retired"),
}
OUTCOMES: Final[Mapping[str, Words]] = {
    "solved": Words("电话解决", "Solved by phone"),
    "ordered": Words("转工单", "Work order made"),
    "helped": Words("用户自行解决", "Customer solved it himself"),
}
LONGEST_TITLE, LONGEST_BODY, MOST_STEPS, MOST_CODES = 80, 20_000, 40, 30
REVIEW_AFTER: Final = timedelta(days=180)
_STEP_WORDS: Final = 300


@dataclass(frozen=True)
class Step:
    """One question or thing to do; `yes` and `no` name the next step, or `solved`, or `visit`."""

    key: str
    ask: str
    yes: str
    no: str
    hint: str = ""


SOLVED, VISIT = "solved", "visit"
ENDS: Final[Mapping[str, Words]] = {SOLVED: Words("已解决", "solved"), VISIT: Words("上门", "a visit")}


def first_review(on: date) -> date:
    """When an article that names no day is looked over again: half a year on."""
    return on + REVIEW_AFTER


def steps_of(told: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of a tree as they are kept."""
    return tuple(Step(str(s["key"]), str(s["ask"]), str(s["yes"]), str(s["no"]), str(s.get("hint", ""))) for s in told)


def checked_tree(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The tree, or Invalid naming `tree`: every answer leads to a later step or an end, and every step is reached."""
    keys = [s.key for s in steps]
    if not steps or len(steps) > MOST_STEPS:
        raise _tree(f"请填写 1 至 {MOST_STEPS} 步。", f"Between 1 and {MOST_STEPS} steps.")
    if len(set(keys)) != len(keys) or any(k in ENDS or not 0 < len(k) <= 20 for k in keys):
        raise _tree("步骤编号不能重复，最多 20 字。", "Each step has a key of its own, 20 characters at most.")
    reached = {keys[0]}
    for place, step in enumerate(steps):
        if not 0 < len(step.ask.strip()) <= _STEP_WORDS or len(step.hint) > _STEP_WORDS:
            raise _tree(
                f"第 {place + 1} 步要写明问什么（{_STEP_WORDS} 字内）。", f"Step {place + 1} has to ask something."
            )
        for to in (step.yes, step.no):
            if to not in ENDS and to not in keys[place + 1 :]:
                raise _tree(
                    f"第 {place + 1} 步指向“{to[:20]}”：须指向后面的步骤，或 solved、visit。",
                    f"Step {place + 1} leads to “{to[:20]}”: a later step, solved or visit.",
                )
            reached.add(to)
    if lost := [k for k in keys if k not in reached]:
        raise _tree(f"走不到步骤“{lost[0]}”。", f"Nothing leads to step “{lost[0]}”.")
    return tuple(steps)


def read_tree(text: str) -> tuple[Step, ...]:
    """A tree as people type it, a line a step: `key | question | yes → | no → | hint`; Invalid names the line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        if len(parts) not in (4, 5):
            raise _tree(
                f"第 {number} 行要有四段：编号 | 问什么 | 是→ | 否→（可加提示）。",
                f"Line {number} has four parts: key | question | yes | no (and perhaps a hint).",
            )
        found.append(Step(*parts))
    return checked_tree(found)


def written_tree(steps: Sequence[Step]) -> str:
    """The tree as `read_tree` takes it."""
    return "\n".join(" | ".join(filter(None, (s.key, s.ask, s.yes, s.no, s.hint))) for s in steps)


def walk(steps: Sequence[Step], answers: Sequence[str]) -> tuple[Step | None, str]:
    """Where these answers (`yes`, `no`) lead: the step that asks next, or the end (`solved`, `visit`)."""
    by_key = {s.key: s for s in steps}
    here = steps[0]
    for said in answers:
        to = here.yes if said == "yes" else here.no
        if to in ENDS:
            return None, to
        here = by_key[to]
    return here, ""


def _tree(zh: str, en: str) -> Invalid:
    return Invalid.field("tree", zh, en)
