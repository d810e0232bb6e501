"""Making the file of an approved request, handing it out once, and ending what waits too long."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from liuke.areas.customers.access import vault
from liuke.areas.customers.actions.copying import ids_of, insert
from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import Release, ReleasedCustomer
from liuke.areas.secrecy.queries.lists import Row, get_list
from liuke.areas.secrecy.queries.measuring import batches
from liuke.areas.secrecy.queries.terms import file_waits, purposes_on, request_waits
from liuke.areas.secrecy.rules import gate
from liuke.events.secrecy import ReleaseFailed, ReleaseLapsed, ReleaseMade, ReleaseTaken
from liuke.foundation.audit.actions import note
from liuke.foundation.clock import local
from liuke.foundation.export.actions import table_xlsx
from liuke.foundation.faults import Fault, Forbidden, Gone, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.progress import actions as progress
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record

GROWN = Words("行数已超出批准范围", "more rows than were approved")
RAISED = Words("数据密级已高于批准密级", "the data's level is above what was approved")


@dataclass
class _Outgoing:
    """Rows on their way into the file, counted as they pass."""

    release: Release
    left_out: int = 0
    rows: list[Sequence[object]] = field(default_factory=list)
    customers: set[int] = field(default_factory=set)


def make(number: str, *, at: datetime) -> None:
    """The job: read the list again as the requester sees it, and seal the file. A second run finds it made.

    Where the list has outgrown the approval, or its level has risen, nothing is made and the request ends.
    """
    house = system_actor(Actor.Kind.JOB, "secrecy")
    release = access.release(number, by=house)
    if release.state != "approved":
        return
    try:
        outgoing = _read(release, at)
    except Fault as fault:
        _fail(number, fault.words, by=house, at=at)
        return
    _keep(outgoing, by=house, at=at)


@transaction.atomic
def take(number: str, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """The file for its named carrier, once: (name, bytes). Afterwards it is nowhere here.

    Raises Forbidden for anybody else, Gone after its end, Refused where there is none or it was taken.
    """
    release = access.release(number, by=by, lock=True)
    if release.carrier_id != by.pk:
        raise Forbidden("只有指定的携带人可以领取。", "Only the named carrier may take the file.")
    if release.state == "made" and release.expires_at is not None and release.expires_at <= at:
        raise Gone("领取期限已过，请重新申请。", "The file has lapsed; ask again.")
    if release.state != "made":
        raise Refused("文件只能领取一次，或尚未制成。", "The file is taken once only, or is not there.", code="taken")
    clear = base64.b64decode(vault().open(bytes(release.sealed), bound_to=release.number))
    release.state, release.taken_at, release.sealed, release.version = "taken", at, b"", release.version + 1
    release.save(update_fields=["state", "taken_at", "sealed", "version"])
    detail = {"rows": release.rows_out, "digest": release.digest}
    note("secrecy.release.taken", by=by, at=at, subject=release.number, detail=detail)
    record(ReleaseTaken(release.number, by.pk, release.rows_out or 0), on=release.pk, by=by, at=at)
    return f"{release.number}.xlsx", clear


def lapse(at: datetime) -> int:
    """End what waits too long: files that nobody took are removed, requests that nobody decided are closed."""
    house = system_actor(Actor.Kind.JOB, "secrecy")
    undecided = Q(state="asked", asked_at__lte=at - request_waits(local(at).date()))
    ended = Release.objects.filter(undecided | Q(state="made", expires_at__lte=at)).values_list("number", flat=True)
    for number in list(ended):
        _lapse(number, by=house, at=at)
    return len(ended)


@transaction.atomic
def _lapse(number: str, *, by: Actor, at: datetime) -> None:
    release = access.release(number, by=by, lock=True)
    if release.state not in ("asked", "made"):
        return
    former, release.state, release.sealed = release.state, "lapsed", b""
    release.version += 1
    release.save(update_fields=["state", "sealed", "version"])
    note("secrecy.release.lapsed", by=by, at=at, subject=release.number, detail={"former": former})
    record(ReleaseLapsed(release.number, former), on=release.pk, by=by, at=at)


def _read(release: Release, at: datetime) -> _Outgoing:
    listing, outgoing = get_list(release.list_key), _Outgoing(release)
    places = [place for place, name in enumerate(listing.columns()) if name in release.fields]
    with translation.override(release.asked_by.language):
        for batch in batches(listing, release.filter, by=release.asked_by, at=at):
            _pass(outgoing, batch, places)
            progress.advance(release.job, at=at, total=max(release.rows, len(outgoing.rows)))
    return outgoing


def _pass(outgoing: _Outgoing, batch: Sequence[tuple[Row, str]], places: Sequence[int]) -> None:
    """Take over what may leave; raise Refused where it is no longer what was approved."""
    for (customer, cells), level in batch:
        if level == gate.NEVER:
            outgoing.left_out += 1
            continue
        if gate.highest([level, outgoing.release.level]) != outgoing.release.level:
            raise Refused(RAISED.zh, RAISED.en)
        outgoing.rows.append([cells[place] for place in places])
        if customer is not None:
            outgoing.customers.add(customer)
    if len(outgoing.rows) > gate.most_rows(outgoing.release.rows):
        raise Refused(GROWN.zh, GROWN.en)


@transaction.atomic
def _keep(outgoing: _Outgoing, *, by: Actor, at: datetime) -> None:
    release = access.release(outgoing.release.number, by=by, lock=True)
    if release.state != "approved":
        return
    made = _file(release, outgoing.rows, at)
    release.state, release.rows_out, release.left_out = "made", len(outgoing.rows), outgoing.left_out
    release.digest, release.made_at = hashlib.sha256(made).hexdigest(), at
    release.sealed = vault().seal(base64.b64encode(made).decode(), bound_to=release.number)
    release.expires_at, release.version = at + file_waits(local(at).date()), release.version + 1
    release.save()
    keys = ids_of(ReleasedCustomer, len(outgoing.customers))
    held = ((key, release.pk, pk) for key, pk in zip(keys, sorted(outgoing.customers), strict=True))
    insert(ReleasedCustomer, ["id", "release_id", "customer_id"], held, count=len(keys))
    event = ReleaseMade(release.number, release.rows_out, release.left_out, release.digest, release.expires_at)
    record(event, on=release.pk, by=by, at=at)
    progress.advance(release.job, at=at, done=release.rows_out, total=release.rows_out)
    progress.finish(release.job, at=at, result={"rows": release.rows_out, "left_out": release.left_out})


def _file(release: Release, rows: Sequence[Sequence[object]], at: datetime) -> bytes:
    """The workbook, marked on every sheet and page with whose it is and what for."""
    with translation.override(release.asked_by.language):
        columns = [one for name, one in get_list(release.list_key).columns().items() if name in release.fields]
        purpose = purposes_on(local(at).date()).get(release.purpose, Words(release.purpose, release.purpose))
    name, number = release.carrier.name, release.number
    mark = Words(
        f"{number} · 携带人 {name} · 用途：{purpose.zh} · 不得转交他人",
        f"{number} · carried by {name} · for: {purpose.en} · not to be passed on",
    ).told(release.asked_by.language)
    return table_xlsx(rows, columns, subject=release.number, mark=mark, by=release.asked_by, at=at)


@transaction.atomic
def _fail(number: str, why: Words, *, by: Actor, at: datetime) -> None:
    release = access.release(number, by=by, lock=True)
    if release.state != "approved":
        return
    release.state, release.version = "failed", release.version + 1
    release.save(update_fields=["state", "version"])
    note("secrecy.release.failed", by=by, at=at, subject=number, detail={"because": why.en})
    record(ReleaseFailed(number, why.zh, why.en), on=release.pk, by=by, at=at)
    progress.fail(release.job, why, at=at)
