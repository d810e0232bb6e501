"""Who is there to take a complaint, with what lies in his hands: one query a fact, however many people."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count

from liuke.areas.complaints.access import HANDLERS, OFFICERS
from liuke.areas.complaints.models import OPEN, Complaint
from liuke.areas.complaints.rules.duty import Candidate, Suggestion, suggested
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import list_people

SPAN = timedelta(days=90)


def suggest(*, is_core: bool, at: datetime) -> tuple[Suggestion, ...]:
    """Whom to name, the best first."""
    people = [p for p in list_people() if p.has_role(*HANDLERS)]
    return suggested(_candidates(people, at), is_core=is_core)


def first_on_duty(*, is_core: bool, at: datetime) -> int | None:
    """The id of who should have the next complaint; None where nobody is there."""
    found = suggest(is_core=is_core, at=at)
    return found[0].candidate.id if found else None


def _candidates(people: list[Actor], at: datetime) -> list[Candidate]:
    ids = [p.pk for p in people]
    rows = Complaint.objects.filter(handler_id__in=ids)
    load = dict(rows.filter(OPEN).values_list("handler_id").annotate(n=Count("*")))
    done = rows.filter(state="closed", closed_at__gte=at - SPAN).values_list("handler_id").annotate(n=Count("*"))
    settled = dict(done)
    return [
        Candidate(
            p.pk, p.name, 0 if p.has_role(*OFFICERS) else 1, not p.is_away(at), load.get(p.pk, 0), settled.get(p.pk, 0)
        )
        for p in people
    ]
