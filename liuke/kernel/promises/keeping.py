"""Ending promises by what happened: before, at the same time as, or even earlier than they were opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import connection
from django.db.models import Q, QuerySet

from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.listeners import Moment
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.queries import from_row
from liuke.kernel.journal.rows import Entry, Recorded
from liuke.kernel.promises import kinds
from liuke.kernel.promises.models import Alarm, Promise, Terms
from liuke.kernel.promises.rows import Kept
from liuke.kernel.promises.rules import Ending, Owed, endings

_CHUNK = 5_000
_FEW = 20
# Asked at every recording, and mostly answered with nothing: so a plain statement, and objects only of what it finds.
_CONCERNED = """
    select p.id from promises_promise p join promises_terms t on t.id = p.terms_id
     where p.state = 'open' and p.timeline_id = any(%s)
       and (t.kept_by && %s::varchar[] or t.void_by && %s::varchar[] or p.id = any(%s::bigint[]))
     order by p.id for update of p
"""


def settle(events: Sequence[Recorded], moment: Moment) -> list[Kept]:
    """End the open promises that these events keep or void; the timelines are locked already."""
    rows = _concerned(events)
    if not rows:
        return []
    ended = endings(events, [owed(p) for p in rows.values()])
    return end(rows, ended, moment)


def born(rows: dict[int, Promise], moment: Moment) -> list[Kept]:
    """End promises that were kept before we heard of what opened them (an offline phone reports the keeper first)."""
    found = _keepers_already_there(rows.values())
    if not found:
        return []
    ended = endings(found, [owed(p) for p in rows.values()])
    return end(rows, ended, moment)


def end(rows: dict[int, Promise], ended: Sequence[Ending], moment: Moment) -> list[Kept]:
    """Write endings; a miss that was none is cleared and what it had opened is voided."""
    touched, kept = [], []
    for ending in ended:
        p = rows[ending.promise_id]
        p.state = Promise.State.KEPT if ending.kept else Promise.State.VOID
        p.ended_at, p.ended_by, p.next_alarm_at = ending.event.happened_at, ending.event.id, None
        touched.append(p)
        if ending.kept and p.owner_id is None and moment.by.kind == Actor.Kind.PERSON:
            p.owner_id = moment.by.pk  # who does what a pool owes has kept it; role and team stay beside the name
        if ending.kept:
            in_time = ending.event.happened_at <= p.judged_due_at
            kept.append(Kept(p.pk, p.rule, p.about, ending.event, in_time))
    Promise.objects.bulk_update(touched, ["state", "ended_at", "ended_by", "next_alarm_at", "owner"], batch_size=_CHUNK)
    _clear([p for p in touched if p.missed_by and (p.ended_at or moment.at) <= p.judged_due_at], moment)
    return kept


def owed(p: Promise) -> Owed:
    return Owed(
        id=p.pk,
        timeline_id=p.timeline_id,
        what=p.what,
        about=p.about,
        opened_by=p.opened_by,
        opened_at=p.opened_at,
        not_before=p.not_before,
        due_at=p.due_at,
        kept_by=frozenset(p.terms.kept_by),
        void_by=frozenset(p.terms.void_by),
        per_customer=p.terms.per_customer,
    )


def open_rows(timeline_ids: Iterable[int]) -> QuerySet[Promise]:
    """Open promises of these (locked) histories, locked in the house's order."""
    return (
        Promise.objects.select_for_update(of=("self",))
        .select_related("terms")
        .filter(state=Promise.State.OPEN, timeline_id__in=list(timeline_ids))
        .order_by("pk")
    )


def _concerned(events: Sequence[Recorded]) -> dict[int, Promise]:
    """The open promises that may end by these events, locked."""
    happened = list({e.kind for e in events})
    named = [e.keeps for e in events if e.keeps is not None]
    timelines = sorted({e.timeline_id for e in events})
    if len(timelines) > _FEW and not named and not _anything_waits_for(happened):
        return {}
    found: dict[int, Promise] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(timelines), _CHUNK):
            cursor.execute(_CONCERNED, [timelines[start : start + _CHUNK], happened, happened, named])
            if ids := [pk for (pk,) in cursor.fetchall()]:
                found.update((p.pk, p) for p in Promise.objects.filter(pk__in=ids).order_by("pk"))
    for p in found.values():
        p.terms = terms_of(p.terms_id)
    return found


@lru_cache(maxsize=4096)
def _terms(pk: int, database: str) -> Terms:
    return Terms.objects.get(pk=pk)


def terms_of(pk: int) -> Terms:
    """Terms never change, so they are read once a process (tests have many databases)."""
    return _terms(pk, str(connection.settings_dict["NAME"]))


def _anything_waits_for(kinds: list[str]) -> bool:
    """Asked before going through the histories of a whole import."""
    return Terms.objects.filter(Q(kept_by__overlap=kinds) | Q(void_by__overlap=kinds)).exists()


def _keepers_already_there(promises: Iterable[Promise]) -> list[Recorded]:
    """Events recorded earlier that happened after these promises' openings and ended no promise of the same kind yet."""
    waiting = [p for p in promises if p.terms.kept_by or p.terms.void_by]
    if not waiting:
        return []
    since = min(p.opened_at for p in waiting)
    wanted = {k for p in waiting for k in (*p.terms.kept_by, *p.terms.void_by)}
    timelines = sorted({p.timeline_id for p in waiting})
    rows: list[Event] = []
    for start in range(0, len(timelines), _CHUNK):
        some = timelines[start : start + _CHUNK]
        rows += Event.objects.filter(timeline_id__in=some, happened_at__gte=since, kind__in=wanted).order_by("id")
    if not rows:
        return []
    spent = _spent([e.pk for e in rows], {p.what for p in waiting})
    return [from_row(e) for e in rows if e.pk not in spent]


def _spent(event_ids: list[int], whats: set[str]) -> set[int]:
    """Keepers that have kept a promise of these kinds already: one callback keeps one of the three."""
    rows = Promise.objects.filter(ended_by__in=event_ids, what__in=whats, state=Promise.State.KEPT)
    return {pk for pk in rows.values_list("ended_by", flat=True) if pk is not None}


def _clear(promises: Sequence[Promise], moment: Moment) -> None:
    if not promises:
        return
    Alarm.objects.filter(promise__in=promises, cleared_at=None).update(cleared_at=moment.at)
    misses = [p.missed_by for p in promises if p.missed_by]
    followers = list(
        Promise.objects.filter(opened_by__in=misses, state=Promise.State.OPEN).values_list("pk", flat=True)
    )
    Promise.objects.filter(pk__in=followers).update(state=Promise.State.VOID, ended_at=moment.at, next_alarm_at=None)
    entries = [
        Entry(kinds.Cleared(about=p.about, promise=p.pk, what=p.what, rule=p.rule), on=p.timeline_id) for p in promises
    ]
    record_many(entries, by=moment.by, at=moment.at)
