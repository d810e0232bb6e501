"""A calendar was edited: what is owed by it is reckoned anew, and the company's timeline tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from liuke.events.company import CalendarChanged
from liuke.foundation.calendar.actions import CalendarChange
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.queries import COMPANY
from liuke.kernel.promises import holds

LONGEST = 300


def follow(change: CalendarChange, *, keys: Iterable[str], by: Actor, at: datetime) -> int:
    """Reckon the open dues of every calendar (of `keys`) that the change touches; returns how many moved."""
    with transaction.atomic():
        moved = sum(holds.recompute(key, at) for key in sorted(set(keys)) if change.touches(key))
        what = "、".join(change.difference)[:LONGEST]
        record(CalendarChanged(key=change.key or "holidays", promises=moved, what=what), on=COMPANY, by=by, at=at)
    return moved
