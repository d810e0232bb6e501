"""The nightly schedule of this room (settings/recurring.py)."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.keeping.actions.grading import count_worth
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor


def grade_customers(at: datetime) -> int:
    """Worth, scores and grades of all customers."""
    return count_worth(by=system_actor(Actor.Kind.JOB, "keeping"), at=at)
