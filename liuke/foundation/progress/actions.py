"""The life of a long job. Work goes in batches; each batch's rows and its progress stand in one transaction,
so that a killed job goes on where it stopped and does nothing twice."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress.models import LongJob, RowError
from liuke.foundation.words import Words

MOST_ERRORS = 5_000


@dataclass(frozen=True)
class Complaint:
    """A row (as the person counts it, the heading being row 1), its column, and what to do about it."""

    row: int
    words: Words
    field: str = ""


def open_job(kind: str, words: Words, *, by: Actor, at: datetime, total: int = 0, cursor: object = None) -> str:
    """Announce a long job; answers the number that its page and its queue job go by."""
    job = LongJob.objects.create(
        number=secrets.token_urlsafe(16),
        kind=kind,
        words_zh=words.zh,
        words_en=words.en,
        total=total,
        cursor=cursor or {},
        asked_by=by,
        asked_at=at,
        moved_at=at,
    )
    return job.number


def take(number: str) -> LongJob:
    """The job, locked for this transaction: a second run of the same job waits and then sees how far it is."""
    try:
        return LongJob.objects.select_for_update().get(number=number)
    except LongJob.DoesNotExist:
        raise Missing("没有这个任务", "There is no such job.") from None


def advance(number: str, *, at: datetime, done: int = 0, cursor: object = None, total: int | None = None) -> None:
    """Count `done` more rows and keep the cursor to go on from, in the transaction that did them."""
    changes: dict[str, Any] = {"done": F("done") + done, "state": LongJob.State.RUNNING, "moved_at": at}
    if cursor is not None:
        changes["cursor"] = cursor
    if total is not None:
        changes["total"] = total
    LongJob.objects.filter(number=number).update(**changes)


def complain(number: str, complaints: Iterable[Complaint]) -> None:
    """Note refused rows; saying the same twice changes nothing."""
    job = LongJob.objects.get(number=number)
    rows = [RowError(job=job, row=c.row, field=c.field, zh=c.words.zh[:300], en=c.words.en[:300]) for c in complaints]
    room = max(0, MOST_ERRORS - job.errors.count())
    RowError.objects.bulk_create(rows[:room], ignore_conflicts=True)
    refused = RowError.objects.filter(job=job).values("row").distinct().count()
    LongJob.objects.filter(pk=job.pk).update(refused=refused)


def finish(number: str, *, at: datetime, result: Mapping[str, object] | None = None) -> None:
    """It is done; `result` is what its page shows or offers (a file's key, counts)."""
    _end(number, LongJob.State.DONE, at=at, result=dict(result or {}))


def fail(number: str, reason: Words, *, at: datetime) -> None:
    """It was given up, and why."""
    _end(number, LongJob.State.FAILED, at=at, reason_zh=reason.zh[:300], reason_en=reason.en[:300])


def stop(number: str, *, at: datetime) -> None:
    """A person stopped it; what its batches have done stays."""
    _end(number, LongJob.State.STOPPED, at=at)


def _end(number: str, state: str, *, at: datetime, **changes: object) -> None:
    open_states = [LongJob.State.WAITING, LongJob.State.RUNNING]
    LongJob.objects.filter(number=number, state__in=open_states).update(state=state, moved_at=at, **changes)
