"""In guarantee or not is settled at the machine, with evidence and the customer's second yes (practice §1.10)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from liuke.areas.products.models import Machine
from liuke.areas.service.actions import verdicts, visits
from liuke.areas.service.actions.verdicts import Seen
from liuke.areas.service.models import OrderMachine, WorkOrder
from liuke.areas.service.rules.visits import MachineDone
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.kernel.journal.models import Event
from tests.given import service
from tests.given.service import Company

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def c() -> Company:
    return service.company(MONDAY)


def started(c: Company) -> tuple[str, datetime]:
    number = service.in_service(c, MONDAY)
    return number, service.windows_of(number).start + timedelta(minutes=20)


def test_misuse_takes_the_guarantee_away_only_with_a_photo_and_his_signature(c: Company) -> None:
    number, when = started(c)
    with pytest.raises(Invalid) as refused:
        verdicts.settle_guarantee(number, 1, Seen(exclusions=["misuse"]), by=c.cast.east_technician, at=when)
    assert set(refused.value.fields) == {"photos", "consent"}
    assert OrderMachine.objects.get(order__number=number).final_guarantee == ""

    photo = service.photo(c, number, when)
    seen = Seen(exclusions=["misuse"], photos=[photo], consent=photo)
    verdicts.settle_guarantee(number, 1, seen, by=c.cast.east_technician, at=when)

    row = OrderMachine.objects.get(order__number=number)
    assert (row.guarantee, row.final_guarantee, row.standing) == ("in", "out", "out")
    assert "使用不当" in row.final_reason_zh and row.final_by_id == c.cast.east_technician.pk
    assert WorkOrder.objects.get(number=number).guarantee == "out"
    told = Event.objects.get(kind="service.guarantee.settled")
    assert told.facts["preliminary"] == "in" and told.facts["consented"] is True


def test_a_repair_that_turned_out_to_be_paid_work_stands_in_no_guarantee_record(c: Company) -> None:
    number, when = started(c)
    photo = service.photo(c, number, when)
    verdicts.settle_guarantee(
        number, 1, Seen(exclusions=["voltage"], photos=[photo], consent=photo), by=c.cast.east_technician, at=when
    )
    visits.finish(
        number, results=[MachineDone(1, "repaired")], photos=[photo], signature=photo, report=True,
        by=c.cast.east_technician, at=when,
    )  # fmt: skip
    assert Machine.objects.get(number=c.hood).repairs == []


def test_the_invoice_he_shows_at_the_door_goes_into_the_file_and_decides(c: Company) -> None:
    Machine.objects.filter(number=c.hood).update(
        bought_date=None, installed_date=None, proof_of_purchase=False, has_installation_card=False, made_date=None
    )
    number, when = started(c)
    verdicts.settle_guarantee(number, 1, Seen(proof_date=date(2026, 3, 2)), by=c.cast.east_technician, at=when)
    machine = Machine.objects.get(number=c.hood)
    assert machine.bought_date == date(2026, 3, 2) and machine.proof_of_purchase
    assert OrderMachine.objects.get(order__number=number).standing == "in"


def test_sent_twice_by_the_phone_it_is_settled_once(c: Company) -> None:
    number, when = started(c)
    sent = uuid4()
    for _ in range(2):
        verdicts.settle_guarantee(number, 1, Seen(), client_uuid=sent, by=c.cast.east_technician, at=when)
    assert Event.objects.filter(kind="service.guarantee.settled").count() == 1


def test_who_may_not_and_what_is_not_there_is_refused(c: Company) -> None:
    number, when = started(c)
    with pytest.raises(Missing):
        verdicts.settle_guarantee(number, 1, Seen(), by=c.cast.north_clerk, at=when)
    with pytest.raises(Forbidden):
        verdicts.settle_guarantee(number, 1, Seen(), by=c.cast.callback_agent, at=when)
    with pytest.raises(Invalid, match="marked|no machine 2"):
        verdicts.settle_guarantee(number, 2, Seen(), by=c.cast.east_technician, at=when)
    with pytest.raises(Invalid) as wrong:
        verdicts.settle_guarantee(number, 1, Seen(exclusions=["bad luck"]), by=c.cast.east_technician, at=when)
    assert "exclusions" in wrong.value.fields


def test_a_machine_that_is_not_on_file_is_registered_first(c: Company) -> None:
    number, when = started(c)
    OrderMachine.objects.filter(order__number=number).update(machine=None)
    with pytest.raises(Refused, match="not on file"):
        verdicts.settle_guarantee(number, 1, Seen(), by=c.cast.east_technician, at=when)
