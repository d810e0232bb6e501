"""What the company has stated about the day of a visitor."""

from __future__ import annotations

from datetime import date
from typing import Final

from liuke.areas.keeping.queries.own_terms import stated_on
from liuke.areas.keeping.rules.visiting import Terms, terms_of

TABLE: Final = "visits"


def visit_terms_on(day: date) -> Terms:
    """The hours, the lunch and the minutes with a customer that hold on this day."""
    return terms_of(stated_on(TABLE, day))
