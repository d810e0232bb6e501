"""What will go and when: each kind with its term, the last count of what is past it, and what the nights ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import RetentionNight, RetentionStart
from liuke.areas.secrecy.queries.kept import Kept, all_kinds
from liuke.areas.secrecy.rules.retention import months_before
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.dated.queries import list_values
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

TABLE = "retention"
NIGHTS = 30


@dataclass(frozen=True)
class Night:
    """One run: what went, or (`dry`) would have gone."""

    kind: Words
    at: datetime
    dry: bool
    gone: int
    held: int


@dataclass(frozen=True)
class KindRow:
    """One kind as the page shows it. `before`: what ended before this day is past its term; `last` the newest run."""

    key: str
    words: Words
    what: Words
    source: Words
    months: int
    least: int
    before: date
    allowed_by: str
    allowed_at: datetime | None
    last: Night | None


def months_on(kind: Kept, day: date) -> int:
    """The term of a kind on a day: what the company has stated, else the house's own."""
    return _stated(day).get(kind.key, kind.months)


def over_before(kind: Kept, at: datetime) -> datetime:
    """The moment before which data of this kind are past their term."""
    return _before(months_on(kind, local(at).date()), at)


def list_kinds(*, by: Actor, at: datetime) -> list[KindRow]:
    """All kinds. Forbidden for whoever does not watch over secrecy."""
    access.require_watcher(by)
    allowed = {row.kind: row for row in RetentionStart.objects.select_related("by")}
    latest = {row.kind: row for row in RetentionNight.objects.order_by("kind", "-pk").distinct("kind")}
    stated = _stated(local(at).date())
    return [
        _row(kind, stated.get(kind.key, kind.months), allowed.get(kind.key), latest.get(kind.key), at)
        for kind in all_kinds().values()
    ]


def list_nights(*, by: Actor) -> list[Night]:
    """What the last nights ended, the latest first."""
    access.require_watcher(by)
    rows = RetentionNight.objects.filter(dry=False, gone__gt=0).order_by("-pk")[:NIGHTS]
    return [_night(row) for row in rows]


def _stated(day: date) -> dict[str, int]:
    return {value.key: int(value.value) for value in list_values(TABLE, on=day)}


def _before(months: int, at: datetime) -> datetime:
    return datetime.combine(months_before(local(at).date(), months), time(), LOCAL)


def _row(kind: Kept, months: int, allowed: RetentionStart | None, last: RetentionNight | None, at: datetime) -> KindRow:
    return KindRow(
        kind.key, kind.words, kind.what, kind.source, months, kind.least, _before(months, at).date(), allowed.by.name if allowed else "", allowed.at if allowed else None,
        _night(last) if last else None,
    )  # fmt: skip


def _night(row: RetentionNight) -> Night:
    found = all_kinds().get(row.kind)
    return Night(found.words if found else Words(row.kind, row.kind), row.at, row.dry, row.gone, row.held)
