"""How one promise came about and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.foundation.identity.models import Actor
from liuke.insight.sentences import Told, told
from liuke.kernel.journal import queries as journal
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import queries as playbook
from liuke.kernel.playbook.rules import Rule
from liuke.kernel.promises.rows import PromiseRow


@dataclass(frozen=True)
class Story:
    """The rule that made it (none for one given by hand), and its events, newest first."""

    rule: Rule | None
    events: tuple[Told, ...]


def of_promise(row: PromiseRow, *, by: Actor, at: datetime) -> Story:
    """What opened it, what happened to it, what ended it."""
    ids = [pk for pk in (row.opened_by, row.ended_by) if pk is not None]
    events = {e.id: e for e in journal.list_by_id(ids, by=by)}
    events |= {e.id: e for e in journal.list_about(row.about, by=by) if _concerns(e, row)} if row.about != "-" else {}
    newest = sorted(events.values(), key=lambda e: (e.happened_at, e.id), reverse=True)
    editions = playbook.list_editions(row.rule)
    rule = next((e.rule for e in editions if e.rule.version == row.version), None)
    return Story(rule, tuple(told(newest, by=by)))


def _concerns(event: Recorded, row: PromiseRow) -> bool:
    return event.timeline_id == row.timeline_id and event.facts.get("promise") == row.id
