"""H16: what repairs leave on a machine: exchange after two, the guarantee put off, exchange when it takes too long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.areas.products.models import Machine
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.products.queries.rights import Rights
from liuke.areas.service.actions import orders, reviewing, visits
from liuke.areas.service.rules.visits import MachineDone
from liuke.foundation.clock import local
from liuke.insight import machine_rights
from tests.given import service
from tests.given.service import Company

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def c() -> Company:
    return service.company(MONDAY)


def held(c: Company, at: datetime, kind: str = "household") -> Rights:
    on = local(at).date()
    rows = list_of_customer(c.known.li, by=c.cast.agent, on=on)
    return machine_rights.of_customer(rows, kind=kind, on=on)[c.hood]


def test_a_finished_repair_under_guarantee_stands_in_the_record_once_though_reported_twice(c: Company) -> None:
    number = service.reported(c, MONDAY)
    (row,) = Machine.objects.get(number=c.hood).repairs
    assert row["order"] == number and row["since"] == "2026-11-23"

    when = service.windows_of(number).start + timedelta(hours=3)
    reviewing.send_back(number, reasons=["photos"], by=c.cast.administrator, at=when)
    photo = service.photo(c, number, when)
    visits.report_completion(number, photos=[photo], by=c.cast.east_technician, at=when + timedelta(hours=1))
    assert len(Machine.objects.get(number=c.hood).repairs) == 1


def test_after_the_second_repair_the_customer_may_have_it_exchanged(c: Company) -> None:
    assert held(c, MONDAY).choices == ("repair",)
    service.to_call_back(c, MONDAY)
    later = MONDAY + timedelta(days=14)
    assert held(c, later).choices == ("repair",)

    again = orders.order_visit(
        service.request(c, later), machines=[orders.MachineDraft(machine=c.hood)], second=True, by=c.cast.agent,
        at=later,
    )  # fmt: skip
    assert again.number
    Machine.objects.filter(number=c.hood).update(
        repairs=[
            *Machine.objects.get(number=c.hood).repairs,
            {"order": "WO-000900", "since": "2026-11-30", "until": "2026-12-01"},
        ]
    )
    said = held(c, later)
    assert said.choices == ("exchange", "refund") and "已修理 2 次" in said.words.zh


def test_a_repair_under_way_for_more_than_thirty_days_is_exchanged_at_the_repairers_cost(c: Company) -> None:
    service.dispatched(c, MONDAY)
    assert held(c, MONDAY + timedelta(days=30)).choices == ("repair",)
    late = held(c, MONDAY + timedelta(days=31))
    assert late.choices == ("exchange",) and "修理者承担" in late.words.zh


def test_what_is_not_fixed_counts_as_a_repair_and_maintenance_does_not(c: Company) -> None:
    number = service.in_service(c, MONDAY)
    when = service.windows_of(number).start + timedelta(minutes=50)
    visits.finish(
        number, results=[MachineDone(1, "no_fault")], photos=[service.photo(c, number, when)],
        signature=service.photo(c, number, when), checklist=["power", "test_run"], report=True,
        by=c.cast.east_technician, at=when,
    )  # fmt: skip
    assert Machine.objects.get(number=c.hood).repairs == []


def test_a_company_is_shown_its_contract(c: Company) -> None:
    assert held(c, MONDAY, kind="company").choices == ()
