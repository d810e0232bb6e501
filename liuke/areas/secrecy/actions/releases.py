"""Asking to let data out, and deciding about it (H9: copying and excerpting need approval)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import Release
from liuke.areas.secrecy.queries.lists import get_list
from liuke.areas.secrecy.queries.measuring import measure, require_asker
from liuke.areas.secrecy.queries.terms import purposes_on
from liuke.events.secrecy import ReleaseApproved, ReleaseAsked, ReleaseRefused, ReleaseWithdrawn
from liuke.foundation import numbers
from liuke.foundation.audit.actions import note
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import list_people
from liuke.foundation.lines import line
from liuke.foundation.progress import actions as progress
from liuke.foundation.queue.actions import defer
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import open_timeline, record

MAKE = "secrecy.make_release"


@transaction.atomic
def ask(
    key: str,
    filter: str,
    *,
    fields: Sequence[str],
    purpose: str,
    carrier: int,
    remark: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """Ask to let a list out with its filter and these fields; returns the request's number (`RL-`).

    Core customers' rows are left out and counted. Raises Invalid (`fields`, `purpose`, `carrier`, `filter`), Forbidden
    for whoever may not take this list out, Refused where nothing would be left, TooLarge beyond 20,000 rows.
    """
    listing, purposes = get_list(key), purposes_on(local(at).date())
    require_asker(listing, by)
    chosen = [name for name in listing.columns() if name in fields]
    _check(chosen, purpose in purposes, filter)
    person = _carrier(carrier)
    told = measure(listing, filter, by=by, at=at)
    if not told.rows:
        raise Refused(_nothing(told.left_out).zh, _nothing(told.left_out).en, code="nothing")
    release = Release(
        number=numbers.take("RL"), list_key=key, filter=filter, fields=chosen, purpose=purpose,
        note=line("remark", remark, most=200, required=False), rows=told.rows, left_out=told.left_out, level=told.level,
        carrier=person, asked_by=by, asked_at=at,
    )  # fmt: skip
    release.timeline_id = open_timeline("release")
    release.save(force_insert=True)
    note("secrecy.release.asked", by=by, at=at, subject=release.number, detail=_detail(release))
    event = ReleaseAsked(
        number=release.number, listing=key, purpose=purpose, level=told.level, rows=told.rows, left_out=told.left_out,
        carrier=person.pk, asked_by=by.pk, listing_zh=listing.words.zh, listing_en=listing.words.en,
        purpose_zh=purposes[purpose].zh, purpose_en=purposes[purpose].en,
    )  # fmt: skip
    record(event, on=release.pk, by=by, at=at)
    return release.number


@transaction.atomic
def approve(
    number: str, *, because: str = "", seen: int | None = None, keeps: int | None = None, by: Actor, at: datetime
) -> None:
    """Let it leave: the file is made by a job. Another than the requester and the carrier, a manager of the level.

    Raises Stale for an older `seen`, Refused where it is no longer to be decided.
    """
    release = _to_decide(number, seen, by)
    words = Words(f"制作外发文件 {release.number}", f"Making the file of {release.number}")
    release.job = progress.open_job(MAKE, words, by=release.asked_by, at=at, total=release.rows)
    _decide(release, "approved", because, by, at)
    event = ReleaseApproved(release.number, release.level, release.rows, by.pk, release.because)
    record(event, on=release.pk, by=by, at=at, keeps=keeps)
    defer(MAKE, key=f"{MAKE}:{release.number}", number=release.number)


@transaction.atomic
def refuse(
    number: str, *, because: str, seen: int | None = None, keeps: int | None = None, by: Actor, at: datetime
) -> None:
    """It does not leave, and why. Raises Invalid (`because`), Stale, Refused as `approve`."""
    release = _to_decide(number, seen, by)
    if not because.strip():
        raise Invalid.field("because", "请写明不批准的理由。", "Say why not.")
    _decide(release, "refused", because, by, at)
    record(ReleaseRefused(release.number, by.pk, release.because), on=release.pk, by=by, at=at, keeps=keeps)


@transaction.atomic
def withdraw(number: str, *, seen: int | None = None, by: Actor, at: datetime) -> None:
    """Whoever asked takes it back before it is decided."""
    release = access.release(number, by=by, lock=True, seen=seen)
    if release.asked_by_id != by.pk:
        raise Forbidden("只有申请人可以撤回。", "Only whoever asked may withdraw it.")
    _must_be_asked(release)
    release.state, release.version = "withdrawn", release.version + 1
    release.save(update_fields=["state", "version"])
    note("secrecy.release.withdrawn", by=by, at=at, subject=release.number)
    record(ReleaseWithdrawn(release.number), on=release.pk, by=by, at=at)


def _to_decide(number: str, seen: int | None, by: Actor) -> Release:
    release = access.release(number, by=by, lock=True, seen=seen)
    access.require_decider(release, by)
    _must_be_asked(release)
    return release


def _decide(release: Release, state: str, because: str, by: Actor, at: datetime) -> None:
    release.state, release.because = state, line("because", because, most=200, required=False)
    release.decided_by, release.decided_at, release.version = by, at, release.version + 1
    release.save(update_fields=["state", "because", "decided_by", "decided_at", "version", "job"])
    note(f"secrecy.release.{state}", by=by, at=at, subject=release.number, detail=_detail(release))


def _must_be_asked(release: Release) -> None:
    if release.state != "asked":
        raise Refused("该申请已不在待审批状态。", "This request is no longer to be decided.", code="decided")


def _check(chosen: Sequence[str], known_purpose: bool, filter: str) -> None:
    wrong: dict[str, Words] = {}
    if not chosen:
        wrong["fields"] = Words("请至少选择一个字段。", "Choose at least one field.")
    if not known_purpose:
        wrong["purpose"] = Words("请选择用途。", "Choose what it is for.")
    if len(filter) > 1000:
        wrong["filter"] = Words("筛选条件过长。", "The filter is too long.")
    if wrong:
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=wrong)


def _carrier(person_id: int) -> Actor:
    found = next((one for one in list_people() if one.pk == person_id), None)
    if found is None:
        raise Invalid.field("carrier", "请选择在职的携带人。", "Choose somebody who works here.")
    return found


def _nothing(left_out: int) -> Words:
    if left_out:
        return Words(
            f"筛选结果 {left_out} 行均属核心商密，不得批量外发。",
            f"All {left_out} rows are core secrets, which never leave in bulk.",
        )
    return Words("筛选结果为空，无可外发内容。", "No row fits the filter, so there is nothing to take out.")


def _detail(release: Release) -> dict[str, object]:
    return {
        "list": release.list_key, "rows": release.rows, "left_out": release.left_out, "level": release.level,
        "purpose": release.purpose, "fields": release.fields, "carrier": release.carrier_id,
    }  # fmt: skip
