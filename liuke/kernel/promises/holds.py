"""Promises on hold, and dues on an edited calendar: what is left of the time is counted on the promise's own clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from liuke.kernel.journal.models import Event
from liuke.kernel.journal.queries import from_row
from liuke.kernel.promises import due
from liuke.kernel.promises.keeping import open_rows
from liuke.kernel.promises.ladder import Calendars, clock_of, set_alarm
from liuke.kernel.promises.models import Promise, Terms

FIELDS = ["held_since", "due_at", "judged_due_at", "next_alarm_at"]


def facts_held_on() -> set[str]:
    """The standing facts on which any promise may wait; most are asked for by conditions only."""
    return set(Terms.objects.exclude(hold_while="").values_list("hold_while", flat=True).distinct())


@dataclass(frozen=True)
class Change:
    """A fact that may have changed: what it is true of now, among which keys (timelines, or numbers of things)."""

    fact: str
    true_on: Collection[object]
    keys: Collection[object]
    of_thing: bool = False


def recheck(change: Change, timeline_ids: Iterable[int], at: datetime) -> None:
    """Hold or resume the open promises of these (locked) histories that wait while the fact is true."""
    changed = []
    calendars = Calendars()
    for p in open_rows(timeline_ids).filter(terms__hold_while=change.fact):
        key = p.about if change.of_thing else p.timeline_id
        if key not in change.keys:
            continue
        if key in change.true_on and p.held_since is None:
            p.held_since, p.next_alarm_at = at, None
            changed.append(p)
        elif key not in change.true_on and p.held_since is not None:
            _resume(p, calendars, at)
            changed.append(p)
    Promise.objects.bulk_update(changed, FIELDS)


def _resume(p: Promise, calendars: Calendars, at: datetime) -> None:
    held, calendar = p.held_since or at, calendars[p.calendar_key]
    p.due_at = due.after_hold(p.terms.due, p.due_at, held=held, at=at, calendar=calendar)
    p.judged_due_at = due.after_hold(p.terms.due, p.judged_due_at, held=held, at=at, calendar=calendar)
    p.held_since = None
    set_alarm(p, p.terms, calendars)


def recompute(calendar_key: str, at: datetime) -> int:
    """A calendar was edited: reckon the open dues that count on it anew. Moved and held ones stay as agreed."""
    rows = list(
        Promise.objects.select_related("terms").filter(
            state=Promise.State.OPEN, calendar_key=calendar_key, held_since=None, missed_by=None, due_at__gt=at
        )
    )
    openers = {e.pk: from_row(e) for e in Event.objects.filter(pk__in={p.opened_by for p in rows})}
    calendars, changed = Calendars(), []
    for p in rows:
        if clock_of(p.terms) == "calendar" or p.due_at != p.first_due_at:
            continue
        fresh = due.parse(p.terms.due).reckon(p.opened_at, calendars[calendar_key], openers[p.opened_by].facts)
        if fresh and fresh != p.due_at:
            p.due_at = p.judged_due_at = fresh
            set_alarm(p, p.terms, calendars)
            changed.append(p)
    Promise.objects.bulk_update(changed, ["due_at", "judged_due_at", "next_alarm_at"])
    return len(changed)
