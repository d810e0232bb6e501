"""Which amounts an appeal may be granted with."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

OWED: Final = frozenset({"deduction", "collected"})
"""These are taken off: their amounts are below nothing."""
MOST_CENTS: Final = 1_000_000


def why_not(item: str, cents: int) -> Words | None:
    """None where an item of an order may be this amount."""
    if abs(cents) > MOST_CENTS:
        return Words("单项最多 1 万元。", "At most 10,000 for one item.")
    if item in OWED and cents > 0:
        return Words("扣款和代收款填 0 或负数。", "A deduction or money collected is nothing or less.")
    if item not in OWED and cents < 0:
        return Words("费用不能为负数。", "A fee is not less than nothing.")
    return None
