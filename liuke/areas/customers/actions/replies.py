"""Somebody answers one of our text messages. Who wants no more of them gets none from now on (PIPL 15; practice §1.21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liuke.areas.customers.actions.consents import withdraw
from liuke.areas.customers.models import Consent
from liuke.areas.customers.queries.calling import find_by_phone
from liuke.areas.customers.rules.replies import ENDED_BY_REPLY, wants_no_more
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class Heard:
    """What an answer came to. `is_for_people`: it says something else, and somebody has to read it."""

    is_for_people: bool
    ended: int


@transaction.atomic
def hear_reply(phone: str, text: str, *, by: Actor, at: datetime) -> Heard:
    """End what came to this number by text message and was no service, for everybody who may stand behind it.

    The words themselves are not kept. Raises Invalid where `phone` is no number.
    """
    behind = find_by_phone(phone, by=by, at=at).matches
    if not wants_no_more(text):
        return Heard(is_for_people=True, ended=0)
    standing = Consent.objects.filter(
        customer__in={one.customer.id for one in behind}, purpose__in=ENDED_BY_REPLY, ended_at__isnull=True
    )
    found = list(standing.order_by("customer", "pk").values_list("customer_id", "purpose"))
    for customer, purpose in found:
        withdraw(customer, purpose, way="message", by=by, at=at)
    return Heard(is_for_people=False, ended=len(found))
