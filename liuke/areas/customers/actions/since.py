"""What has been made for a survivor since a merge: it stays with him when the merge is undone, and is listed."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import DateTimeField, Model

from liuke.areas.customers.actions.moving import moving_rows
from liuke.areas.customers.models import ClearValue, FieldValue, Merge
from liuke.foundation.clock import local

_LISTED: Final = 20


class Since(NamedTuple):
    """What was made for the survivor since a merge: in which table, how many, and the first of them by what people
    call them (a number where they have one, else a name or the day)."""

    table: str
    rows: int
    labels: tuple[str, ...]
    numbered: bool


def made_since(merge: Merge) -> list[Since]:
    """Rows that came to the survivor after the merge: they stay with him when it is undone."""
    found = []
    for b in moving_rows():
        if b.table not in merge.marks or b.model is ClearValue:  # a clear value goes with what it is the clear value of
            continue
        rows = b.model._default_manager.filter(pk__gt=merge.marks[b.table], **{b.column: merge.winner_id}).order_by(
            "pk"
        )
        if count := rows.count():
            by = _called_by(b.model)
            labels = tuple(_label(value) for value in rows.values_list(by, flat=True)[:_LISTED])
            found.append(Since(b.table, count, labels, by == "number"))
    return found


def _called_by(model: type[Model]) -> str:
    """The column by which people call a row of this table."""
    if model is FieldValue:
        return "definition__zh"
    columns = {f.name: f for f in model._meta.concrete_fields}
    dates = (name for name, f in columns.items() if isinstance(f, DateTimeField))
    return next((name for name in ("number", "name", "masked") if name in columns), None) or next(dates, "pk")


def _label(value: object) -> str:
    return f"{local(value):%Y-%m-%d}" if isinstance(value, datetime) else str(value or "")
