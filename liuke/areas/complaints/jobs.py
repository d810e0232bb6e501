"""What the outbox tells this room: what became of a letter that went out by mail."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.complaints.actions.mailing import note_fate
from liuke.foundation.queue.register import job


@job("complaints.letter_fate")
def letter_fate(*, message: str, at: datetime) -> None:
    """Sent, or not: noted in the case."""
    note_fate(message, at=at)
