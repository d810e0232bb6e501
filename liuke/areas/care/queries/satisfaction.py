"""How customers answered in a span: satisfied, of all who were asked and reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from liuke.areas.care.models import Callback


def satisfied(since: datetime, until: datetime, *, sites: Sequence[str] | None = None) -> tuple[int, int]:
    """(satisfied, asked) of the callbacks after service that ended in the span; `sites` None: of all sites."""
    told = _ended(since, until, sites).aggregate(
        satisfied=Count("pk", filter=Q(outcome="satisfied")), asked=Count("pk")
    )
    return told["satisfied"], told["asked"]


def orders_not_satisfied(since: datetime, until: datetime, *, sites: Sequence[str] | None = None) -> list[str]:
    """The orders whose customers were not satisfied, the latest first; at most 200."""
    rows = _ended(since, until, sites).exclude(outcome="satisfied").order_by("-ended_at", "-pk")
    return list(rows.values_list("about", flat=True)[:200])


def _ended(since: datetime, until: datetime, sites: Sequence[str] | None) -> QuerySet[Callback]:
    rows = Callback.objects.filter(kind="after_service", state="done", ended_at__gte=since, ended_at__lt=until)
    return rows if sites is None else rows.filter(site__in=list(sites))
