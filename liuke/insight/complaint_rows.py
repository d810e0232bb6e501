"""The complaints behind a figure: what was asked for, as a condition, and their page; the board counts by the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from liuke.areas.complaints import access
from liuke.areas.complaints.models import OPEN, Complaint, Remedy
from liuke.areas.complaints.queries.rows import ComplaintRow, complaint_row
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.rows import SEQUENCE_BITS

NONE: Final = "none"  # of a kind: without a sub-kind


@dataclass(frozen=True)
class Asked:
    """What the rows have in common. `since`: received from then on, or given or ordered where that is asked for.

    `remedy` is what was given, `own` only where the customer himself proposed it; `visits` is any or won, and wants `since`.
    """

    which: str = ""
    kind: str = ""
    sub: str = ""
    cause: str = ""
    severity: str = ""
    source: str = ""
    since: datetime | None = None
    reached: str = ""
    at_once: bool = False
    reopened: bool = False
    remedy: str = ""
    own: bool = False
    visits: str = ""


def condition(asked: Asked) -> Q:
    """As a condition over complaints."""
    told = {"kind": asked.kind, "cause": asked.cause, "severity": asked.severity, "source": asked.source}
    found = Q(**{name: value for name, value in told.items() if value})
    if asked.which:
        found &= OPEN if asked.which == "open" else Q(state=asked.which)
    if asked.sub:
        found &= Q(sub="" if asked.sub == NONE else asked.sub)
    if asked.at_once:
        found &= Q(at_once=True)
    if asked.reopened:
        found &= Q(reopened__gt=0)
    if asked.reached:
        found &= Q(**{f"{asked.reached}__gte": F("counted_from")})
    return found & _in_time(asked)


def list_rows(asked: Asked, *, by: Actor, before: int = 0, limit: int = 50) -> tuple[ComplaintRow, ...]:
    """Newest first, from below `before` on."""
    rows = Complaint.objects.filter(access.complaints_for(by), condition(asked))
    if before:
        rows = rows.filter(pk__lt=before)
    return tuple(complaint_row(c) for c in rows.select_related("handler", "taken_by").order_by("-pk")[:limit])


def visits_since(since: datetime) -> Q:
    """The events of visits ordered for complaints from that moment on."""
    first = int(since.timestamp() * 1000) << SEQUENCE_BITS  # nothing happens after it was recorded
    return Q(kind="complaints.visit.ordered", pk__gte=first, happened_at__gte=since)


def _in_time(asked: Asked) -> Q:
    """What the span is of: of what was given, of the visits ordered, and else of when they were received."""
    found = Q()
    if asked.remedy or asked.own:
        found &= Q(Exists(_given(asked)))
    if asked.visits and asked.since:
        ordered = Event.objects.filter(visits_since(asked.since))
        ordered = ordered.filter(facts__won=True) if asked.visits == "won" else ordered
        found &= Q(number__in=ordered.values("subject"))
    return found if found or asked.since is None else Q(received_at__gte=asked.since)


def _given(asked: Asked) -> QuerySet[Remedy]:
    given = Remedy.objects.filter(complaint=OuterRef("pk"), state="done")
    if asked.remedy:
        given = given.filter(key=asked.remedy)
    if asked.own:
        given = given.filter(by_customer=True)
    return given.filter(done_at__gte=asked.since) if asked.since else given
