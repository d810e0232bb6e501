"""What the company has stated about greetings."""

from __future__ import annotations

from datetime import date
from typing import Final

from liuke.areas.keeping.queries.own_terms import stated_on
from liuke.areas.keeping.rules.caring import Terms, terms_of

TABLE: Final = "care"


def care_terms_on(day: date) -> Terms:
    """Occasions, budgets and days ahead that hold on this day."""
    return terms_of(stated_on(TABLE, day))
