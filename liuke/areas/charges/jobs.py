"""Speaking to a provider outside the house (safe to run twice), and the nightly count of what was sold."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.charges.actions.counting import count_sales as count
from liuke.areas.charges.models import Payment
from liuke.foundation.payments import choice
from liuke.foundation.queue.register import job


@job("charges.fetch_code")
def fetch_code(*, payment: str, at: datetime) -> None:
    """Ask for the code of a payment; a ProviderFault goes on to the queue, which tries again."""
    row = Payment.objects.get(number=payment)
    if row.code or row.state != Payment.State.REQUESTED:
        return
    code = choice.provider().code(row.number, row.amount_cents, at=at)
    with transaction.atomic():
        Payment.objects.filter(pk=row.pk, code="").update(code=code[:500])


@job("charges.close_code")
def close_code(*, payment: str, at: datetime) -> None:
    """Tell the provider that a code is not to be paid any more."""
    choice.provider().close(payment, at=at)


def count_sales(at: datetime) -> int:
    """What was sold, by month, customer, kind of appliance and county."""
    return count(at=at)
