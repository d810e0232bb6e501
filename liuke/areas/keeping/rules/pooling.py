"""Who may take a customer out of the public pool, and why not. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from liuke.foundation.words import Words


@dataclass(frozen=True)
class PoolTerms:
    """How many a keeper takes a day, how many he keeps at most, how long the one before him waits; of which grades
    households are kept by name."""

    daily: int
    cap: int
    barred: timedelta
    households: tuple[str, ...]


@dataclass(frozen=True)
class Taker:
    """Whoever takes: how many today and altogether, and until when he may not have this customer back."""

    taken_today: int
    held: int
    barred_until: datetime | None = None


def terms_of(stated: Mapping[str, Any]) -> PoolTerms:
    """The terms as a table of the company's values holds them."""
    return PoolTerms(
        int(stated.get("daily", 5)), int(stated.get("cap", 200)), timedelta(days=int(stated.get("barred_days", 30))),
        tuple(stated.get("households", ())),
    )  # fmt: skip


def objection(who: Taker, terms: PoolTerms, at: datetime) -> Words | None:
    """Why he may not take this customer now; None where he may."""
    if who.barred_until and who.barred_until > at:
        day = who.barred_until
        return Words(
            f"您曾负责该客户，{day.month}月{day.day}日后才能再次认领。",
            f"You kept this customer before; you may take him again after {day:%Y-%m-%d}.",
        )
    if who.taken_today >= terms.daily:
        return Words(
            f"今日已认领 {terms.daily} 位，请明天再来。", f"You have taken {terms.daily} today; go on tomorrow."
        )
    if who.held >= terms.cap:
        return Words(
            f"您已负责 {who.held} 位客户，上限 {terms.cap} 位；请先放回不再跟进的客户。",
            f"You keep {who.held} customers and the limit is {terms.cap}; give back whom you no longer follow.",
        )
    return None


def lies_in_the_pool(kind: str, grade: str, terms: PoolTerms) -> bool:
    """Whether a customer of this kind and grade is kept by name at all."""
    return kind == "company" or (kind == "household" and grade in terms.households)
