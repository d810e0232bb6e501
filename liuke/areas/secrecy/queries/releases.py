"""Reading requests to let data out: a page of them, one with what may be done to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuke.areas.customers.rules.secrecy import LEVELS
from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import Release
from liuke.areas.secrecy.queries.lists import all_lists
from liuke.areas.secrecy.queries.terms import purposes_on
from liuke.areas.secrecy.rules import gate
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress.queries import JobView, get_job
from liuke.foundation.words import Words

PAGE: Final = 50


@dataclass(frozen=True)
class ReleaseRow:
    """A request as lists and its page show it. `fields` are headings in the reader's language."""

    id: int
    number: str
    listing: Words
    list_key: str
    filter: str
    fields: tuple[str, ...]
    purpose: Words
    note: str
    rows: int
    rows_out: int | None
    left_out: int
    level: str
    level_words: Words
    carrier: str
    state: str
    state_words: Words
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    because: str
    digest: str
    made_at: datetime | None
    expires_at: datetime | None
    taken_at: datetime | None
    version: int


def get_release(number: str, *, by: Actor) -> ReleaseRow:
    """One request; Missing for whoever it does not concern."""
    return _row(access.release(number, by=by))


def list_releases(*, by: Actor, which: str = "", before: int | None = None, limit: int = PAGE) -> list[ReleaseRow]:
    """The requests this actor may see, the latest first: all, the `open` ones, or those in one state."""
    rows = Release.objects.filter(access.releases_for(by)).select_related("asked_by", "carrier", "decided_by")
    if which:
        rows = rows.filter(state__in=gate.OPEN if which == "open" else [which])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_row(one) for one in rows.defer("sealed").order_by("-pk")[:limit]]


def job_of(number: str, *, by: Actor) -> JobView | None:
    """How far the making of the file is; told to whoever asked for it."""
    release = access.release(number, by=by)
    return get_job(release.job, by=by) if release.job and release.asked_by_id == by.pk else None


def acts_open(number: str, *, by: Actor, at: datetime) -> frozenset[str]:
    """What this actor may do now: `decide`, `withdraw`, `take`."""
    release = access.release(number, by=by)
    waits = release.state == "made" and release.expires_at is not None and release.expires_at > at
    return frozenset(
        act
        for act, may in (
            ("decide", release.state == "asked" and access.may_decide(release, by)),
            ("withdraw", release.state == "asked" and release.asked_by_id == by.pk),
            ("take", waits and release.carrier_id == by.pk),
        )
        if may
    )


def _row(r: Release) -> ReleaseRow:
    listing, purposes = all_lists().get(r.list_key), purposes_on(local(r.asked_at).date())
    headings = {name: column.title for name, column in listing.columns().items()} if listing else {}
    return ReleaseRow(
        r.pk, r.number, listing.words if listing else Words(r.list_key, r.list_key), r.list_key, r.filter, tuple(headings.get(name, name) for name in r.fields),
        purposes.get(r.purpose, Words(r.purpose, r.purpose)), r.note, r.rows, r.rows_out, r.left_out, r.level,
        LEVELS[r.level], r.carrier.name, r.state, gate.STATES[r.state], r.asked_by.name, r.asked_at,
        r.decided_by.name if r.decided_by else "", r.decided_at, r.because, r.digest, r.made_at, r.expires_at,
        r.taken_at, r.version,
    )  # fmt: skip
