"""A platform's code is used once at the door; its cancellation finds the order wherever it is (practice §1.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.service.actions import orders, platforms
from liuke.areas.service.models import WorkOrder
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import service
from tests.given.service import Company
from tests.safety.world import HANDBOOK

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def c() -> Company:
    found = service.company(MONDAY)
    load([HANDBOOK], by=found.cast.administrator, at=MONDAY)
    return found


def arrived(c: Company) -> str:
    return orders.receive_order(
        c.known.li, kind="install", source="jd", external_no="JD-77", payer="platform", verification_code="88 42-ab",
        address_id=c.li_address, by=c.cast.agent, at=MONDAY,
    ).order  # fmt: skip


def at_the_door(c: Company) -> tuple[str, datetime]:
    """One of the platform's orders, at which a technician works."""
    number = service.in_service(c, MONDAY)
    WorkOrder.objects.filter(number=number).update(source="jd", external_no="JD-77", verification_code="88 42-ab")
    return number, service.windows_of(number).start + timedelta(minutes=20)


def test_who_pays_and_the_code_come_with_the_order(c: Company) -> None:
    order = WorkOrder.objects.get(number=arrived(c))
    assert (order.payer, order.verification_code) == ("platform", "88 42-ab")
    with pytest.raises(Invalid) as wrong:
        orders.receive_order(
            c.known.li, kind="install", source="jd", external_no="JD-78", payer="nobody", by=c.cast.agent, at=MONDAY
        )
    assert "payer" in wrong.value.fields


def test_the_code_is_used_once_however_it_is_typed_and_a_wrong_one_is_refused(c: Company) -> None:
    number, when = at_the_door(c)
    with pytest.raises(Invalid) as wrong:
        platforms.use_code(number, "8843-AB", by=c.cast.east_technician, at=when)
    assert "code" in wrong.value.fields and WorkOrder.objects.get(number=number).code_used_at is None

    for _ in range(2):
        platforms.use_code(number, " 8842-AB ", by=c.cast.east_technician, at=when)
    assert WorkOrder.objects.get(number=number).code_used_at == when
    assert Event.objects.filter(kind="service.code.used").count() == 1


def test_an_order_without_a_code_uses_none_and_the_table_says_so_too(c: Company) -> None:
    number = service.in_service(c, MONDAY)
    with pytest.raises(Invalid):
        platforms.use_code(number, "8842", by=c.cast.east_technician, at=MONDAY + timedelta(hours=2))
    with pytest.raises(IntegrityError, match="only_a_code_that_was_given"), transaction.atomic():
        WorkOrder.objects.filter(number=number).update(code_used_at=MONDAY)


def test_before_the_door_the_platform_cancels_and_told_twice_it_is_done_once(c: Company) -> None:
    number = arrived(c)
    house = system_actor(Actor.Kind.IMPORT, "given")
    for _ in range(2):
        done = platforms.cancel_from_platform("jd", "JD-77", by=house, at=MONDAY)
        assert (done.number, done.state) == (number, "cancelled")
    assert Event.objects.get(kind="service.order.cancelled").facts["reason"] == "platform"


def test_at_the_door_the_centre_owes_settling_it(c: Company) -> None:
    number, when = at_the_door(c)
    house = system_actor(Actor.Kind.IMPORT, "given")
    for _ in range(2):
        assert platforms.cancel_from_platform("jd", "JD-77", by=house, at=when).state == "in_service"
    promise = Promise.objects.get(what="settle-cancellation")
    assert promise.about == number and promise.owner_role == "dispatcher"


def test_a_number_that_never_came_and_work_that_is_done_are_refused(c: Company) -> None:
    house = system_actor(Actor.Kind.IMPORT, "given")
    with pytest.raises(Missing):
        platforms.cancel_from_platform("jd", "JD-77", by=house, at=MONDAY)
    number = service.to_call_back(c, MONDAY)
    WorkOrder.objects.filter(number=number).update(source="jd", external_no="JD-77")
    with pytest.raises(Refused):
        platforms.cancel_from_platform("jd", "JD-77", by=house, at=MONDAY)
