"""Secrecy 商密 (H9): who may see a clear value of a customer of each level."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from liuke.foundation.words import Words

LEVELS: Final[dict[str, Words]] = {
    "general": Words("一般", "general"),
    "important": Words("重要", "important"),
    "core": Words("核心", "core"),
}
_NOT_FOR_CORE: Final = frozenset({"agent", "settlement_clerk", "parts_clerk", "dealer"})


def stricter(one: str, other: str) -> str:
    """Of two levels the one that hides more."""
    order = list(LEVELS)
    return max(one, other, key=order.index)


def may_reveal(secrecy: str, roles: Collection[str], *, is_keeper: bool) -> bool:
    """General and important: whoever may see the customer. Core: the keeper, and roles above the plain desk."""
    return secrecy != "core" or is_keeper or not set(roles) <= _NOT_FOR_CORE
