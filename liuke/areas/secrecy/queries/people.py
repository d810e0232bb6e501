"""What one person looked at lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.areas.customers.access import REFUSED, REVEALED
from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.queries.looks import WHATS
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import find_person
from liuke.foundation.words import Words

MOST: Final = 200
SPAN: Final = timedelta(days=1)


@dataclass(frozen=True)
class Reveal:
    """One clear value that was asked for: whose, what for, and whether it was shown."""

    at: datetime
    code: str
    purpose: str
    what: Words


def get_looker(username: str, *, by: Actor) -> Actor:
    """The person; Missing for whoever may not look into what he does."""
    found = find_person(username)
    if found is None or not access.may_look_into(found, by):
        raise Missing("没有此人，或您无权查看。", "No such person, or not for you to see.")
    return found


def list_reveals(username: str, *, by: Actor, at: datetime) -> list[Reveal]:
    """The clear values he asked for within a day before `at`, the latest first, 200 at most."""
    person = get_looker(username, by=by)
    rows = AuditRow.objects.filter(by=person, act__in=[REVEALED, REFUSED], at__gt=at - SPAN).order_by("-id")[:MOST]
    return [Reveal(row.at, row.subject, str(row.detail.get("purpose", "")), WHATS[row.act]) for row in rows]
