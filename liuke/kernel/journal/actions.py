"""The one path into the journal. Everything follows in the caller's transaction; any error rolls all of it back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import F

from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.kinds import kind_of
from liuke.kernel.journal.listeners import Moment, Rules, tell
from liuke.kernel.journal.models import COMPANY, Event, Timeline
from liuke.kernel.journal.rows import SEQUENCE_BITS, Entry, Link, Recorded
from liuke.kernel.journal.sealing import personal_hash

DEEPEST = 8
_BATCH = 5_000


def open_timeline(owner_kind: str) -> int:
    """A new, empty history; returns its id, which is the owner's key."""
    return Timeline.objects.create(owner_kind=owner_kind).pk


def open_timelines(owner_kind: str, count: int) -> list[int]:
    """`count` new histories at once, for imports."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into journal_timeline (owner_kind) select %s from generate_series(1, %s) returning id",
            [owner_kind, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def winner_of(timeline_ids: Iterable[int]) -> dict[int, int]:
    """Where each timeline's history goes on: itself, or the winner it was merged into. The one reader of aliases."""
    asked = set(timeline_ids)
    aliases = dict(Timeline.objects.filter(pk__in=asked, alias_of__isnull=False).values_list("pk", "alias_of_id"))
    return {pk: aliases.get(pk, pk) for pk in asked}


def lock_timelines(timeline_ids: Iterable[int]) -> dict[int, int]:
    """Lock histories in the one order of the house (by id, before any row) and return where each goes on.

    Without this lock an opener and a keeper in parallel miss each other; the company timeline is never locked.
    """
    wanted = set(timeline_ids) - {COMPANY}
    winners = _lock(wanted) | {COMPANY: COMPANY}
    if late := set(winners.values()) - wanted - {COMPANY}:
        _lock(late)
    return winners


def _lock(timeline_ids: Iterable[int]) -> dict[int, int]:
    # one array parameter: an IN list of 10,000 placeholders costs more than the locks
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, coalesce(alias_of_id, id) from journal_timeline where id = any(%s) order by id "
            "for no key update",
            [list(timeline_ids)],
        )
        return dict(cursor.fetchall())


def record(
    event: object,
    *,
    on: int,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    keeps: int | None = None,
    caused_by: Link | None = None,
    rules: Rules = "apply",
) -> Recorded:
    """Record one event (see `record_many`)."""
    entry = Entry(event, on, happened_at, keeps, caused_by)
    return record_many([entry], by=by, at=at, rules=rules)[0]


def record_many(entries: Sequence[Entry], *, by: Actor, at: datetime, rules: Rules = "apply") -> list[Recorded]:
    """Append events, match rules, keep and open promises, call reactions: for one event or 100,000.

    `at` is our now: it gives `recorded_at` and the ids; `happened_at` defaults to it. `rules` is "apply", "silent"
    or a moment before which nothing is owed; reactions always run. Raises Refused when a reaction refuses,
    RecursionError when a chain of causes is deeper than 8.
    """
    if not entries:
        return []
    with transaction.atomic():
        winners = lock_timelines(entry.on for entry in entries)
        ids = _ids(len(entries), at)
        recorded = [_recorded(e, i, winners[e.on], by, at) for e, i in zip(entries, ids, strict=True)]
        _append(recorded)
        tell(recorded, Moment(by, at, rules))
    return recorded


def erase_personal(event_ids: Iterable[int]) -> int:
    """Empty the personal values (and the salt) of events: the one change that the database lets through."""
    rest = iter(event_ids)
    count = 0
    while batch := list(islice(rest, _BATCH)):
        count += Event.objects.filter(pk__in=batch, personal__isnull=False).update(personal=None)
    return count


def merge_timeline(loser: int, winner: int) -> list[int]:
    """Point a loser's history (and all that pointed to it) to the winner's; returns those that had pointed to it.

    Events never move: the winner's history is read together with those that point to it.
    """
    lock_timelines([loser, winner])
    followers = sorted(Timeline.objects.filter(alias_of_id=loser).values_list("pk", flat=True))
    Timeline.objects.filter(pk__in=followers).update(alias_of_id=winner)
    Timeline.objects.filter(pk=loser).exclude(pk=F("alias_of_id")).update(alias_of_id=winner)
    return followers


def unmerge_timeline(loser: int, followers: Iterable[int] = ()) -> None:
    """The loser's history stands by itself again, and those that had pointed to it point to it again.

    What was recorded before the merge is the loser's at once; what was recorded since stands in the winner's for ever.
    The caller has locked the timelines of both.
    """
    Timeline.objects.filter(pk=loser).update(alias_of_id=None)
    Timeline.objects.filter(pk__in=list(followers)).update(alias_of_id=loser)


def _ids(count: int, at: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('journal_event_seq') from generate_series(1, %s)", [count])
        millis = int(at.timestamp() * 1000) << SEQUENCE_BITS
        return [millis | (row[0] % (1 << SEQUENCE_BITS)) for row in cursor.fetchall()]


def _recorded(entry: Entry, event_id: int, timeline_id: int, by: Actor, at: datetime) -> Recorded:
    kind = kind_of(entry.event)
    facts, personal = kind.split(entry.event)
    depth = entry.caused_by.depth + 1 if entry.caused_by else 0
    if depth > DEEPEST:
        raise RecursionError(f"{kind.name}: a chain of causes deeper than {DEEPEST}")
    if personal:
        personal["_salt"] = secrets.token_hex(16)  # the leaf hashes salt and values; erasure takes both
    return Recorded(
        id=event_id,
        timeline_id=timeline_id,
        kind=kind.name,
        subject=str(getattr(entry.event, kind.subject) or ""),
        about=str(getattr(entry.event, kind.about) or "") if kind.about else "",
        happened_at=entry.happened_at or at,
        recorded_at=at,
        by_id=by.pk,
        facts=facts,
        personal=personal,
        seen_by=kind.seen_by,
        caused_by=entry.caused_by.id if entry.caused_by else None,
        depth=depth,
        keeps=entry.keeps,
    )


def _append(recorded: Sequence[Recorded]) -> None:
    """COPY for many, a plain INSERT for few: below a few dozen rows COPY's set-up costs more than it saves."""
    rows = [_row(r) for r in recorded]
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if len(rows) < _COPY_FROM:
            marks = ", ".join(["%s"] * len(_COLUMNS))
            cursor.executemany(f"insert into journal_event ({columns}) values ({marks})", rows)
            return
        with cursor.copy(f"copy journal_event ({columns}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)


_COPY_FROM = 50
_COLUMNS = (
    "id", "timeline_id", "kind", "subject", "about", "happened_at", "recorded_at", "by_id", "facts", "personal",
    "personal_hash", "seen_by", "caused_by", "depth",
)  # fmt: skip


def _row(r: Recorded) -> tuple[Any, ...]:
    personal = dict(r.personal)
    return (
        r.id, r.timeline_id, r.kind, r.subject, r.about, r.happened_at, r.recorded_at, r.by_id, _json(r.facts),
        _json(personal) if personal else None, personal_hash(personal) if personal else "", r.seen_by, r.caused_by,
        r.depth,
    )  # fmt: skip


def _json(value: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(value)).decode()
