"""Which outcome class (H11) follows from what the customer answered and from what happened. Decides nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from liuke.areas.service.rules.names import OUTCOMES
from liuke.foundation.words import Words

SATISFIED = "satisfied"
DISSATISFIED = "dissatisfied"
COMPLAINED = "called_to_complain"
NOT_FIXED_FIRST = "not_fixed_first"
NOT_FIXED_REPEATEDLY = "not_fixed_repeatedly"
ATTITUDE = "attitude"

CLASSES = (NOT_FIXED_REPEATEDLY, COMPLAINED, ATTITUDE, NOT_FIXED_FIRST, DISSATISFIED, SATISFIED)
"""Worst first, as their coefficients stand in practice §3; the worst that applies is the primary one."""

WORDS = OUTCOMES
LADDER = {
    "": Words("", ""),
    "satisfied": Words("满意", "satisfied"),
    "comes_back": Words("满意并愿再来", "satisfied, will come back"),
    "brings_friends": Words("满意、愿再来并推荐亲友", "satisfied, will come back and bring friends"),
}


@dataclass(frozen=True)
class Answers:
    """What the customer said. None is "not asked" or "no answer"."""

    solved: bool | None = None
    charged: Decimal | None = None
    attitude_good: bool | None = None
    satisfied: bool | None = None
    comes_back: bool | None = None
    brings_friends: bool | None = None
    follow_up: bool | None = None
    words: str = ""


@dataclass(frozen=True)
class OutcomeFacts:
    """The answers beside what the events tell.

    `complained`: a dissatisfaction about this order was voiced before the callback. `earlier_attempts`: orders for
    the same fault within 30 days before this one. `later_repeats`: those that were linked to this one since.
    """

    answers: Answers
    complained: bool = False
    earlier_attempts: int = 0
    later_repeats: int = 0
    reported_paid: bool = False
    reported_charge: Decimal | None = None


@dataclass(frozen=True)
class Outcome:
    """The verdict, with its reasons: primary class, the other classes that apply too, and the words for both."""

    primary: str
    flags: tuple[str, ...]
    words: Words
    ladder: str
    charge_differs: bool
    finishes: bool
    """Only a customer who is content with something that works is finished."""


def outcome(facts: OutcomeFacts) -> Outcome:
    """The one outcome class of a callback: the worst that applies; the others are its flags."""
    applying = [c for c in CLASSES if _applies(c, facts)] or [SATISFIED]
    differs = _charge_differs(facts)
    return Outcome(
        primary=applying[0],
        flags=tuple(applying[1:]) + (("charge_differs",) if differs else ()),
        words=_words(applying, facts, differs),
        ladder=_ladder(facts.answers) if facts.answers.satisfied and not _not_fixed(facts) else "",
        charge_differs=differs,
        finishes=facts.answers.satisfied is True and not _not_fixed(facts),
    )


def _applies(name: str, facts: OutcomeFacts) -> bool:
    if name == NOT_FIXED_REPEATEDLY:
        return _not_fixed(facts) and (facts.earlier_attempts > 0 or facts.later_repeats > 1)
    if name == NOT_FIXED_FIRST:
        return _not_fixed(facts) and facts.earlier_attempts == 0 and facts.later_repeats <= 1
    if name == COMPLAINED:
        return facts.complained
    if name == ATTITUDE:
        return facts.answers.attitude_good is False
    return name == DISSATISFIED and facts.answers.satisfied is False


def _not_fixed(facts: OutcomeFacts) -> bool:
    return facts.answers.solved is False or facts.later_repeats > 0


def _charge_differs(facts: OutcomeFacts) -> bool:
    """The customer names another amount than the technician reported: private charging would look like this."""
    if facts.answers.charged is None:
        return False
    if facts.reported_charge is not None:
        return facts.answers.charged != facts.reported_charge
    return (facts.answers.charged > 0) != facts.reported_paid


def _ladder(answers: Answers) -> str:
    """H30: satisfied; and will come back; and brings friends. Each step stands on the one before."""
    if not answers.comes_back:
        return "satisfied"
    return "brings_friends" if answers.brings_friends else "comes_back"


def _words(applying: list[str], facts: OutcomeFacts, differs: bool) -> Words:
    reasons = [_reason(c, facts) for c in applying if c != SATISFIED]
    if differs:
        reasons.append(_charge_words(facts))
    head = WORDS[applying[0]]
    if not reasons:
        return head
    return Words(f"{head.zh}：{'；'.join(r.zh for r in reasons)}", f"{head.en}: {'; '.join(r.en for r in reasons)}")


def _charge_words(facts: OutcomeFacts) -> Words:
    said, reported = facts.answers.charged, facts.reported_charge
    if reported is None:
        zh, en = ("有收费", "a charge") if facts.reported_paid else ("未收费", "no charge")
        return Words(f"用户说收费 {said} 元，上报为{zh}", f"charged {said} by word, {en} as reported")
    return Words(f"用户说收费 {said} 元，上报 {reported} 元", f"charged {said} by word, {reported} as reported")


def _reason(name: str, facts: OutcomeFacts) -> Words:
    if name in (NOT_FIXED_FIRST, NOT_FIXED_REPEATEDLY):
        attempts = facts.earlier_attempts + 1
        if facts.later_repeats:
            n = attempts + facts.later_repeats
            return Words(f"同一故障 30 天内第 {n} 次报修", f"request {n} for the same fault within 30 days")
        return Words(f"第 {attempts} 次维修后仍未解决", f"not solved after visit {attempts}")
    if name == COMPLAINED:
        return Words("用户曾就本单表示不满", "the customer had complained about this order")
    if name == ATTITUDE:
        return Words("用户对服务态度不满意", "the customer disliked how he was treated")
    return Words("用户回答不满意", "the customer said he is not satisfied")
