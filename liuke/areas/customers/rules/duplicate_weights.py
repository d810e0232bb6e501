"""How much each thing that two files share or do not share speaks for one customer, in bits, and where that comes from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from liuke.areas.customers.rules.duplicate_facts import Facts
from liuke.areas.customers.rules.likeness import Weights

NAME, PHONE, IDENTITY, PLACE, OTHERS, EMAIL = "name", "phone", "identity", "place", "others", "email"
SAME_NAME, SAME_CORE, SAME_SOUND, NEAR_NAME, OTHER_NAME = 4, 3, 2, 1, 0
SAME_PHONE, SAME_TAIL = 2, 1
SAME_DOOR, SAME_STREET, SAME_DISTRICT = 3, 2, 1

WEIGHTS: Final = Weights(
    prior=-20.0,  # of a million files one is his
    bits={
        # the commonest full names are borne by 1 in 2,000 to 5,000 (ministry of public security, yearly report of names);
        # readings are shared by about ten times as many. A registered company name is unique in its district by law
        # (企业名称登记管理规定 §17), so its core weighs more: see `rarer`.
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
        # an address is one mailbox's, but a company's is read by many and a family shares one; most have several
        EMAIL: (-0.5, 14.0),
    },
)
NEVER_CERTAIN: Final = 99
_COMPANY_NAME: Final = 7.0
_NEAR_COMPANY: Final = 7.0


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


def rarer(one: Facts, other: Facts, levels: Mapping[str, int], rarity: Rarity) -> float:
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
