"""A customer's yes to a sales follow-up by phone, asked in a callback, and his no at any time (practice §4.7)."""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from liuke.areas.care import access
from liuke.areas.care.models import Consent
from liuke.areas.care.rules.calling import HERE, months_after
from liuke.areas.customers import access as customers
from liuke.events.care import ConsentGiven, ConsentWithdrawn
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record

MONTHS = 3


def write(customer_id: int, about: str, since: datetime, *, by: Actor, at: datetime) -> None:
    """Note the consent given in a callback about a machine; the follow-up is due three months after `since`."""
    if Consent.objects.filter(customer_id=customer_id, withdrawn_at__isnull=True).exists():
        return
    Consent.objects.create(customer_id=customer_id, given_at=at, via="callback", by=by)
    day = months_after(since, MONTHS).date()
    event = ConsentGiven(about=about, follow_up_at=datetime.combine(day, time(20), tzinfo=HERE))
    record(event, on=customer_id, by=by, at=at)


def withdraw_consent(customer: int | str, *, via: str = "callback", by: Actor, at: datetime) -> None:
    """The customer wants no more of these calls: what was promised of them is void at once."""
    if not access.hears_complaints(by):
        raise Forbidden("由客服中心办理。", "This is done by the centre.")
    with transaction.atomic():
        stop(customer, via=via, by=by, at=at)


def stop(customer: int | str, *, via: str, by: Actor, at: datetime) -> None:
    """No more of these calls, in the caller's transaction; nothing where none was agreed to."""
    found = customers.customer(customer, by=by, lock=True)
    if Consent.objects.filter(customer=found, withdrawn_at__isnull=True).update(withdrawn_at=at):
        record(ConsentWithdrawn(about=found.code, via=via), on=found.pk, by=by, at=at)
