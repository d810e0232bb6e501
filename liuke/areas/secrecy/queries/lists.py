"""The lists that may leave in bulk. Whoever shows a list says here how its rows are read; the gate reads them again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.foundation.export.cells import Column
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

Row = tuple[int | None, Sequence[object]]
"""Whose data it is (a customer's id, None for nobody's), and the cells in the order of the columns."""


@dataclass(frozen=True)
class Listing:
    """`columns` are asked for in the reader's language; `rows` gets the list's own filter as it stands in its address,
    reads as `by` may see it, and raises Invalid where the filter cannot be meant."""

    key: str
    words: Words
    roles: frozenset[str]
    columns: Callable[[], Mapping[str, Column]]
    rows: Callable[[str, Actor, datetime], Iterator[Row]]


_lists: dict[str, Listing] = {}
_providers: list[Callable[[], None]] = []


def provide(provider: Callable[[], None]) -> None:
    """Have the lists of a higher floor registered when somebody first asks for lists, not at start-up."""
    _providers.append(provider)


def register(listing: Listing) -> None:
    """Let a list leave through the gate."""
    _lists[listing.key] = listing


def get_list(key: str) -> Listing:
    """The list of this key; Invalid where there is none."""
    found = all_lists().get(key)
    if found is None:
        raise Invalid.field("list", "没有这个可外发的列表。", "There is no such list.")
    return found


def all_lists() -> Mapping[str, Listing]:
    """Every list by its key."""
    while _providers:
        _providers.pop()()
    return dict(_lists)
