"""What the page of a long job shows."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress.models import LongJob, RowError
from liuke.foundation.words import Words

PAGE = 100
LOOK = 0.5  # seconds between two looks whether somebody stopped it


@dataclass(frozen=True)
class JobView:
    number: str
    kind: str
    words: Words
    state: str
    total: int
    done: int
    refused: int
    result: Mapping[str, Any]
    reason: Words
    asked_by: str
    asked_at: datetime
    moved_at: datetime

    @property
    def is_open(self) -> bool:
        return self.state in {"waiting", "running"}

    @property
    def percent(self) -> int:
        return 100 if self.state == "done" else 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True)
class RowErrorView:
    row: int
    field: str
    words: Words


def get_job(number: str, *, by: Actor) -> JobView:
    """A job of one's own; administrators see all."""
    found = LongJob.objects.select_related("asked_by").filter(number=number)
    if not by.has_role("administrator"):
        found = found.filter(asked_by=by)
    job = found.first()
    if job is None:
        raise Missing("没有这个任务", "There is no such job.")
    return _view(job)


def list_errors(number: str, *, by: Actor, after: int = 0, limit: int = PAGE) -> list[RowErrorView]:
    """Refused rows in the order of the file, from beyond row `after`."""
    get_job(number, by=by)
    found = RowError.objects.filter(job__number=number, row__gt=after).order_by("row", "field")[:limit]
    return [RowErrorView(one.row, one.field, Words(one.zh, one.en)) for one in found]


def stop_watch(number: str) -> Callable[[], bool]:
    """For a search that asks all the time: was the job stopped? The database is asked every LOOK seconds only."""
    looked = time.monotonic()

    def is_stopped() -> bool:
        nonlocal looked
        if time.monotonic() - looked < LOOK:
            return False
        looked = time.monotonic()
        return LongJob.objects.filter(number=number, state=LongJob.State.STOPPED).exists()

    return is_stopped


def _view(job: LongJob) -> JobView:
    return JobView(
        number=job.number,
        kind=job.kind,
        words=Words(job.words_zh, job.words_en),
        state=job.state,
        total=job.total,
        done=job.done,
        refused=job.refused,
        result=job.result,
        reason=Words(job.reason_zh, job.reason_en),
        asked_by=job.asked_by.name,
        asked_at=job.asked_at,
        moved_at=job.moved_at,
    )
