"""Promises outside the database: drafts on their way in, rows on their way out, and who owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.kernel.journal.rows import Recorded


@dataclass(frozen=True)
class Owner:
    """A person, or a role (within a team where one is named). The calendar says when they work."""

    person_id: int | None = None
    team_key: str = ""
    role: str = ""
    calendar_key: str = "service"


@dataclass(frozen=True)
class PromiseDraft:
    """A promise about to be opened by `event`, all of its times reckoned."""

    terms_id: int
    event: Recorded
    about: str
    owner: Owner
    not_before: datetime | None
    due_at: datetime
    seen_by: str = "staff"
    words: str = ""
    on_hold: bool = False


@dataclass(frozen=True)
class PromiseRow:
    """A promise as pages and other rooms see it. `judged_due_at` is what lateness is measured by."""

    id: int
    timeline_id: int
    what: str
    rule: str
    version: int
    about: str
    words: str
    owner_id: int | None
    owner_name: str
    owner_role: str
    owner_team: str
    opened_by: int
    opened_at: datetime
    not_before: datetime | None
    due_at: datetime
    first_due_at: datetime
    judged_due_at: datetime
    held_since: datetime | None
    state: str
    ended_at: datetime | None
    ended_by: int | None
    level: int
    missed: bool

    def is_late(self, at: datetime) -> bool:
        """Past what was promised (the customer's wish moves it, we do not), or kept after it."""
        return (self.ended_at or (self.held_since or at)) > self.judged_due_at


@dataclass(frozen=True)
class Kept:
    """A promise that an event has just kept."""

    promise_id: int
    rule: str
    about: str
    event: Recorded
    in_time: bool
