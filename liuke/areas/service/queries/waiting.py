"""Which orders wait for a part before anybody can come again."""

from __future__ import annotations

from collections.abc import Collection

from liuke.areas.service.models import PartRequest
from liuke.areas.service.rules.waiting import OUTSTANDING


def waiting_for_parts(numbers: Collection[str]) -> frozenset[str]:
    """Those of these second visits whose part has not come; one statement, none where nothing is asked.

    The caller has the numbers from orders he may see.
    """
    if not numbers:
        return frozenset()
    rows = PartRequest.objects.filter(
        order__number__in=list(numbers), order__state="second_visit_due", order__second_visit_reason="part",
        state__in=OUTSTANDING,
    )  # fmt: skip
    return frozenset(rows.values_list("order__number", flat=True))
