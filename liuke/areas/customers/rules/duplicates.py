"""Are these two files one customer's? A verdict with its reasons; a phone number alone never decides."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from liuke.areas.customers.rules.likeness import UNKNOWN, Field, Weights, probability, weigh
from liuke.areas.customers.rules.names import core_of, spell, tidy
from liuke.foundation.words import Words

LIKELY: Final = 50
"""Points from which two files are likelier one customer's than not; points are the probability in percent."""
NAME, PHONE, IDENTITY, PLACE, OTHERS = "name", "phone", "identity", "place", "others"
SAME_NAME, SAME_CORE, SAME_SOUND, NEAR_NAME, OTHER_NAME = 4, 3, 2, 1, 0
SAME_PHONE, SAME_TAIL = 2, 1
SAME_DOOR, SAME_STREET, SAME_DISTRICT = 3, 2, 1

WEIGHTS: Final = Weights(
    prior=-20.0,  # of a million files one is his
    bits={
        # the commonest full names are borne by 1 in 2,000 to 5,000 (ministry of public security, yearly report of names);
        # readings are shared by about ten times as many. A registered company name is unique in its district by law
        # (企业名称登记管理规定 §17), so its core weighs more: see `_rarer`.
        NAME: (-6.0, 3.0, 7.5, 11.0, 11.0),
        # a number has a family behind it, and is given out again: far less than its one in 10^8. Four digits: one in 10^4,
        # less what is typed wrong. Numbers that differ say little, most people have two.
        PHONE: (-2.0, 8.0, 15.0),
        # identity numbers and social credit codes are unique (GB 11643, GB 32100); what differs are slips and mix-ups
        IDENTITY: (-8.0, 26.0),
        # a street office serves about one in a thousand customers, a district one in thirty; the last number of the
        # address in the same street office one in two hundred more
        PLACE: (-2.0, 4.0, 9.5, 16.0),
        # another person of the same name in both files
        OTHERS: (0.0, 6.0),
    },
)
_NEVER_CERTAIN: Final = 99
_COMPANY_NAME: Final = 7.0
_NEAR_COMPANY: Final = 7.0

REASONS: Final[Mapping[str, Words]] = {
    "same_identity": Words("证件号或统一信用代码相同", "same identity number or credit code"),
    "same_name": Words("姓名相同", "same name"),
    "same_core": Words("名称相同（不计公司后缀）", "same name but for the legal form"),
    "same_sound": Words("姓名读音相同", "name sounds the same"),
    "near_name": Words("名称相近", "similar name"),
    "same_phone": Words("电话相同", "same phone"),
    "same_tail": Words("电话尾号相同", "phone ends the same"),
    "same_door": Words("同一街道，门牌尾号相同", "same street office and door number"),
    "same_street": Words("同一街道", "same street office"),
    "same_district": Words("同一区县", "same district"),
    "same_other": Words("另有同名联系人", "another contact of the same name"),
    "phone_alone": Words("仅电话相同，不足以认定", "only the phone is the same, which decides nothing"),
    "other_name": Words("名称不同", "different names"),
    "other_identity": Words("证件号不同", "different identity numbers"),
    "other_place": Words("地址不在同一区县", "addresses in different districts"),
}
AGAINST: Final = frozenset({"phone_alone", "other_name", "other_identity", "other_place"})
_TOLD: Final = (
    (IDENTITY, {1: "same_identity", 0: "other_identity"}),
    (NAME, {4: "same_name", 3: "same_core", 2: "same_sound", 1: "near_name", 0: "other_name"}),
    (PHONE, {2: "same_phone", 1: "same_tail"}),
    (PLACE, {3: "same_door", 2: "same_street", 1: "same_district", 0: "other_place"}),
    (OTHERS, {1: "same_other"}),
)


class Name(NamedTuple):
    """A name, what distinguishes it, and how it sounds."""

    text: str
    core: str
    pinyin: str


class Place(NamedTuple):
    """The division's code and the keyed hash of the number at the address's end."""

    division: str
    end: bytes


