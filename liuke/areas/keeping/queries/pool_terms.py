"""What the company has stated about the public pool."""

from __future__ import annotations

from datetime import date
from typing import Final

from liuke.areas.keeping.queries.own_terms import stated_on
from liuke.areas.keeping.rules.pooling import PoolTerms, terms_of

TABLE: Final = "pool"


def pool_terms_on(day: date) -> PoolTerms:
    """Limits and waiting times that hold on this day."""
    return terms_of(stated_on(TABLE, day))
