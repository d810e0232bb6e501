"""Which parts a repair will likely need: those that repairs alike really took (practice §1.12, §1.14).

Alike is what names the same fault code, or shares half of its words. Fewer than FEWEST such repairs tell nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from liuke.areas.customers.rules.names import pairs

LOOKED_AT: Final = 200  # the latest repairs of the model
FEWEST: Final = 5
OFTEN: Final = 0.4
MOST: Final = 3
_CODE: Final = re.compile(r"[a-z]{1,3}-?\d{1,4}")


@dataclass(frozen=True)
class Repair:
    """A past repair: what the customer said was wrong, and the codes of the parts that were put in."""

    fault: str
    parts: Collection[str]


@dataclass(frozen=True)
class Likely:
    """A part, and in how many of how many repairs alike it was put in."""

    part: str
    used: int
    of: int


def likely(fault: str, past: Sequence[Repair]) -> tuple[Likely, ...]:
    """At most MOST parts, the most usual first; nothing where too few repairs were alike or none is usual."""
    cases = [one.parts for one in past if alike(fault, one.fault)]
    if len(cases) < FEWEST:
        return ()
    counts = Counter(part for parts in cases for part in set(parts))
    usual = [Likely(part, n, len(cases)) for part, n in counts.items() if n >= OFTEN * len(cases)]
    return tuple(sorted(usual, key=lambda one: (-one.used, one.part))[:MOST])


def alike(one: str, other: str) -> bool:
    """Do two customers speak of the same fault?"""
    here, there = pairs(one), pairs(other)
    codes, others = _codes(here), _codes(there)
    if codes and others:
        return bool(codes & others)
    fewer = min(len(here), len(there))
    shared = len(here & there)
    return shared >= min(2, fewer) > 0 and shared * 2 >= fewer


def _codes(words: Collection[str]) -> frozenset[str]:
    return frozenset(word for word in words if _CODE.fullmatch(word))
