"""How points are counted on a day, with the source of each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liuke.areas.quality.rules.grading import BECAUSE, Scheme, scheme_of
from liuke.areas.quality.rules.grading import GRADES as GRADES
from liuke.areas.quality.rules.grading import MEASURES as MEASURES
from liuke.foundation.dated.queries import list_values
from liuke.foundation.words import Words

TABLE = "site_grade"


def scheme_on(day: date) -> Scheme:
    """The scheme in force; the house's own seed has to be loaded once."""
    return scheme_of({value.key: value.value for value in list_values(TABLE, on=day)})


def sources_on(day: date) -> dict[str, str]:
    """By which source each part of the scheme holds."""
    return {value.key: value.source for value in list_values(TABLE, on=day)}


@dataclass(frozen=True)
class Told:
    """The scheme as its page publishes it. `loaded` is false where the house's seed was never taken over."""

    loaded: bool
    days: int = 0
    measures: tuple[tuple[Words, int], ...] = ()
    classes: tuple[tuple[Words, int], ...] = ()
    answers: tuple[tuple[Words, int], ...] = ()
    a_from: int = 0
    b_from: int = 0
    minimum: int = 0
    audit_percent: int = 0
    sources: tuple[str, ...] = ()


def scheme_told(day: date) -> Told:
    """How points are counted, for whoever is graded by it: weights of 100, losses in percent."""
    sources = sources_on(day)
    if not sources:
        return Told(loaded=False)
    s = scheme_on(day)
    return Told(
        True, s.days, tuple((MEASURES[k], v) for k, v in s.weights.items()), _percent(s.classes), _percent(s.answers),
        s.cut_offs["A"], s.cut_offs["B"], s.minimum, int(s.audit_share * 100), tuple(dict.fromkeys(sources.values())),
    )  # fmt: skip


def _percent(losses: Mapping[str, Decimal]) -> tuple[tuple[Words, int], ...]:
    return tuple((BECAUSE[key], int(loss * 100)) for key, loss in losses.items())
