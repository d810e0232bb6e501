"""How many customers would stand elsewhere if what a director is about to state held tonight: counted, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from liuke.areas.keeping import access
from liuke.areas.keeping.queries import preview_bond, preview_care, preview_worth
from liuke.areas.keeping.queries.own_terms import stated_on
from liuke.areas.keeping.queries.term_sheets import find_sheet
from liuke.areas.keeping.rules.term_fields import Sheet, put, read
from liuke.areas.keeping.rules.term_sheets import ADVICE, OCCASION
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.patience import may_take
from liuke.foundation.words import Words

Counted = tuple[int | None, list[tuple[Words, int, int]]]


@dataclass(frozen=True)
class Line:
    """How many stand here as it is, and as it would be."""

    words: Words
    before: int
    after: int


@dataclass(frozen=True)
class Preview:
    """`moves` customers would stand elsewhere; None where nobody can."""

    moves: int | None
    lines: tuple[Line, ...]


@transaction.atomic
def preview(name: str, said: Mapping[str, str], *, by: Actor, at: datetime) -> Preview:
    """For a director who is about to state the fields of a sheet. Raises Invalid by field."""
    access.require_director(by)
    day = local(at).date()
    sheet = find_sheet(name, day)
    told = read(sheet, said)
    if told.wrong:
        first = next(iter(told.wrong.values()))
        raise Invalid(first.zh, first.en, fields=told.wrong)
    held = stated_on(sheet.table, day)
    may_take(minutes=2)
    moves, lines = _counter(sheet)(held, held | put(sheet, told.values, held), sheet, at)
    return Preview(moves, tuple(Line(*line) for line in lines))


def _counter(sheet: Sheet) -> Callable[[Mapping[str, Any], Mapping[str, Any], Sheet, datetime], Counted]:
    if sheet.name.startswith(ADVICE):
        return preview_bond.in_the_cell
    if sheet.name.startswith(OCCASION):
        return preview_care.greeted
    return _COUNTERS[sheet.name]


_COUNTERS: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any], Sheet, datetime], Counted]]] = {
    "grading": preview_worth.graded,
    "core": preview_worth.core,
    "levels": preview_bond.levels,
    "signs": preview_bond.levels,
    "budget": preview_care.used_up,
    "pool": preview_care.pooled,
}
