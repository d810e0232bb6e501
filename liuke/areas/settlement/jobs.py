"""The nightly schedule of this room (settings/recurring.py): a month that is over gets its drafts."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.settlement.actions.making import load_seed, make_month
from liuke.areas.settlement.models import Month
from liuke.areas.settlement.rules.months import earlier_month
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor


def draft_last_month(at: datetime) -> int:
    """Draft the statements of the month before this one, unless that is done. Answers how many."""
    month = earlier_month(local(at).date())
    if Month.objects.filter(month=month).exists():
        return 0
    house = system_actor(Actor.Kind.JOB, "settlement")
    load_seed(by=house, at=at)
    return make_month(month, by=house, at=at).statements
