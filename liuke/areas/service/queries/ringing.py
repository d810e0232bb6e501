"""Calls that telephony has just put through and nobody has picked up: the bar above the hotline's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.areas.customers.models import Phone
from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.keeping.queries.treatments import in_turn_for
from liuke.areas.service import access
from liuke.areas.service.models import Call
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor

RINGS_FOR: Final = timedelta(minutes=10)
MOST: Final = 8


@dataclass(frozen=True)
class Ringing:
    """A call with the customer it was put to; None while the number belongs to several or to nobody.

    `queue` says who answers first, by how his grade is received (H4).
    """

    number: str
    phone_mask: str
    customer: Brief | None
    started_at: datetime
    queue: str


def list_ringing(*, by: Actor, at: datetime) -> tuple[Ringing, ...]:
    """Calls of the last minutes that a machine recorded and no person has; the centre's.

    A senior's own queue comes first for him, the others' for them; in each the one that waits longest.
    """
    access.centre(by)
    rows = Call.objects.filter(
        state=Call.State.ANSWERED, started_at__gt=at - RINGS_FOR, started_at__lte=at, requests=None
    ).exclude(by__kind=Actor.Kind.PERSON)
    found = list(rows.order_by("started_at", "pk")[:MOST])
    briefs = list_briefs([c.customer_id for c in found if c.customer_id], by=by)
    turns = in_turn_for([(briefs.get(c.customer_id or 0), c) for c in found], by=by, day=local(at).date())
    return tuple(
        Ringing(c.number, c.phone_mask, briefs.get(c.customer_id or 0), c.started_at, queue) for c, queue in turns
    )


def callers_of(number: str, *, by: Actor) -> tuple[Brief, ...]:
    """Everybody who may stand behind a recorded call: the one it was put to, else all of its number."""
    call = access.call(number, by=by)
    if call.customer_id or call.phone_hash is None:
        ids = [call.customer_id] if call.customer_id else []
    else:
        phones = Phone.objects.filter(number_hash=bytes(call.phone_hash), detached_at__isnull=True)
        ids = list(phones.order_by("-seen_at", "-id").values_list("contact__customer_id", flat=True)[:20])
    briefs = list_briefs(ids, by=by)
    return tuple({briefs[pk].id: briefs[pk] for pk in ids if pk in briefs}.values())
