"""Deferring work: a row in the caller's transaction, so a job stands exactly if the act that asked for it stands."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from liuke.foundation.audit import actions as audit
from liuke.foundation.identity.models import Actor
from liuke.foundation.queue import register
from liuke.foundation.queue.models import ParkedJob


def defer(
    name: str, *, key: str | None = None, lock: str | None = None, run_at: datetime | None = None, **args: Any
) -> int | None:
    """Have the job `name` run once this transaction is committed; answers its id.

    With a `key`, a second one is not added while one of that key still waits (answer None). Jobs of one `lock` run
    one after the other. Unknown names raise UnknownJob here, not in the worker.
    """
    register.get(name)
    task = app.configure_task(name, queueing_lock=key, lock=lock, schedule_at=run_at, task_kwargs=args)
    if key is None:
        return int(task.defer())
    try:
        with transaction.atomic():  # a refused key must not spoil the caller's transaction
            return int(task.defer())
    except AlreadyEnqueued:
        return None


def revive(job_id: int, *, by: Actor, at: datetime) -> None:
    """Give a parked job another chance, once its cause is mended."""
    with transaction.atomic():
        parked = ParkedJob.objects.select_for_update().get(job_id=job_id)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET attempts = 0, queueing_lock = NULL WHERE id = %s AND status = 'failed'",
                [job_id],
            )
            cursor.execute("SELECT procrastinate_retry_job_v2(%s, NULL, NULL, NULL, NULL)", [job_id])
        parked.delete()
        audit.note("queue.job.revived", by=by, at=at, subject=f"job:{job_id}", detail={"name": parked.name})
