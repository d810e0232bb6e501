"""How a registered job is run: by Procrastinate's workers, or here and now when a past day is played."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection, transaction
from procrastinate import App, JobContext, RetryStrategy

from liuke.foundation import clock
from liuke.foundation.queue import register
from liuke.foundation.queue.register import Job

_NEXT = """
SELECT id, task_name, args FROM procrastinate_jobs
WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= %s)
ORDER BY coalesce(scheduled_at, '-infinity'), priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


def bind(app: App) -> None:
    """Make every registered job a task of Procrastinate, with the same patience for all."""
    for job in register.all_jobs().values():
        if job.name not in app.tasks:
            retry = RetryStrategy(max_attempts=job.attempts - 1, exponential_wait=3)
            app.task(name=job.name, pass_context=True, retry=retry)(partial(_work, job))


def run_waiting(at: datetime, *, limit: int = 10_000) -> int:
    """Run what is due at `at` in this process, each job in a transaction with its own end; answers how many."""
    done = 0
    while done < limit and _run_next(at):
        done += 1
    return done


def _work(job: Job, context: JobContext, /, **args: Any) -> None:  # what is asked may be named `job` as well
    if context.job.queueing_lock:
        # Else a retry would collide with a sibling deferred meanwhile, and the row would stay `doing` for ever.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %s", [context.job.id])
    _call(job, clock.now(), args)


def _run_next(at: datetime) -> bool:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_NEXT, [at])
        row = cursor.fetchone()
        if row is None:
            return False
        job_id, name, args = row
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job_id])
        _call(register.get(name), at, json.loads(args))
        cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", [job_id])
    return True


def _call(job: Job, at: datetime, args: dict[str, Any]) -> None:
    job.function(**args, **({"at": at} if job.wants_at else {}))
