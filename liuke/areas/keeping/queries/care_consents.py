"""Who agrees to be greeted: the consent for the purpose `care`, asked for many at once (PIPL art. 14, 15)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from liuke.areas.customers.queries import consents

PURPOSE: Final = "care"


def agreeing(customer_ids: Collection[int]) -> set[int]:
    """Those of these customers to whom a greeting may go."""
    return consents.allowed_among(customer_ids, PURPOSE)
