"""Whether an article is for the machine at hand, and which of those that are comes first. Pure."""

from __future__ import annotations

from collections.abc import Collection

OWN, LINE, UNKNOWN, OTHER = 3, 2, 1, 0
"""For the very model; for every model of the line; for some models, and no model is known; for other models."""


def nearness(named: Collection[str], at_hand: Collection[str]) -> int:
    """How near an article that names these models (none: all of its lines) is to the models at hand (none: not known)."""
    if not named:
        return LINE
    if not at_hand:
        return UNKNOWN
    return OTHER if set(at_hand).isdisjoint(named) else OWN


def place(near: int, *, alike: int = 0, solved: int = 0) -> tuple[int, int, int, int]:
    """Where it is offered, the smallest first: the very model's own, then the most alike to what was said, then those
    for the whole line before those for some of its models, then whatever solved most."""
    return (-int(near == OWN), -alike, -near, -solved)
