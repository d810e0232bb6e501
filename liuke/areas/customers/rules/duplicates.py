"""Are these two files one customer's? A verdict with its reasons; a phone number alone never decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from liuke.areas.customers.rules.duplicate_facts import Facts, Name, Place
from liuke.areas.customers.rules.duplicate_reasons import AGAINST, ALONE, REASONS
from liuke.areas.customers.rules.duplicate_weights import (
    EMAIL,
    IDENTITY,
    NAME,
    NEAR_NAME,
    NEVER_CERTAIN,
    OTHER_NAME,
    OTHERS,
    PHONE,
    PLACE,
    SAME_CORE,
    SAME_DOOR,
    SAME_NAME,
    SAME_PHONE,
    SAME_SOUND,
    SAME_STREET,
    WEIGHTS,
    Rarity,
    rarer,
)
from liuke.areas.customers.rules.likeness import UNKNOWN, Field, probability, weigh
from liuke.foundation.words import Words

LIKELY: Final = 50
"""Points from which two files are likelier one customer's than not; points are the probability in percent."""
_TOLD: Final = (
    (IDENTITY, {1: "same_identity", 0: "other_identity"}),
    (NAME, {4: "same_name", 3: "same_core", 2: "same_sound", 1: "near_name", 0: "other_name"}),
    (PHONE, {2: "same_phone", 1: "same_tail"}),
    (EMAIL, {1: "same_email"}),
    (PLACE, {3: "same_door", 2: "same_street", 1: "same_district", 0: "other_place"}),
    (OTHERS, {1: "same_other"}),
)


@dataclass(frozen=True)
class Verdict:
    """How probable one customer is, in points of a hundred, and why (codes of REASONS)."""

    points: int
    reasons: tuple[str, ...]

    @property
    def is_likely(self) -> bool:
        return self.points >= LIKELY

    @property
    def speaks_for_it(self) -> bool:
        """Whether anything at all does."""
        return not AGAINST.issuperset(self.reasons) or not ALONE.isdisjoint(self.reasons)

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(REASONS[code] for code in self.reasons)


def compare(one: Facts, other: Facts, rarity: Rarity | None = None) -> Verdict:
    """Weigh all that is known of two files against each other."""
    levels = [level(one, other) for level in _LEVELS]
    by_field = dict(zip(_NAMES, levels, strict=True))
    bits = weigh(FIELDS, levels, WEIGHTS) + rarer(one, other, by_field, rarity or _USUAL)
    points = min(NEVER_CERTAIN, round(100 * probability(bits)))
    reasons = [code for name, codes in _TOLD if (code := codes.get(by_field[name]))]
    if _is_only_reached_alike(by_field):
        alone = "phone_alone" if by_field[EMAIL] < 1 else "reach_alone"
        points, reasons = min(points, LIKELY - 1), [*reasons, alone]
    return Verdict(points, tuple(reasons))


def _is_only_reached_alike(levels: Mapping[str, int]) -> bool:
    """A number has a family behind it and is given out again, a mailbox has several readers: without a name or an
    identity they are a hint."""
    reached = levels[PHONE] > 0 or levels[EMAIL] > 0
    return reached and levels[NAME] <= OTHER_NAME and levels[IDENTITY] < 1 and levels[OTHERS] < 1


def _name(one: Facts, other: Facts) -> int:
    return max((_alike(a, b) for a in one.names for b in other.names if a.text and b.text), default=UNKNOWN)


def _alike(a: Name, b: Name) -> int:
    if a.text == b.text:
        return SAME_NAME
    if a.core == b.core:
        return SAME_CORE
    short, long = sorted((a.core, b.core), key=len)
    if a.pinyin and a.pinyin == b.pinyin and len(short) == len(long):
        return SAME_SOUND
    if len(short) >= 4:  # a company's: with or without its town, or a slip in it
        return NEAR_NAME if short in long or fuzz.ratio(short, long, score_cutoff=75) else OTHER_NAME
    slip = len(short) == 3 and len(long) == 3 and OSA.distance(short, long) == 1
    return NEAR_NAME if slip else OTHER_NAME


def _phone(one: Facts, other: Facts) -> int:
    if not one.phones or not other.phones:
        return UNKNOWN
    return SAME_PHONE if one.phones & other.phones else int(bool(one.tails & other.tails))


def _identity(one: Facts, other: Facts) -> int:
    if not one.identities or not other.identities:
        return UNKNOWN
    return int(bool(one.identities & other.identities))


def _place(one: Facts, other: Facts) -> int:
    return max((_near(a, b) for a in one.places for b in other.places if a.division and b.division), default=UNKNOWN)


def _near(a: Place, b: Place) -> int:
    if a.division == b.division and len(a.division) == 9:
        return SAME_DOOR if a.end and a.end == b.end else SAME_STREET
    return int(a.division[:6] == b.division[:6])


def _others(one: Facts, other: Facts) -> int:
    """Beside the name that counts already."""
    shared = {n.text for n in one.names if n.text} & {n.text for n in other.names}
    return int(len(shared) > 1)


def _email(one: Facts, other: Facts) -> int:
    if not one.emails or not other.emails:
        return UNKNOWN
    return int(bool(one.emails & other.emails))


_USUAL: Final = Rarity()
_LEVELS: Final[tuple[Callable[[Any, Any], int], ...]] = (_name, _phone, _identity, _place, _others, _email)
_NAMES: Final = (NAME, PHONE, IDENTITY, PLACE, OTHERS, EMAIL)
FIELDS: Final = tuple(
    Field(name, level, len(WEIGHTS.bits[name]) - 1) for name, level in zip(_NAMES, _LEVELS, strict=True)
)
