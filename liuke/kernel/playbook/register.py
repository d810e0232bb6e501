"""What the kernel asks of a room: its promise kinds, standing facts, resolvers and named predicates."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuke.kernel.journal.rows import Recorded
from liuke.kernel.promises import owners
from liuke.kernel.promises.rows import Owner
from liuke.kernel.promises.words import promise_kind as promise_kind

Fold = Callable[[Any, Recorded], Any]
Read = Callable[[Sequence[Any]], Mapping[Any, Any]]
Predicate = Callable[[Recorded, Mapping[str, Any]], bool]


@dataclass(frozen=True)
class StandingFact:
    """A lasting fact of a customer, or of one thing (`of_thing`): which kinds change it, how it is read, what it is.

    A fact of a thing is read by numbers instead of timelines; a promise may only wait on it (`hold_while`).
    """

    name: str
    kinds: frozenset[str]
    fold: Fold
    read: Read
    order: tuple[Any, ...] = ()
    of_thing: bool = False


_facts: dict[str, StandingFact] = {}
_predicates: dict[str, Predicate] = {}


def standing_fact(
    name: str, *, kinds: Iterable[str], fold: Fold, read: Read, order: Sequence[Any] = (), of_thing: bool = False
) -> None:
    """Register a fact that rules may ask for and hold on; `order` (lowest first) allows `<name>_at_least`.

    `read` is given timeline ids, or (`of_thing`) the numbers that promises are about.
    """
    _facts[name] = StandingFact(name, frozenset(kinds), fold, read, tuple(order), of_thing)


def resolver(
    name: str,
    resolve: Callable[[Sequence[Recorded], datetime], Mapping[int, Owner]],
    *,
    otherwise: str = "hotline_lead",
) -> None:
    """Register who `name` is: events and now → {event id: Owner}; `otherwise` is the role that owes where none is found."""
    owners.register(name, resolve, otherwise=otherwise)


def predicate(name: str, holds: Predicate) -> None:
    """Register a pure condition (event, facts) → bool for what the rule language does not say."""
    _predicates[name] = holds


def find_fact(name: str) -> StandingFact | None:
    return _facts.get(name)


def facts_changed_by(kinds: Collection[str]) -> list[StandingFact]:
    return [f for f in _facts.values() if not f.kinds.isdisjoint(kinds)]


def find_predicate(name: str) -> Predicate | None:
    return _predicates.get(name)


def read_facts(names: Iterable[str], timeline_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The named facts of these customers, one read a fact."""
    ids = sorted(set(timeline_ids))
    values: dict[int, dict[str, Any]] = {pk: {} for pk in ids}
    for name in sorted(n for n in set(names) if not _facts[n].of_thing):
        found = _facts[name].read(ids) if ids else {}
        for pk in ids:
            values[pk][name] = found.get(pk)
    return values


def read_of_things(name: str, abouts: Iterable[str]) -> Mapping[str, Any]:
    """A fact of things by their numbers."""
    return _facts[name].read(sorted(abouts))
