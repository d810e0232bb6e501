"""Two files that look alike are two customers: somebody says so, and they are not proposed again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.models import DuplicatePair
from liuke.events.customers import PairToldApart
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.kernel.journal.actions import lock_timelines, record


def tell_apart(one_id: int, other_id: int, *, by: Actor, at: datetime) -> None:
    """Different people; a second click changes nothing. Raises Invalid where the two are one customer already."""
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES)):
        raise Forbidden("由客服中心判断是否同一客户。", "The centre decides whether two files are one customer's.")
    with transaction.atomic():
        lock_timelines([one_id, other_id])
        one, other = access.customer(one_id, by=by), access.customer(other_id, by=by)
        if one.pk == other.pk:
            raise Invalid.field("other", "两份档案已是同一客户。", "These are one customer already.")
        first, second = sorted((one, other), key=lambda c: c.pk)
        decided = {"state": DuplicatePair.State.DIFFERENT, "decided_by": by, "decided_at": at}
        fresh = {"points": 0, "reasons": [], "found_at": at}
        pair = DuplicatePair.objects.filter(first=first, second=second).first()
        if pair is not None and pair.state == DuplicatePair.State.DIFFERENT:
            return
        DuplicatePair.objects.update_or_create(
            first=first, second=second, defaults=decided, create_defaults=fresh | decided
        )
        record(PairToldApart(first.code, second.code), on=first.pk, by=by, at=at)
        record(PairToldApart(second.code, first.code), on=second.pk, by=by, at=at)
