"""Is this the same customer? A verdict with its reasons; a phone number alone never decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from liuke.areas.customers.rules.names import core_of, pairs, spell
from liuke.foundation.words import Words

LIKELY = 60
SAME_NAME = Words("姓名相同", "same name")
SAME_CORE = Words("名称相同（不计公司后缀）", "same name but for the legal form")
SAME_SOUND = Words("姓名读音相同", "name sounds the same")
NEAR_NAME = Words("名称相近", "similar name")
SAME_PHONE = Words("电话相同", "same phone")
SAME_STREET = Words("同一街道", "same street office")
SAME_DISTRICT = Words("同一区县", "same district")
PHONE_ALONE = Words("仅电话相同，不足以认定", "only the phone is the same, which decides nothing")


@dataclass(frozen=True)
class Known:
    """What we hold of a candidate."""

    names: tuple[str, ...]
    has_phone: bool
    divisions: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """How much speaks for the same customer; `is_likely` from 60 points."""

    points: int
    reasons: tuple[Words, ...]

    @property
    def is_likely(self) -> bool:
        return self.points >= LIKELY


def compare(name: str, division: str, known: Known) -> Verdict:
    """Weigh name, phone and place of a newcomer against a candidate."""
    by_name, reason = max((_name_points(name, other) for other in known.names if other), default=(0, None))
    reasons = [reason] if reason else []
    points = by_name
    if known.has_phone:
        points += 40 if by_name else 20
        reasons.append(SAME_PHONE if by_name else PHONE_ALONE)
    near, where = _place_points(division, known.divisions)
    if by_name or known.has_phone:
        points += near if by_name else 0
        reasons += [where] if where else []
    return Verdict(min(points, 100), tuple(reasons))


def _name_points(mine: str, other: str) -> tuple[int, Words | None]:
    a, b = mine.strip().lower(), other.strip().lower()
    if not a or not b:
        return 0, None
    if a == b:
        return 40, SAME_NAME
    if core_of(a) == core_of(b):
        return 38, SAME_CORE
    if len(a) == len(b) and spell(a, of_person=True).pinyin == spell(b, of_person=True).pinyin:
        return 25, SAME_SOUND
    left, right = pairs(core_of(a)), pairs(core_of(b))
    shared = len(left & right) / (len(left | right) or 1)
    return (25, NEAR_NAME) if shared >= 0.6 else (0, None)


def _place_points(division: str, others: Iterable[str]) -> tuple[int, Words | None]:
    known = [other for other in others if other]
    if len(division) == 9 and division in known:
        return 25, SAME_STREET
    if len(division) >= 6 and any(other[:6] == division[:6] for other in known):
        return 20, SAME_DISTRICT
    return 0, None
