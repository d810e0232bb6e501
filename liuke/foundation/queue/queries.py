"""Looking at the queue."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from liuke.foundation.queue import register
from liuke.foundation.queue.models import ParkedJob


@dataclass(frozen=True)
class ParkedLine:
    job_id: int
    name: str
    reason: str
    parked_at: datetime


def count_parked() -> int:
    return ParkedJob.objects.count()


def list_parked(*, limit: int = 50) -> list[ParkedLine]:
    """The latest jobs that were given up."""
    found = ParkedJob.objects.order_by("-pk")[:limit]
    return [ParkedLine(one.job_id, one.name, one.reason, one.parked_at) for one in found]


def list_unknown_names() -> list[str]:
    """Names of waiting jobs that no installed room has registered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT task_name FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return sorted(name for (name,) in cursor.fetchall() if name not in register.all_jobs())
