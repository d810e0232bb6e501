"""The slow work of this room: a day is planned."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.service.actions.planning_proposal import propose
from liuke.foundation.queue.register import job


@job("service.plan_day", attempts=2)
def plan_day(plan: str, at: datetime) -> None:
    """Make the proposal of a plan that somebody asked for; one that was stopped or made already is left alone."""
    propose(plan, at=at)
