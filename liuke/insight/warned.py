"""Customers whom their keepers are about to lose: the open promises "contact or give back" with customer and keeper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.keeping import access
from liuke.areas.keeping.queries.pool import WARNED, must_keep
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises.rows import PromiseRow

PAGE: Final = 50


@dataclass(frozen=True)
class WarnedRow:
    """One customer; `due_at` is when he goes back, None where nobody was warned about him."""

    customer: Brief
    keeper: str
    due_at: datetime | None
    is_held: bool


def list_warned(*, after: int = 0, by: Actor) -> tuple[list[WarnedRow], int]:
    """The latest warned first, and what to ask the next page after (0: no more). A keeper sees his own."""
    must_keep(by)
    owner = None if access.manages(by) else by.pk
    rows = promises.list_page(
        by=by, state="open", what=WARNED, owner_id=owner, after=after or None, limit=PAGE + 1
    )  # fmt: skip
    found = _dressed(rows[:PAGE], by)
    return found, rows[PAGE - 1].id if len(rows) > PAGE else 0


def get_warned(ref: str, *, by: Actor) -> WarnedRow:
    """One kept customer, for his keeper and the managers. Raises Missing, Forbidden."""
    customer = access.kept(ref, by=by)
    owed = [p for p in promises.list_open([customer.pk], by=by) if p.what == WARNED]
    brief = list_briefs([customer.pk], by=by)[customer.pk]
    keeper = customer.keeper.name if customer.keeper else ""
    return WarnedRow(brief, keeper, owed[0].due_at if owed else None, bool(owed and owed[0].held_since))


def _dressed(rows: list[PromiseRow], by: Actor) -> list[WarnedRow]:
    briefs = list_briefs({p.timeline_id for p in rows}, by=by)
    return [
        WarnedRow(briefs[p.timeline_id], p.owner_name, p.due_at, p.held_since is not None)
        for p in rows
        if p.timeline_id in briefs
    ]
