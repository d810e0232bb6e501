"""Frees the jobs of dead workers. Procrastinate frees none: such a job stays `doing` and its lock holds up all later.

A loop of the workers, not a job, for a job could die with the rest. Any number may run it: one works at a time.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from liuke.foundation.queue import alarms, register
from liuke.foundation.queue.models import ParkedJob

STALE_AFTER = 30  # seconds without a heartbeat; workers beat every 10
_GRACE = 12.0  # seconds of a reachable database before anybody is called dead: after an outage all heartbeats are old
_ADVISORY_LOCK = 7_220_001

_DEAD = """
SELECT job.id, job.task_name, job.attempts FROM procrastinate_jobs job
LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
WHERE job.status = 'doing'
  AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
"""
# A sibling that waits under the same key keeps it; ours goes back without one, so that no work is lost.
_REQUEUE = """
UPDATE procrastinate_jobs job SET status = 'todo', attempts = attempts + 1, worker_id = NULL, scheduled_at = NULL,
    abort_requested = false,
    queueing_lock = CASE WHEN EXISTS (SELECT 1 FROM procrastinate_jobs other WHERE other.status = 'todo'
        AND other.queueing_lock = job.queueing_lock) THEN NULL ELSE job.queueing_lock END
WHERE id = %s
"""
_GIVE_UP = "UPDATE procrastinate_jobs SET status = 'failed', attempts = attempts + 1, worker_id = NULL WHERE id = %s"
_UNTOLD = """
SELECT job.id, job.task_name, job.attempts FROM procrastinate_jobs job
WHERE job.status = 'failed' AND NOT EXISTS (SELECT 1 FROM queue_parkedjob p WHERE p.job_id = job.id) LIMIT 500
"""


@dataclass(frozen=True)
class Reaped:
    requeued: tuple[int, ...] = ()
    parked: tuple[int, ...] = ()


def reap(at: datetime, *, stale_after: float = STALE_AFTER) -> Reaped:
    """Requeue every job whose worker is gone, park those that were tried enough, tell of all that failed for good."""
    with transaction.atomic():
        if not _first():
            return Reaped()
        requeued, parked = [], []
        for job_id, name, attempts in _rows(_DEAD, [stale_after]):
            if attempts + 1 >= _limit(name):
                _execute(_GIVE_UP, [job_id])
                _park(job_id, name, attempts + 1, f"its worker died {attempts + 1} times", at)
                parked.append(job_id)
            else:
                _execute(_REQUEUE, [job_id])
                requeued.append(job_id)
        for job_id, name, attempts in _rows(_UNTOLD, []):
            _park(job_id, name, attempts, f"it failed {attempts} times", at)
            parked.append(job_id)
        _execute(
            "DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %s)", [stale_after]
        )
        return Reaped(tuple(requeued), tuple(parked))


class Reaper:
    """Calls `reap` only when the database has been reachable for a while, so that an outage kills no living worker."""

    def __init__(self) -> None:
        self._reachable_since = time.monotonic()

    def __call__(self, at: datetime) -> None:
        if time.monotonic() - self._reachable_since < _GRACE:
            return
        try:
            reap(at)
        except BaseException:
            self._reachable_since = time.monotonic()
            raise


def _first() -> bool:
    return bool(_rows("SELECT pg_try_advisory_xact_lock(%s)", [_ADVISORY_LOCK])[0][0])


def _limit(name: str) -> int:
    try:
        return register.get(name).attempts
    except register.UnknownJob:
        return register.ATTEMPTS


def _park(job_id: int, name: str, attempts: int, reason: str, at: datetime) -> None:
    values = {"name": name, "attempts": attempts, "reason": reason, "parked_at": at}
    parked, _ = ParkedJob.objects.update_or_create(job_id=job_id, defaults=values)
    alarms.ring(parked, at)


def _rows(statement: str, values: list[float]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _execute(statement: str, values: list[float]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
