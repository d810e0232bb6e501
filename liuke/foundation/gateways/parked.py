"""A job that was given up is put before the administrators."""

from datetime import datetime

from liuke.foundation.gateways.actions import notify
from liuke.foundation.gateways.drafts import NoticeDraft
from liuke.foundation.queue import alarms
from liuke.foundation.queue.models import ParkedJob
from liuke.foundation.words import Words


@alarms.on_parked
def tell_administrators(parked: ParkedJob, at: datetime) -> None:
    """One notice for each time a job was given up."""
    words = Words(
        f"后台任务 {parked.name} 多次失败，已搁置（编号 {parked.job_id}）",
        f"The job {parked.name} failed for good and is parked (number {parked.job_id})",
    )
    key = f"parked:{parked.job_id}:{at.isoformat()}"
    notify([NoticeDraft(key=key, words=words, at=at, to_role="administrator")])
