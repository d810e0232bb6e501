"""Who is told that a job was given up. Registered, because whoever tells people stands on the queue himself."""

import logging
from collections.abc import Callable
from datetime import datetime

from liuke.foundation.queue.models import ParkedJob

Alarm = Callable[[ParkedJob, datetime], None]
_alarms: list[Alarm] = []
_log = logging.getLogger(__name__)


def on_parked(alarm: Alarm) -> Alarm:
    """Have `alarm(parked, at)` called in the transaction that parks a job."""
    _alarms.append(alarm)
    return alarm


def ring(parked: ParkedJob, at: datetime) -> None:
    """Tell the log and everyone registered."""
    _log.error("Job %s (%s) was parked: %s", parked.job_id, parked.name, parked.reason)
    for alarm in _alarms:
        alarm(parked, at)
