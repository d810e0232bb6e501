"""What may be written into which field, and what is old (H1: dynamic, highlights first). Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from liuke.areas.customers.rules.sources import OWN_WORD
from liuke.foundation.words import Words

GROUPS: Final[dict[str, Words]] = {
    "basics": Words("基础资料", "Basics"),
    "traits": Words("客户特征", "Traits"),
    "business": Words("业务状况", "Business"),
    "dealings": Words("交易现状", "Dealings"),
}
HIDDEN: Final = Words("（已更新）", "(brought up to date)")
GONE: Final = Words("（已清除）", "(taken out)")


def needs_own_word(own_word: str, customer_kind: str) -> bool:
    """Whether only the person himself may have told it: character and family of private people (PIPL; practice §4)."""
    return own_word == "always" or (own_word == "household" and customer_kind != "company")


def is_own_word(source: str) -> bool:
    return source in OWN_WORD


def level_of(field_level: str, customer_level: str) -> str:
    """The secrecy that holds for a field: what is important of a core customer is core."""
    return "core" if field_level == "important" and customer_level == "core" else field_level


def is_stale(confirmed_at: datetime, stale_days: int | None, at: datetime) -> bool:
    """Whether nobody has said for too long that it still holds."""
    return stale_days is not None and at - confirmed_at > timedelta(days=stale_days)
