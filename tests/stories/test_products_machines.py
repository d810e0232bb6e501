"""H16, practice §1.7–1.10: machines come into the installed base, are corrected, installed, found, judged."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liuke.areas.customers.actions import merging
from liuke.areas.customers.models import Address
from liuke.areas.products.actions import catalogue, intake, machines
from liuke.areas.products.actions.intake import NewMachine
from liuke.areas.products.models import Machine
from liuke.areas.products.queries import catalogue as catalogue_queries
from liuke.areas.products.queries import machines as queries
from liuke.areas.products.queries.guarantee import guarantee
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.kernel.journal.models import Event
from tests.given import customers, people, products
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.fixture
def cast() -> Cast:
    found = people.cast(NOW)
    products.catalogue(found, NOW)
    return found


@pytest.fixture
def li(cast: Cast) -> int:
    return customers.li(cast, NOW)


def test_a_registered_machine_stands_in_the_file_and_on_the_timeline(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW, serial="ht5a 2603 00123")

    row = queries.get_machine(number, by=cast.agent, on=TODAY)

    assert number.startswith("M-")
    assert (row.serial, row.line.key, row.line.words.zh) == ("HT5A260300123", "hood", "油烟机")
    assert row.verdict and row.verdict.words.zh == "保内·免费（整机至 2027-03-02/电机至 2029-03-02）"
    told = Event.objects.get(kind="products.machine.registered")
    assert (told.timeline_id, told.subject, told.facts["product_line"]) == (li, number, "hood")


def test_a_serial_stands_once_per_model_and_the_second_is_told_where(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW, serial="A12345")
    with pytest.raises(Refused) as told:
        products.machine(cast, customers.chen(cast, NOW), NOW, serial="a12345")
    assert number in told.value.fields["serial"].zh
    products.machine(cast, li, NOW, model=products.STOVE, serial="A12345")
    products.machine(cast, li, NOW, serial="")
    products.machine(cast, li, NOW, serial="")


def test_the_database_itself_refuses_a_second_serial_and_a_machine_bought_before_it_was_made(
    cast: Cast, li: int
) -> None:
    machine = Machine.objects.get(number=products.machine(cast, li, NOW, serial="A12345"))
    with pytest.raises(IntegrityError, match="a_serial_exists_once_per_model"), transaction.atomic():
        Machine.objects.create(number="M-X", customer_id=li, model=machine.model, serial="A12345", registered_at=NOW)
    with pytest.raises(IntegrityError, match="made_before"), transaction.atomic():
        Machine.objects.filter(pk=machine.pk).update(made_date=date(2026, 5, 1))
    with pytest.raises(IntegrityError, match="capitals"), transaction.atomic():
        Machine.objects.filter(pk=machine.pk).update(serial="a12345")


def test_bad_machines_are_refused_by_field_and_leave_nothing_behind(cast: Cast, li: int) -> None:
    chen = customers.chen(cast, NOW)
    for more, field in (
        ({"bought_date": date(2027, 1, 1)}, "bought_date"),
        ({"serial": "序列号"}, "serial"),
    ):
        with pytest.raises(Invalid) as told:
            products.machine(cast, li, NOW, **more)  # type: ignore[arg-type]
        assert field in told.value.fields
    theirs = Address.objects.get(customer_id=chen).pk
    with pytest.raises(Invalid) as told:
        machines.register_machine(li, model=products.HOOD, address_id=theirs, by=cast.agent, at=NOW)
    assert "address_id" in told.value.fields
    with pytest.raises(Missing):
        machines.register_machine(li, model="NONE-1", by=cast.agent, at=NOW)
    assert not Machine.objects.exists()


def test_machines_of_somebody_one_may_not_see_are_not_there(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW, serial="A12345")
    for stranger in (cast.stranger, cast.north_technician):
        with pytest.raises(Missing):
            queries.get_machine(number, by=stranger)
        with pytest.raises(Missing):
            guarantee(number, by=stranger, on=TODAY)
        with pytest.raises(Missing):
            machines.change(number, changes={"serial": "X99999"}, seen_version=1, by=stranger, at=NOW)
        assert queries.find_by_serial("A12345", by=stranger) == ()
    with pytest.raises(Missing):
        queries.get_machine("M-999999", by=cast.agent)


def test_a_correction_is_told_and_a_stale_one_shows_the_difference(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW)

    version = machines.change(number, changes={"bought_date": date(2026, 2, 28)}, seen_version=1, by=cast.agent, at=NOW)
    assert version == 2
    told = Event.objects.get(kind="products.machine.changed")
    assert (told.facts["before"], told.facts["after"]) == (["2026-03-02"], ["2026-02-28"])

    with pytest.raises(Stale) as stale:
        machines.change(number, changes={"bought_date": date(2026, 1, 1)}, seen_version=1, by=cast.lead, at=NOW)
    assert stale.value.difference == {"bought_date": (date(2026, 2, 28), date(2026, 1, 1))}
    assert (
        machines.change(number, changes={"bought_date": date(2026, 2, 28)}, seen_version=1, by=cast.lead, at=NOW) == 2
    )
    with pytest.raises(Invalid):
        machines.change(number, changes={"number": "M-1"}, seen_version=2, by=cast.agent, at=NOW)


def test_the_installation_card_begins_the_guarantee_once(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW, serial="", bought_date=None, proof=False)
    assert guarantee(number, by=cast.agent, on=TODAY).state == "unknown"

    card: dict[str, Any] = {
        "installed_date": TODAY,
        "order": "WO-000318",
        "serial": "HT5A9",
        "by": cast.agent,
        "at": NOW,
    }
    assert machines.complete_installation(number, **card)
    assert not machines.complete_installation(number, **card)

    verdict = guarantee(number, by=cast.agent, on=TODAY, final=True)
    assert (verdict.free, verdict.until) == (True, date(2027, 11, 23))
    told = Event.objects.get(kind="products.installation.completed")
    assert (told.subject, told.about, told.facts["serial"]) == (number, "WO-000318", "HT5A9")


def test_a_part_outlives_the_machine_and_misuse_ends_it(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW, bought_date=date(2024, 5, 1))
    ask: dict[str, Any] = {"by": cast.agent, "on": TODAY}
    assert not guarantee(number, **ask).free
    assert guarantee(number, part="motor", **ask).free
    assert guarantee(number, part="motor", **ask).source.startswith("《部分商品修理更换退货责任规定》")
    assert not guarantee(number, part="motor", final=True, exclusions=["misuse"], **ask).free


def test_a_longer_promise_of_the_company_holds_for_what_is_bought_from_then_on(cast: Cast, li: int) -> None:
    old = products.machine(cast, li, NOW, bought_date=date(2025, 6, 1))
    new = products.machine(cast, li, NOW, bought_date=date(2025, 7, 1))
    decided: dict[str, Any] = {"from_date": date(2025, 7, 1), "source": "公司决定 2025-07", "by": cast.administrator}
    set_value("guarantee_months", "hood.whole", 60, at=NOW, **decided)

    assert not guarantee(old, by=cast.agent, on=TODAY).free
    found = guarantee(new, by=cast.agent, on=TODAY)
    assert (found.until, found.source) == (date(2030, 7, 1), "公司决定 2025-07")


def test_the_machines_of_many_customers_with_their_verdicts_are_one_query(cast: Cast, li: int) -> None:
    chen = customers.chen(cast, NOW)
    for model in (products.HOOD, products.STOVE, products.AIRCON):
        products.machine(cast, li, NOW, model=model)
    products.machine(cast, chen, NOW, model=products.FRIDGE)

    with CaptureQueriesContext(
        connection,
    ) as queries_made:
        found = queries.list_of_customers([li, chen], on=TODAY)

    assert len(queries_made) == 1
    assert [row.line.key for row in found[li]] == ["aircon", "stove", "hood"]
    assert all(row.verdict and row.verdict.free for rows in found.values() for row in rows)
    assert queries.list_of_customer(li, by=cast.agent, on=TODAY) == found[li]


def test_a_serial_is_found_by_its_end_and_the_index_serves_it(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW, serial="HT5A260300123")
    products.machine(cast, li, NOW, serial="HT5A260300999")
    assert [row.number for row in queries.find_by_serial("0123", by=cast.agent)] == [number]
    assert [row.number for row in queries.find_by_serial(" ht5a260300123 ", by=cast.agent)] == [number]
    assert queries.find_by_serial("123", by=cast.agent) == ()
    assert queries.find_by_serial("%%%%", by=cast.agent) == ()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT 1 FROM products_machine WHERE reverse(serial) LIKE '3210%'")
        assert "machine_by_serial_tail" in str(cursor.fetchall())


def test_after_a_merge_the_machines_are_the_winners(cast: Cast, li: int) -> None:
    number = products.machine(cast, li, NOW)
    zhou = customers.zhou(cast, NOW)
    merging.merge(li, zhou, by=cast.lead, at=NOW)
    assert Machine.objects.get(number=number).customer_id == zhou
    assert queries.get_machine(number, by=cast.agent).customer_id == zhou


def test_a_file_of_machines_is_taken_in_whole_and_twice_without_doubling(cast: Cast, li: int) -> None:
    rows = [NewMachine(li, products.HOOD, f"B{n:05}", bought_date=date(2026, 5, 1)) for n in range(200)]

    with CaptureQueriesContext(connection) as first:
        numbers = intake.register_many(rows, by=cast.administrator, at=NOW, rules="silent")
    again = intake.register_many(rows, by=cast.administrator, at=NOW, rules="silent")

    assert numbers == again
    assert Machine.objects.count() == len(set(numbers)) == 200
    assert Event.objects.filter(kind="products.machine.registered").count() == 200
    assert len(first) < 25


def test_a_file_with_wrong_rows_names_each_and_writes_none(cast: Cast, li: int) -> None:
    chen = customers.chen(cast, NOW)
    products.machine(cast, chen, NOW, serial="TAKEN1")
    wrong = [
        NewMachine(li, products.HOOD, "C00001"),
        NewMachine(999_999, products.HOOD, "C00002"),
        NewMachine(li, "NO-SUCH", "C00003"),
        NewMachine(li, products.HOOD, "!!"),
        NewMachine(li, products.HOOD, "C00004", bought_date=TODAY + timedelta(days=1)),
    ]
    with pytest.raises(Invalid) as told:
        intake.register_many(wrong, by=cast.agent, at=NOW)
    assert set(told.value.fields) == {"row.1.customer", "row.2.model", "row.3.serial", "row.4.bought_date"}

    doubled = [NewMachine(li, products.HOOD, s) for s in ("C00001", "c00001", "taken1")]
    assert [(f.index, f.field) for f in intake.check_many(doubled, by=cast.agent, at=NOW)] == [
        (1, "serial"),
        (2, "serial"),
    ]
    assert Machine.objects.count() == 1


def test_the_catalogue_is_kept_by_few_and_read_by_all(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        catalogue.add_model("X-1", name="一号", line="hood", by=cast.agent, at=NOW)
    with pytest.raises(Refused):
        catalogue.add_model(products.HOOD.lower(), name="又一台", line="hood", by=cast.administrator, at=NOW)
    assert catalogue.load_seed(by=cast.administrator, at=NOW) == 0
    assert [m.code for m in catalogue_queries.list_models(text="cxw")] == [products.HOOD]
    assert [m.code for m in catalogue_queries.list_models(text="滚筒")] == [products.WASHER]
    assert [m.line.key for m in catalogue_queries.list_models(line="stove")] == ["stove"]
    lines = {line.key: line for line in catalogue_queries.list_lines()}
    assert lines["aircon"].needs("install") == ("aircon", "low_voltage", "refrigeration", "height")
    assert catalogue_queries.get_model(products.HOOD).wear_parts == (("油网", 12),)


def test_after_an_erasure_the_machine_stays_and_its_place_is_forgotten(cast: Cast, li: int) -> None:
    home = Address.objects.get(customer_id=li).pk
    number = machines.register_machine(li, model=products.HOOD, address_id=home, by=cast.agent, at=NOW)
    merging.erase(li, reason="本人要求", by=cast.manager, at=NOW)
    assert Machine.objects.get(number=number).address_id is None
