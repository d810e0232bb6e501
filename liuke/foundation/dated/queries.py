"""What held on a day, and since when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from liuke.foundation.dated.models import DatedRow
from liuke.foundation.faults import Missing


@dataclass(frozen=True)
class DatedValue:
    """`until_date` is the last day on which it holds; None while no end is known."""

    table: str
    key: str
    value: Any
    from_date: date
    until_date: date | None
    source: str


@dataclass(frozen=True)
class Statement:
    """A value with whoever stated it and when; `seed` names the file of the house it was taken over from."""

    id: int
    value: DatedValue
    by: str
    at: datetime
    seed: str


def get_value(table: str, key: str, *, on: date) -> DatedValue:
    """The value that holds on this day; Missing where none does."""
    found = find_value(table, key, on=on)
    if found is None:
        raise Missing(f"“{table}”中没有 {on} 有效的“{key}”。", f"Nothing in “{table}” holds for “{key}” on {on}.")
    return found


def find_value(table: str, key: str, *, on: date) -> DatedValue | None:
    """The value that holds on this day, or None."""
    row = _holding(on).filter(table=table, key=key).first()
    return _told(row) if row else None


def list_values(table: str, *, on: date) -> list[DatedValue]:
    """All values of a table that hold on this day, by key."""
    return [_told(row) for row in _holding(on).filter(table=table).order_by("key")]


def list_history(table: str, key: str) -> list[DatedValue]:
    """All values a key has had and will have, oldest first."""
    return [_told(row) for row in DatedRow.objects.filter(table=table, key=key).order_by("from_date")]


def list_histories(tables: Iterable[str]) -> list[DatedValue]:
    """All values that all keys of these tables have had and will have, oldest first, in one read."""
    rows = DatedRow.objects.filter(table__in=list(tables))
    return [_told(row) for row in rows.order_by("table", "key", "from_date")]


def list_statements(table: str, keys: Iterable[str]) -> list[Statement]:
    """Who stated what of these keys, newest day first, in one read."""
    rows = DatedRow.objects.filter(table=table, key__in=list(keys)).select_related("stated_by")
    return [
        Statement(row.pk, _told(row), row.stated_by.name, row.stated_at, row.seed)
        for row in rows.order_by("-from_date", "key")
    ]


def list_tables() -> list[str]:
    """The tables there are."""
    return list(DatedRow.objects.order_by("table").values_list("table", flat=True).distinct())


def _holding(on: date) -> QuerySet[DatedRow]:
    return DatedRow.objects.filter(Q(until_date__isnull=True) | Q(until_date__gte=on), from_date__lte=on)


def _told(row: DatedRow) -> DatedValue:
    return DatedValue(row.table, row.key, row.value, row.from_date, row.until_date, row.source)
