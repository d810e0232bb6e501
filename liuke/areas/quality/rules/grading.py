"""A site's points and grade from counted losses. Every point that is lost hangs on an order; a scheme says how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from liuke.areas.service.rules.names import DECLINE_REASONS, OUTCOMES, RECALL_REASONS
from liuke.foundation.words import Words

HUNDRED: Final = Decimal(100)
CENT: Final = Decimal("0.01")
MEASURES: Final = {
    "outcome": Words("用户评价", "what customers said"),
    "first_fix": Words("一次修复", "fixed the first time"),
    "window": Words("准时上门", "windows kept"),
    "answer": Words("接单", "offers answered"),
    "completion": Words("完工一次过审", "completions not sent back"),
}
GRADES: Final = ("A", "B", "C")
LATE, SENT_BACK = "late", "sent_back"
BECAUSE: Final = {
    **OUTCOMES,
    **DECLINE_REASONS,
    **RECALL_REASONS,
    LATE: Words("未按约到达", "came outside the window"),
    SENT_BACK: Words("完工资料被驳回", "the completion was sent back"),
}
"""What a loss says of itself: an outcome class, the answer to an offer, a window missed, a completion sent back."""


@dataclass(frozen=True)
class Scheme:
    """How points are counted, in force on a day: weights sum to 100, losses are between 0 and 1."""

    days: int
    weights: Mapping[str, int]
    classes: Mapping[str, Decimal]
    answers: Mapping[str, Decimal]
    cut_offs: Mapping[str, int]
    audit_share: Decimal
    minimum: int


@dataclass(frozen=True)
class Counted:
    """One measure of one site: how many were looked at, and how much of them was lost (a bad one loses up to 1)."""

    measure: str
    count: int
    lost: Decimal


@dataclass(frozen=True)
class Part:
    """What a measure brings of the 100, and what one whole loss in it costs."""

    measure: str
    weight: Decimal
    count: int
    lost: Decimal
    points: Decimal
    each: Decimal


@dataclass(frozen=True)
class Result:
    """Points, and the grade: empty where too few customers were heard to judge a site by."""

    parts: tuple[Part, ...]
    points: Decimal | None
    grade: str
    confirmed: int
    unconfirmed: int
    audit: bool


def result(counted: Sequence[Counted], *, confirmed: int, unconfirmed: int, scheme: Scheme) -> Result:
    """Points of 100. A measure in which nothing happened is left out and its weight goes to the others."""
    parts = _parts([c for c in counted if c.count], scheme)
    points = sum((p.points for p in parts), Decimal()).quantize(CENT, ROUND_HALF_UP) if parts else None
    enough = confirmed >= scheme.minimum and points is not None
    return Result(
        parts, points, grade_of(points, scheme) if enough and points is not None else "", confirmed, unconfirmed,
        must_audit(confirmed, unconfirmed, scheme),
    )  # fmt: skip


def grade_of(points: Decimal, scheme: Scheme) -> str:
    """A from its cut-off on, B from its, else C."""
    return next((grade for grade in GRADES[:-1] if points >= scheme.cut_offs[grade]), GRADES[-1])


def must_audit(confirmed: int, unconfirmed: int, scheme: Scheme) -> bool:
    """More than so many never reached looks as if somebody did not want them to be (practice §3)."""
    asked = confirmed + unconfirmed
    return asked >= scheme.minimum and Decimal(unconfirmed) / asked > scheme.audit_share


def scheme_of(values: Mapping[str, Any]) -> Scheme:
    """The scheme from its dated values by key."""
    return Scheme(
        days=int(values["period"]["days"]),
        weights={k: int(v) for k, v in values["weights"].items()},
        classes={k: Decimal(str(v)) for k, v in values["classes"].items()},
        answers={k: Decimal(str(v)) for k, v in values["answers"].items()},
        cut_offs={k: int(v) for k, v in values["cut_offs"].items()},
        audit_share=Decimal(str(values["audit"]["share"])),
        minimum=int(values["minimum"]["orders"]),
    )


def _parts(counted: Sequence[Counted], scheme: Scheme) -> tuple[Part, ...]:
    total = sum(scheme.weights.get(c.measure, 0) for c in counted)
    return tuple(_part(c, HUNDRED * scheme.weights.get(c.measure, 0) / total) for c in counted) if total else ()


def _part(c: Counted, weight: Decimal) -> Part:
    each = weight / c.count
    return Part(c.measure, weight, c.count, c.lost, weight - each * c.lost, each)
