"""The kinds of data that end, and what holds them back. Whoever keeps data says here how they are found and ended."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

Among = Callable[[Collection[int], datetime], set[int]]


@dataclass(frozen=True)
class Kept:
    """One kind of data, with its term in months and by which law.

    `past(before, after, most)`: keys of rows whose term was over before a moment, in order, above `after`, with the
    customer of each (None: nobody's). `end(keys, by, at)` empties or erases them and answers how many; it looks at
    them again once it has locked what it decides on. `least`: months the law asks for. `holds`: what holds it back; all
    that does where none are named.
    """

    key: str
    words: Words
    what: Words
    source: Words
    months: int
    past: Callable[[datetime, int, int], Sequence[tuple[int, int | None]]]
    end: Callable[[Collection[int], datetime, Actor, datetime], int]
    least: int = 0
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hold:
    """Something for which a customer's data stay past their term."""

    words: Words
    among: Among


_kinds: dict[str, Kept] = {}
_holds: dict[str, Hold] = {}


def register(kind: Kept) -> None:
    """Let a kind of data end with its term."""
    _kinds[kind.key] = kind


def hold(key: str, words: Words, among: Among) -> None:
    """Say for whom, among some customers, data stay past their term, and why."""
    _holds[key] = Hold(words, among)


def all_kinds() -> Mapping[str, Kept]:
    return dict(_kinds)


def get_kind(key: str) -> Kept:
    """The kind of this key; Invalid where there is none."""
    found = _kinds.get(key)
    if found is None:
        raise Invalid.field("kind", "没有这类资料。", "There is no such kind of data.")
    return found


def held_among(kind: Kept, customer_ids: Collection[int], at: datetime) -> dict[int, Words]:
    """Those of the customers whose data of this kind stay at a moment, each with one reason."""
    found: dict[int, Words] = {}
    for key, one in _holds.items() if customer_ids else ():
        if not kind.holds or key in kind.holds:
            found |= dict.fromkeys(one.among(customer_ids, at), one.words)
    return found
