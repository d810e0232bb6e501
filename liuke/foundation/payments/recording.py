"""The stand-in for tests, the demo and companies without a provider: gives out codes, and can be paid by hand."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from liuke.foundation.clock import LOCAL
from liuke.foundation.payments.models import RecordedPayment
from liuke.foundation.payments.provider import Notice, ProviderFault, Stated


class Recording:
    name = "recording"

    def code(self, number: str, cents: int, *, at: datetime) -> str:
        row, _new = RecordedPayment.objects.get_or_create(
            number=number, defaults={"amount_cents": cents, "asked_at": at}
        )
        return f"liuke-pay://stand-in/{number}?cents={row.amount_cents}"

    def close(self, number: str, *, at: datetime) -> None:
        RecordedPayment.objects.filter(number=number, paid_at=None).update(closed_at=at)

    def refund(self, number: str, reference: str, cents: int, *, at: datetime) -> str:
        back = _number("RF", number)
        RecordedPayment.objects.filter(number=number, refunded_at=None).update(refunded_at=at, refund_reference=back)
        return back

    def statement(self, day: date, *, at: datetime) -> tuple[Stated, ...]:
        since = datetime.combine(day, time(), LOCAL)
        within = (since, since + timedelta(days=1))
        paid = RecordedPayment.objects.filter(paid_at__gte=within[0], paid_at__lt=within[1]).order_by("pk")
        back = RecordedPayment.objects.filter(refunded_at__gte=within[0], refunded_at__lt=within[1]).order_by("pk")
        rows = [Stated(one.reference, one.number, one.amount_cents) for one in paid]
        return (*rows, *(Stated(one.refund_reference, one.number, -one.amount_cents) for one in back))


def pay(number: str, *, at: datetime, cents: int | None = None) -> Notice:
    """The customer pays a code; answers what the provider then tells. `cents` for one who pays another amount.

    Paid again it tells the same again, as another message; ProviderFault for a code nobody gave out or that is closed.
    """
    row = RecordedPayment.objects.select_for_update().filter(number=number).first()
    if row is None or (row.closed_at is not None and row.paid_at is None):
        raise ProviderFault("no such code, or closed")
    if row.paid_at is None:
        row.paid_at, row.reference = at, _number("TX", number)
        row.amount_cents = cents or row.amount_cents
        row.save(update_fields=["paid_at", "reference", "amount_cents"])
    return Notice(uuid4().hex, number, row.reference, row.amount_cents, row.paid_at)


def _number(prefix: str, number: str) -> str:
    return f"{prefix}{hashlib.sha256(f'{prefix}{number}'.encode()).hexdigest()[:16].upper()}"
