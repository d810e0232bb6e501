"""ABC by value (H4): who brings the first 75 % of the money is A, the next 20 % B, the rest C. Pure.

The nightly count does the same in one statement; a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from liuke.foundation.words import Words

A_SHARE, B_SHARE = 75, 95


@dataclass(frozen=True)
class Cuts:
    """Up to which share of all money (in %, counted from the best customer down) A and B reach; over how many days."""

    a: int = A_SHARE
    b: int = B_SHARE
    days: int = 730
    by_hand_days: int = 180

    @property
    def span(self) -> timedelta:
        return timedelta(days=self.days)


def abc(cents: Mapping[int, int], cuts: Cuts) -> dict[int, str]:
    """The grade of each customer by his money; who brought nothing is C."""
    total = sum(max(0, c) for c in cents.values())
    before, found = 0, {}
    for pk, amount in sorted(cents.items(), key=lambda pair: (-pair[1], pair[0])):
        share = before * 100
        found[pk] = "C" if amount <= 0 else "A" if share < cuts.a * total else "B" if share < cuts.b * total else "C"
        before += max(0, amount)
    return found


def account_code(grade: str, *, is_core: bool, recency: int, frequency: int, money: int) -> str:
    """The code that sums a customer's worth up: grade, K for core, then recency, frequency, money; `AK-545`."""
    return f"{grade or '-'}{'K' if is_core else ''}-{recency}{frequency}{money}"


SEGMENTS: Final = {
    "champion": Words("重要价值客户", "Champion"),
    "rescue": Words("重要挽留客户", "To be won back"),
    "grow": Words("重点发展客户", "To be developed"),
    "new": Words("新近客户", "New"),
    "sleeping": Words("沉睡客户", "Asleep"),
    "steady": Words("一般维持客户", "Steady"),
}


def segment(recency: int, frequency: int, money: int) -> str:
    """The segment of an RFM triple, each 1 to 5 with 5 the best."""
    if recency >= 4 and money >= 4:
        return "champion" if frequency >= 3 else "grow"
    if recency <= 2:
        return "rescue" if money >= 4 else "sleeping"
    return "new" if recency == 5 and frequency == 1 else "steady"
