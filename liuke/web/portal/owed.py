"""By when the house has promised a customer a word: pages show the time that the handbook owes, never a rule's hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import get_language

from liuke.foundation.identity.models import Actor
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises.rows import PromiseRow
from liuke.web.ui import moments

HOUSE: Final = Actor(kind=Actor.Kind.JOB, name="portal")
"""Reads what the customer is told of, but not shown: who owes him an answer is the house's own matter."""


def owed_about(number: str, whats: Iterable[str]) -> datetime | None:
    """By when the first of these is owed about one thing; None while none is open."""
    return _first(promises.list_about(number, by=HOUSE), whats)


def owed_to(customer_id: int, whats: Iterable[str]) -> datetime | None:
    """By when the first of these is owed to a customer; None while none is open."""
    return _first(promises.list_of_timeline(customer_id, by=HOUSE), whats)


def said(due: datetime, *, at: datetime) -> str:
    """The time as people say it, in the reader's language."""
    return moments.moment(due, now=at, language=get_language() or "zh-hans")


def _first(rows: Iterable[PromiseRow], whats: Iterable[str]) -> datetime | None:
    wanted = frozenset(whats)
    return min((row.due_at for row in rows if row.what in wanted and row.state == "open"), default=None)
