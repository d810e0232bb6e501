"""What happened about one order: its own events, those of its visits and parts, and what became of its promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.foundation.identity.models import Actor
from liuke.insight.promises import OwedRow, dressed
from liuke.insight.sentences import Told, told
from liuke.kernel.journal import queries as journal
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.promises import queries as promises

MOST_SIDE_STORIES = 6


@dataclass(frozen=True)
class Story:
    """Events newest first, and all promises about the order, those still open first."""

    events: tuple[Told, ...]
    owed: tuple[OwedRow, ...]


def of_order(number: str, *, beside: tuple[str, ...] = (), by: Actor, at: datetime) -> Story:
    """The story of an order; `beside` names its visits and parts (the newest six are told)."""
    found: dict[int, Recorded] = {}
    for subject in (number, *beside[-MOST_SIDE_STORIES:]):
        found |= {e.id: e for e in journal.list_about(subject, by=by)}
    newest = sorted(found.values(), key=lambda e: (e.happened_at, e.id), reverse=True)
    rows = promises.list_about(number, by=by)
    rows.sort(key=lambda p: (p.state != "open", p.due_at if p.state == "open" else p.opened_at))
    return Story(tuple(told(newest, by=by)), tuple(dressed(rows, by=by, at=at)))


def of_machines(numbers: tuple[str, ...], *, by: Actor) -> dict[str, tuple[Told, ...]]:
    """What is known to have happened to these machines, newest first."""
    stories = {n: journal.list_about(n, by=by, limit=20) for n in numbers[:MOST_SIDE_STORIES]}
    every = told([e for events in stories.values() for e in events], by=by)
    lines = {t.id: t for t in every}
    return {n: tuple(lines[e.id] for e in reversed(events)) for n, events in stories.items()}
