"""Opening the file of a customer whose secrecy is above general leaves its trace (H9)."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.customers.queries.rows import Brief
from liuke.areas.secrecy.rules import gate
from liuke.foundation.audit.actions import note
from liuke.foundation.identity.models import Actor


def note_opened(brief: Brief, *, by: Actor, at: datetime) -> None:
    """Write down that this person opened the file, where its level is important or core."""
    if brief.secrecy != gate.LEVELS[0]:
        note("secrecy.file.opened", by=by, at=at, subject=brief.code, detail={"level": brief.secrecy})
