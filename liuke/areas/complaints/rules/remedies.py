"""What may be offered with which finding, and whose yes it needs (practice §4.12: never "withdraw it" as a condition)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from liuke.areas.complaints.rules.catalogue import Exposure, Remedy
from liuke.foundation.words import Words

_CONDITION: Final = re.compile(
    r"(撤诉|撤销投诉|撤回投诉|删除?差评|不再投诉|不得.{0,4}投诉|放弃.{0,6}(投诉|追究))|withdraw the complaint",
    re.IGNORECASE,
)


def allowed(remedies: Iterable[Remedy], stance: str) -> tuple[Remedy, ...]:
    """Those that fit the finding; before there is one, those that need none (apology, explanation, redo)."""
    return tuple(r for r in remedies if (stance in r.stances if stance else r.cost_cents == 0 and not r.has_amount))


def limit_of(roles: Collection[str], authority: Mapping[str, int]) -> int:
    """What somebody of these roles may give by himself, in cents."""
    return max((authority.get(role, 0) for role in roles), default=0)


def sets_a_condition(text: str) -> bool:
    """Does this ask the customer to withdraw or keep silent? That is never a condition."""
    return bool(_CONDITION.search(text))


def exposure_of(sub: str, exposures: Iterable[Exposure]) -> tuple[Exposure, ...]:
    """What might be added on top where it goes wrong."""
    return tuple(e for e in exposures if sub in e.subs)


NO_CONDITION: Final = Words(
    "“撤诉”“删评”不能作为解决条件，请改写。", "Withdrawing is never a condition; say it otherwise."
)
