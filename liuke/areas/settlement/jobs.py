"""The nightly schedules of this room (settings/recurring.py): drafts of a month that is over, what is to be given back."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.settlement.actions.holding import find_due
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


def find_holdings(at: datetime) -> int:
    """Find retention and deposits that are to be given back by their terms. Answers how many are new."""
    return find_due(by=system_actor(Actor.Kind.JOB, "settlement"), at=at)
