"""An event on its way in and a recorded one on its way out, both without the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from liuke.kernel.journal.kinds import Kind, get_kind

SEQUENCE_BITS = 20
"""An event's id is milliseconds, then so many bits of a sequence."""


class Link(Protocol):
    """Whatever an event may be caused by: a recorded event, or just its id and depth."""

    @property
    def id(self) -> int: ...
    @property
    def depth(self) -> int: ...


@dataclass(frozen=True)
class Cause:
    id: int
    depth: int


@dataclass(frozen=True)
class Entry:
    """What `record_many` takes: an event object, whose timeline, and what the reporter knows of it.

    `happened_at` is business time (None: now); `keeps` the promise this act was done from; `caused_by` the event
    that led to it.
    """

    event: object
    on: int
    happened_at: datetime | None = None
    keeps: int | None = None
    caused_by: Link | None = None


@dataclass(frozen=True)
class Recorded:
    """An event that stands in the journal, as rules, reactions and pages see it."""

    id: int
    timeline_id: int
    kind: str
    subject: str
    about: str
    happened_at: datetime
    recorded_at: datetime
    by_id: int
    facts: Mapping[str, Any]
    personal: Mapping[str, Any]
    seen_by: str
    caused_by: int | None = None
    depth: int = 0
    keeps: int | None = None

    @property
    def definition(self) -> Kind:
        return get_kind(self.kind)

    def value(self, field: str) -> Any:
        """A field of the event as it was recorded; None where it was never given or is erased."""
        found = self.facts.get(field)
        return self.personal.get(field) if found is None else found
