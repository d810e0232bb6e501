"""The gate (H9): what leaves in bulk is asked for, decided by another, made once, taken once, and has an end. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from liuke.foundation.words import Words

MANAGERS: Final = (
    "complaint_manager", "duty_manager", "regional_manager", "quality_manager", "service_director", "general_manager",
)  # fmt: skip
"""Who decides about general data: the managers in charge."""
DECIDERS: Final[dict[str, tuple[str, ...]]] = {"general": MANAGERS, "important": ("general_manager",)}
NEVER: Final = "core"
"""The highest level never leaves in bulk: such rows are left out and counted."""
LEVELS: Final = ("general", "important", "core")
STATES: Final[dict[str, Words]] = {
    "asked": Words("待审批", "to be decided"),
    "approved": Words("制作中", "being made"),
    "made": Words("待领取", "to be taken"),
    "taken": Words("已领取", "taken"),
    "refused": Words("未批准", "refused"),
    "withdrawn": Words("已撤回", "withdrawn"),
    "lapsed": Words("已过期", "lapsed"),
    "failed": Words("未制成", "not made"),
}
OPEN: Final = ("asked", "approved", "made")
GROWTH_PERCENT: Final = 10
GROWTH_ROWS: Final = 20


def may_decide(level: str, roles: Collection[str]) -> bool:
    """Whether somebody of these roles decides about data up to this level."""
    return not set(DECIDERS.get(level, ())).isdisjoint(roles)


def highest(levels: Iterable[str]) -> str:
    """The strictest of some levels; general where there is none."""
    return max(levels, key=LEVELS.index, default=LEVELS[0])


def most_rows(expected: int) -> int:
    """How many rows an approval still covers, for lists live on: a tenth more than were asked for, and twenty."""
    return expected + expected * GROWTH_PERCENT // 100 + GROWTH_ROWS
