"""Whose file stays although he has not been heard of: a machine of his may still be in guarantee."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db.models.functions import Coalesce, TruncDate

from liuke.areas.products.models import Machine
from liuke.areas.products.queries.guarantee import TABLE
from liuke.areas.secrecy.queries import kept
from liuke.areas.secrecy.rules.retention import months_before
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.dated.queries import list_values
from liuke.foundation.words import Words

SELDOM_LONGER: Final = 72
"""Months that the longest guarantee of the law and of most makers lasts; the company's own may be longer."""


def maybe_in_guarantee(customer_ids: Collection[int], at: datetime) -> set[int]:
    """Those of the customers with a machine in use that is younger than the longest guarantee the company states."""
    today = local(at).date()
    months = max((int(one.value) for one in list_values(TABLE, on=today)), default=0)
    young = months_before(today, max(months, SELDOM_LONGER))
    since = Coalesce("installed_date", "bought_date", "made_date", TruncDate("registered_at", tzinfo=LOCAL))
    rows = Machine.objects.filter(customer__in=customer_ids, status=Machine.Status.IN_USE).annotate(since=since)
    return set(rows.filter(since__gte=young).values_list("customer_id", flat=True))


kept.hold("guarantee", Words("名下设备可能仍在三包期", "a machine may be in guarantee"), maybe_in_guarantee)
