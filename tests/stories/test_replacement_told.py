"""Another technician comes than the customer was told: he hears it at once, and once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.areas.customers.models import Phone
from liuke.areas.service.actions import booking
from liuke.foundation.gateways.models import OutboxMessage
from liuke.kernel.journal.models import Event
from tests.given import service
from tests.given.service import Company

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def c() -> Company:
    return service.company(MONDAY)


def given_to_another(c: Company, number: str) -> None:
    booking.assign_technician(
        number, technician=c.cast.east_second.pk, by=c.cast.east_clerk, at=MONDAY + timedelta(hours=1)
    )


def told() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template="technician_changed"))


def test_who_takes_a_visit_over_is_told_to_the_customer_by_sms_with_his_own_page(c: Company) -> None:
    number = service.assigned(c, MONDAY)
    assert told() == []
    given_to_another(c, number)
    (message,) = told()
    assert message.to.startswith("contact:") and message.values["technician"] == c.cast.east_second.name
    assert message.values["number"] == number and "/my/" in message.values["link"] and "–" in message.values["window"]
    event = Event.objects.get(kind="care.replacement.told")
    assert event.subject == number and Event.objects.get(pk=event.caused_by).kind == "service.visit.planned"


def test_whoever_has_no_number_in_his_file_gets_no_message_and_nothing_says_so(c: Company) -> None:
    number = service.assigned(c, MONDAY)
    Phone.objects.update(detached_at=MONDAY)
    given_to_another(c, number)
    assert told() == [] and not Event.objects.filter(kind="care.replacement.told").exists()
