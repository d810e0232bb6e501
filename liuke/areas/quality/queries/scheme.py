"""How points are counted on a day, with the source of each number."""

from __future__ import annotations

from datetime import date

from liuke.areas.quality.rules.grading import Scheme, scheme_of
from liuke.foundation.dated.queries import list_values

TABLE = "site_grade"


def scheme_on(day: date) -> Scheme:
    """The scheme in force; the house's own seed has to be loaded once."""
    return scheme_of({value.key: value.value for value in list_values(TABLE, on=day)})


def sources_on(day: date) -> dict[str, str]:
    """By which source each part of the scheme holds."""
    return {value.key: value.source for value in list_values(TABLE, on=day)}
