"""What is known of a file, ready to be compared with another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from liuke.areas.customers.rules.names import core_of, spell, tidy


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
    emails: frozenset[str] = frozenset()
    is_company: bool = False


def name_of(text: str, *, of_person: bool = True, pinyin: str = "") -> Name:
    """A name ready to be compared."""
    told = tidy(text).lower()
    return Name(told, core_of(told), pinyin or spell(told, of_person=of_person).pinyin)
