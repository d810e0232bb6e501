"""Is the bond firm (H5, H6)? Ten signs, of which the fresh ones count; willingness beside quality; who is core. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from liuke.foundation.words import Words

SIGNS: Final[dict[str, Words]] = {
    "points_out": Words("指出我们的不足", "Points out our faults"),
    "discusses": Words("愿意和我们谈业务", "Likes to discuss the business with us"),
    "answers": Words("我们的电话接得快", "Answers our calls promptly"),
    "best": Words("认为我们做得最好", "Thinks we are the best"),
    "signs_nothing": Words("不与竞争对手签约", "Signs nothing with a competitor"),
    "puts_off": Words("推迟与竞争对手洽谈", "Puts off talks with competitors"),
    "scolds": Words("偶尔责备我们", "Scolds us now and then"),
    "success": Words("相信我们能助其成功", "Thinks we can make him succeed"),
    "not_theirs": Words("不选竞争对手的产品", "Does not choose the competitor’s product"),
    "needs_us": Words("彼此需要", "Needs us as we need him"),
}
"""The checklist of H5; firmness is how many of the ten are fresh."""

WILLINGNESS: Final[dict[str, Words]] = {
    "firm": Words("牢固", "Firm"),
    "fair": Words("一般", "Fair"),
    "loose": Words("松动", "Loose"),
    "unknown": Words("未评估", "Not assessed"),
}
QUALITY: Final[dict[str, Words]] = {
    "high": Words("高（A 级）", "High (grade A)"),
    "middle": Words("中（B 级）", "Middle (grade B)"),
    "low": Words("低（C 级、未评级）", "Low (grade C, not graded)"),
}
GRADES: Final[dict[str, tuple[str, ...]]] = {"high": ("A",), "middle": ("B",), "low": ("C", "")}

STEPS: Final[dict[str, Words]] = {
    "brings_friends": Words("满意、愿再来并荐亲友", "Satisfied, will come back and bring friends"),
    "comes_back": Words("满意并愿再来", "Satisfied, will come back"),
    "satisfied": Words("满意", "Satisfied"),
    "dissatisfied": Words("不满意", "Dissatisfied"),
}
"""The ladder of H30 from its top; dissatisfied stands outside it."""

CRITERIA: Final[dict[str, Words]] = {
    "value": Words("A 级客户", "grade A by value"),
    "loyal": Words("合作两年以上", "loyal for over two years"),
    "forgiving": Words("投诉后仍继续购买", "complained and went on buying"),
    "answers": Words("肯回答回访", "answers when asked"),
    "brings": Words("愿荐亲友", "brings friends"),
}
"""What makes a core customer: value (H4), and the worth beyond money of H5."""


@dataclass(frozen=True)
class Levels:
    """From how many fresh signs on the bond is firm, and fair; below it is loose, and with none nobody has looked."""

    firm: int
    fair: int


@dataclass(frozen=True)
class CoreTerms:
    """How many criteria make core; over how many days loyal, bought within how many, how many answers in that time."""

    need: int
    loyal_days: int
    lately_days: int
    answers: int


def is_fresh(seen_on: date, term: timedelta, *, today: date) -> bool:
    """Does a sign seen on a day still speak?"""
    return today - seen_on <= term


def willingness(fresh: int, levels: Levels) -> str:
    """One of WILLINGNESS by the number of fresh signs."""
    if fresh == 0:
        return "unknown"
    return "firm" if fresh >= levels.firm else "fair" if fresh >= levels.fair else "loose"


def quality(grade: str) -> str:
    """One of QUALITY by the grade."""
    return next(name for name, grades in GRADES.items() if grade in grades)


def is_core(met: Iterable[str], terms: CoreTerms) -> bool:
    """Enough of the criteria are met."""
    return len(set(met) & CRITERIA.keys()) >= terms.need


PROVEN_BY: Final = frozenset(
    {
        "care.callback.completed",
        "care.look_in.completed",
        "care.follow_up.completed",
        "care.dissatisfaction.settled",
        "complaints.complaint.closed",
        "complaints.improvement.done",
    }
)
"""What in the journal may prove a sign."""


def proven(kind: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The signs that an event proves: answered at the first try; would bring friends; complained and stayed; what he
    pointed out was mended."""
    if kind == "complaints.improvement.done":
        return ("points_out",)
    if kind == "complaints.complaint.closed":
        return ("scolds",) if facts.get("word") in ("satisfied", "accepts") else ()
    if kind == "care.dissatisfaction.settled":
        return ("scolds",)
    if kind not in PROVEN_BY:
        return ()
    at_once = ("answers",) if facts.get("tries") == 1 else ()
    return (*at_once, "best") if facts.get("ladder") == "brings_friends" else at_once
