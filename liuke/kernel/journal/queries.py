"""Reading the journal: always for an actor's audience, always in keyset pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.kernel.journal.kinds import seen_by_or_wider
from liuke.kernel.journal.models import COMPANY as COMPANY
from liuke.kernel.journal.models import Event, Timeline
from liuke.kernel.journal.rows import SEQUENCE_BITS, Recorded


@dataclass(frozen=True)
class Page:
    events: Sequence[Recorded]
    older: str | None
    """Cursor of the next older page, None at the beginning of time."""


def audience_of(actor: Actor) -> str:
    """Which `seen_by` an actor reads: centre staff and our own processes all, sites theirs, customers their own."""
    if actor.kind == Actor.Kind.CUSTOMER:
        return "customer"
    if actor.kind != Actor.Kind.PERSON or not CENTRE_ROLES.isdisjoint(actor.roles):
        return "restricted"
    return "site" if not SITE_ROLES.isdisjoint(actor.roles) else "customer"


def list_timeline(
    timeline_id: int, *, by: Actor, before: str | None = None, areas: Sequence[str] = (), limit: int = 50
) -> Page:
    """The newest events of a history that `by` may see, by business time; `areas` are first words of kinds."""
    rows = Event.objects.filter(
        timeline_id__in=_with_aliases(timeline_id), seen_by__in=seen_by_or_wider(audience_of(by))
    )
    if areas:
        rows = rows.filter(_any(Q(kind__startswith=f"{area}.") for area in areas))
    if before:
        moment, _, event_id = before.rpartition("~")
        when = datetime.fromisoformat(moment)
        rows = rows.filter(Q(happened_at__lt=when) | Q(happened_at=when, id__lt=int(event_id)))
    found = [from_row(e) for e in rows.order_by("-happened_at", "-id")[: limit + 1]]
    older = f"{found[limit - 1].happened_at.isoformat()}~{found[limit - 1].id}" if len(found) > limit else None
    return Page(found[:limit], older)


def list_about(subject: str, *, by: Actor, limit: int = 200) -> list[Recorded]:
    """The story of one thing by its number, oldest first."""
    rows = Event.objects.filter(subject=subject, seen_by__in=seen_by_or_wider(audience_of(by)))
    return [from_row(e) for e in rows.order_by("id")[:limit]]


def list_by_id(ids: Iterable[int], *, by: Actor) -> list[Recorded]:
    rows = Event.objects.filter(pk__in=list(ids), seen_by__in=seen_by_or_wider(audience_of(by)))
    return [from_row(e) for e in rows]


def from_row(e: Event) -> Recorded:
    return Recorded(
        id=e.pk,
        timeline_id=e.timeline_id,
        kind=e.kind,
        subject=e.subject,
        about=e.about,
        happened_at=e.happened_at,
        recorded_at=e.recorded_at,
        by_id=e.by_id,
        facts=e.facts,
        personal={k: v for k, v in (e.personal or {}).items() if k != "_salt"},
        seen_by=e.seen_by,
        caused_by=e.caused_by,
        depth=e.depth,
    )


def _with_aliases(timeline_id: int) -> list[int]:
    return [timeline_id, *Timeline.objects.filter(alias_of_id=timeline_id).values_list("pk", flat=True)]


def _any(conditions: Iterable[Q]) -> Q:
    combined = Q()
    for condition in conditions:
        combined |= condition
    return combined


def count_recorded(since: datetime, until: datetime, *, most: int) -> int:
    """How many events were recorded in the span, `most` standing for more; by the time-ordered key."""
    first, last = (int(moment.timestamp() * 1000) << SEQUENCE_BITS for moment in (since, until))
    return Event.objects.filter(pk__gte=first, pk__lt=last).order_by()[:most].count()
