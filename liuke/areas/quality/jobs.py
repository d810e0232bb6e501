"""The nightly schedule of this room (settings/recurring.py)."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.quality.actions.scoring import load_seed, score_all
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor


def grade_sites(at: datetime) -> int:
    """Points and grades of all sites, every night; takes the house's way of counting over where there is none yet."""
    house = system_actor(Actor.Kind.JOB, "quality")
    load_seed(by=house, at=at)
    return score_all(by=house, at=at)
