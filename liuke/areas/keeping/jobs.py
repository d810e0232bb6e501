"""The nightly schedule of this room (settings/recurring.py), and its slow work."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.keeping.actions import greeting_plan
from liuke.areas.keeping.actions.contacts import begin_rhythms
from liuke.areas.keeping.actions.grading import count_worth
from liuke.areas.keeping.actions.regarding import count_regard
from liuke.areas.keeping.actions.visit_planning import make_route
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.queue.register import job as registered


def grade_customers(at: datetime) -> int:
    """Worth, scores and grades of all customers."""
    return count_worth(by=system_actor(Actor.Kind.JOB, "keeping"), at=at)


def regard_customers(at: datetime) -> int:
    """How all customers regard us, and who is core by it; after the grades."""
    return count_regard(by=system_actor(Actor.Kind.JOB, "keeping"), at=at)


def begin_contacts(at: datetime) -> int:
    """Regular contact with whoever is kept and has none."""
    return begin_rhythms(by=system_actor(Actor.Kind.JOB, "keeping"), at=at)


def plan_greetings(at: datetime) -> int:
    """Whom to greet in the coming weeks, after the grades."""
    return greeting_plan.plan_greetings(by=system_actor(Actor.Kind.JOB, "keeping"), at=at)


@registered("keeping.plan_visits", attempts=2)
def plan_visits(plan: str, job: str, at: datetime) -> None:
    """Find the order of a visit plan; one that was stopped or is made already is left alone."""
    make_route(plan, job, at=at)
