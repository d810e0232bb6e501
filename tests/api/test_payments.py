"""A provider tells of a payment: signed, by the scope for it, once by its id, and only for the amount asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from liuke.areas.charges.actions import payments
from liuke.areas.charges.models import Payment
from liuke.foundation.payments.signing import signed
from liuke.kernel.journal.models import Event
from tests.api.conftest import NOW, Caller
from tests.given import charges, service
from tests.given.service import Company

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(company: Company, still: Callable[[datetime], None]) -> tuple[str, datetime]:
    """A code that is shown at the door, and the moment."""
    old = charges.old_hood(company, NOW)
    order = service.in_service(old, NOW)
    when = service.windows_of(order).start + timedelta(minutes=20)
    charges.accepted(old, order, when)
    still(when)
    return payments.request_payment(order, by=company.cast.east_technician, at=when).number, when


def told(payment: str, when: datetime, **other: Any) -> dict[str, Any]:
    return {"message": "m1", "number": payment, "reference": "TX1", "cents": 13000, "paid_at": when.isoformat()} | other


def sent(program: Caller, body: dict[str, Any], when: datetime, *, key: str = "", **headers: str) -> Any:
    data = json.dumps(body).encode()
    given = {"idempotency-key": key or str(uuid4()), **signed(data, at=when), **headers}
    return program.client.post(
        "/api/v1/payments/notifications", data=data, content_type="application/json", headers=program._headers(given)
    )


def test_a_payment_is_booked_and_answered_again_the_same(
    call: Callable[..., Caller], asked: tuple[str, datetime]
) -> None:
    number, when = asked
    answers = [sent(call("payments"), told(number, when), when) for _ in range(2)]

    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["state"] == "received"
    assert Event.objects.filter(kind="charges.payment.received").count() == 1


@pytest.mark.parametrize(
    ("other", "status", "field"),
    [({"cents": 12999}, 422, "cents"), ({"number": "PY-999999"}, 422, "number"), ({"cents": 0}, 422, "cents")],
)
def test_what_was_not_asked_for_is_refused(
    call: Callable[..., Caller], asked: tuple[str, datetime], other: dict[str, Any], status: int, field: str
) -> None:
    number, when = asked
    answer = sent(call("payments"), told(number, when, **other), when)

    assert answer.status_code == status
    assert field in json.dumps(answer.json()["errors"])
    assert Payment.objects.get(number=number).state == "requested"


def test_without_a_fresh_signature_nothing_is_believed(
    call: Callable[..., Caller], asked: tuple[str, datetime]
) -> None:
    number, when = asked
    program, body = call("payments"), told(number, when)
    for wrong in (
        sent(program, body, when, **{"X-Liuke-Signature": "0" * 64}),
        sent(program, body, when, **{"X-Liuke-Timestamp": "yesterday"}),
        sent(program, body, when - timedelta(minutes=6)),
        program.post("/payments/notifications", body),
    ):
        assert wrong.status_code == 401, wrong.content
    assert Payment.objects.get(number=number).state == "requested"


def test_only_a_token_for_payments_may_tell(call: Callable[..., Caller], asked: tuple[str, datetime]) -> None:
    number, when = asked
    assert sent(call("field", "intake"), told(number, when), when).status_code == 403
