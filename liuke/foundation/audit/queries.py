"""Reading the audit trail, newest first, a page at a time by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from liuke.foundation.audit.models import AuditRow

PAGE = 50


@dataclass(frozen=True)
class AuditLine:
    id: int
    act: str
    by: str
    at: datetime
    subject: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class AuditPage:
    """`next_before` goes into the next call; None on the last page."""

    lines: tuple[AuditLine, ...]
    next_before: int | None


def list_for_subject(subject: str, *, before: int | None = None, size: int = PAGE) -> AuditPage:
    """What was done to one subject."""
    return _page(AuditRow.objects.filter(subject=subject), before, size)


def list_all(*, before: int | None = None, size: int = PAGE) -> AuditPage:
    """The whole trail."""
    return _page(AuditRow.objects.all(), before, size)


def _page(rows: QuerySet[AuditRow], before: int | None, size: int) -> AuditPage:
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.select_related("by").order_by("-id")[: size + 1])
    lines = tuple(AuditLine(row.pk, row.act, row.by.name, row.at, row.subject, row.detail) for row in found[:size])
    return AuditPage(lines, lines[-1].id if len(found) > size else None)