@dataclass(frozen=True)
class Facts:
    """What is known of a file, or of a newcomer. The first name is the customer's own, the others his contacts'."""

    names: tuple[Name, ...] = ()
    phones: frozenset[bytes] = frozenset()
    tails: frozenset[bytes] = frozenset()
    identities: frozenset[bytes] = frozenset()
    places: frozenset[Place] = frozenset()
    is_company: bool = False


@dataclass(frozen=True)
class Rarity:
    """How rare a name (by its core) or a division is in this file, in bits; where it is not known, the table's."""

    names: Mapping[str, float] = field(default_factory=dict)
    divisions: Mapping[str, float] = field(default_factory=dict)


class Usual(NamedTuple):
    """What is usual among people, and how many files of our own it takes to say otherwise."""

    bits: float
    files: int


PERSONS: Final = Usual(11.0, 200_000)
COMPANIES: Final = Usual(18.0, 200_000)
STREETS: Final = Usual(9.5, 5_000)
_RAREST: Final = 18.0


def rarity_of(others: int, total: int, usual: Usual) -> float:
    """How many bits it says that two share what so many others of so many files have too."""
    share = (others + usual.files * 2.0**-usual.bits) / (total + usual.files)
    return min(_RAREST, -math.log2(share))


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
        return not AGAINST.issuperset(self.reasons) or "phone_alone" in self.reasons

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(REASONS[code] for code in self.reasons)


def name_of(text: str, *, of_person: bool = True, pinyin: str = "") -> Name:
    """A name ready to be compared."""
    told = tidy(text).lower()
    return Name(told, core_of(told), pinyin or spell(told, of_person=of_person).pinyin)


def compare(one: Facts, other: Facts, rarity: Rarity | None = None) -> Verdict:
    """Weigh all that is known of two files against each other."""
    levels = [level(one, other) for level in _LEVELS]
    by_field = dict(zip(_NAMES, levels, strict=True))
    bits = weigh(FIELDS, levels, WEIGHTS) + _rarer(one, other, by_field, rarity or _USUAL)
    points = min(_NEVER_CERTAIN, round(100 * probability(bits)))
    reasons = [code for name, codes in _TOLD if (code := codes.get(by_field[name]))]
    if _is_phone_alone(by_field):
        points, reasons = min(points, LIKELY - 1), [*reasons, "phone_alone"]
    return Verdict(points, tuple(reasons))


def _is_phone_alone(levels: Mapping[str, int]) -> bool:
    """A number has a family behind it and is given out again: without a name or an identity it is a hint."""
    return levels[PHONE] > 0 and levels[NAME] <= OTHER_NAME and levels[IDENTITY] < 1 and levels[OTHERS] < 1


def _rarer(one: Facts, other: Facts, levels: Mapping[str, int], rarity: Rarity) -> float:
    """What a rare name or place says beyond a usual one, and a company's name beyond a person's."""
    more, usual = 0.0, WEIGHTS.bits
    both = one.is_company and other.is_company
    if levels[NAME] >= SAME_CORE:
        core = next((n.core for n in one.names if any(n.core == m.core for m in other.names)), "")
        known = rarity.names.get(core)
        more += known - usual[NAME][SAME_NAME] if known is not None else _COMPANY_NAME if both else 0.0
    elif levels[NAME] == NEAR_NAME and both:
        more += _NEAR_COMPANY
    if levels[PLACE] >= SAME_STREET:
        found = [
            rarity.divisions.get(p.division) for p in one.places if any(p.division == q.division for q in other.places)
        ]
        known = max((bits for bits in found if bits is not None), default=None)
        more += known - usual[PLACE][SAME_STREET] if known is not None else 0.0
    return more


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


_USUAL: Final = Rarity()
_LEVELS: Final[tuple[Callable[[Any, Any], int], ...]] = (_name, _phone, _identity, _place, _others)
_NAMES: Final = (NAME, PHONE, IDENTITY, PLACE, OTHERS)
FIELDS: Final = tuple(
    Field(name, level, len(WEIGHTS.bits[name]) - 1) for name, level in zip(_NAMES, _LEVELS, strict=True)
)
