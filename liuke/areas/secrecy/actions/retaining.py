"""Letting data end with their term: looked at first, allowed by the general manager, then night by night (PIPL 19, 47)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import RetentionNight, RetentionStart
from liuke.areas.secrecy.queries.kept import Kept, all_kinds, get_kind, held_among
from liuke.areas.secrecy.queries.retention import TABLE, months_on, over_before
from liuke.areas.secrecy.rules.retention import why_not_months
from liuke.events.secrecy_retention import RetentionAllowed, RetentionRan, RetentionStopped, TermStated
from liuke.foundation.audit.actions import note
from liuke.foundation.clock import local
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

BATCH: Final = 500


def look(*, by: Actor, at: datetime) -> None:
    """A dry run of all kinds: what would go tonight is counted and nothing is touched."""
    access.require_watcher(by)
    for kind in all_kinds().values():
        _run(kind, dry=True, by=by, at=at)


def run_nightly(at: datetime) -> int:
    """End what is past its term, of the kinds that were allowed; the others are only counted. Answers how many."""
    house, gone = system_actor(Actor.Kind.JOB, "secrecy"), 0
    allowed = set(RetentionStart.objects.values_list("kind", flat=True))
    for kind in all_kinds().values():
        night = _run(kind, dry=kind.key not in allowed, by=house, at=at)
        gone += 0 if night.dry else night.gone
    return gone


@transaction.atomic
def allow(key: str, *, by: Actor, at: datetime) -> None:
    """From tonight on data of this kind go with their term. Refused where nobody has looked at what would go today."""
    _may_allow(by)
    kind = get_kind(key)
    if not RetentionNight.objects.filter(kind=key, before=over_before(kind, at)).exists():
        raise Refused("请先试算，看清会清除什么。", "Count first what would go.", code="look-first")
    months = months_on(kind, local(at).date())
    _row, made = RetentionStart.objects.get_or_create(kind=key, defaults={"months": months, "by": by, "at": at})
    if made:
        note("secrecy.retention.allowed", by=by, at=at, subject=key, detail={"months": months})
        record(RetentionAllowed(key, months, kind.words.zh, kind.words.en), on=COMPANY, by=by, at=at)


@transaction.atomic
def stop(key: str, *, by: Actor, at: datetime) -> None:
    """Nothing of this kind goes any more until it is allowed again."""
    _may_allow(by)
    kind = get_kind(key)
    if RetentionStart.objects.filter(kind=key).delete()[0]:
        note("secrecy.retention.stopped", by=by, at=at, subject=key)
        record(RetentionStopped(key, kind.words.zh, kind.words.en), on=COMPANY, by=by, at=at)


@transaction.atomic
def state_term(key: str, months: int, *, source: str, by: Actor, at: datetime) -> None:
    """Data of this kind stay for so many months from today on, by which law or decision; to be looked at and allowed
    anew. Raises Invalid (`months`, `source`)."""
    _may_allow(by)
    kind = get_kind(key)
    wrong = why_not_months(months, kind.least)
    if wrong:
        raise Invalid.field("months", wrong.zh, wrong.en)
    set_value(TABLE, key, months, from_date=local(at).date(), source=source, by=by, at=at)
    stop(key, by=by, at=at)
    record(TermStated(key, months, kind.words.zh, kind.words.en), on=COMPANY, by=by, at=at)


def _run(kind: Kept, *, dry: bool, by: Actor, at: datetime) -> RetentionNight:
    before, after, gone, held = over_before(kind, at), 0, 0, 0
    while rows := kind.past(before, after, BATCH):
        after = rows[-1][0]
        staying = held_among(kind, {customer for _key, customer in rows if customer is not None}, at)
        going = [key for key, customer in rows if customer not in staying]
        held += len(rows) - len(going)
        gone += len(going) if dry else kind.end(going, before, by, at) if going else 0
    night = RetentionNight.objects.create(kind=kind.key, at=at, before=before, dry=dry, gone=gone, held=held)
    if gone and not dry:
        note("secrecy.retention.ran", by=by, at=at, subject=kind.key, detail={"gone": gone, "held": held})
        record(RetentionRan(kind.key, gone, held, kind.words.zh, kind.words.en), on=COMPANY, by=by, at=at)
    return night


def _may_allow(by: Actor) -> None:
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role("general_manager", "administrator")):
        raise Forbidden("由总经理或管理员决定。", "The general manager or an administrator decides.")
