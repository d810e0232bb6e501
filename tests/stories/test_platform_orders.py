"""Orders of a platform in bulk: the same rows, events and promises as one by one, and never one twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as house
from django.db import connection, connections, transaction

from liuke.areas.customers.actions.contacts import add_address
from liuke.areas.customers.actions.drafts import NewContact, NewCustomer
from liuke.areas.customers.actions.filing import register_many
from liuke.areas.customers.models import Address, Customer, SearchEntry
from liuke.areas.customers.queries import known
from liuke.areas.service.actions.orders import MachineDraft, receive_order
from liuke.areas.service.actions.platform_orders import receive_orders
from liuke.areas.service.actions.platform_rows import PlatformOrder
from liuke.areas.service.models import OrderMachine, ServiceRequest, WorkOrder
from liuke.areas.service.rules.windows import Window
from liuke.foundation.faults import Forbidden, Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from liuke.processes.intake import checking, running, taking_orders
from liuke.processes.intake.columns import ORDERS
from liuke.processes.intake.lines import Options
from liuke.processes.intake.orders import Order
from tests.given import people, products
from tests.given.files import text
from tests.given.people import Cast
from tests.support.databases import Database

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
HEADS = [
    "来源",
    "平台单号",
    "客户名称",
    "电话",
    "地址",
    "服务类型",
    "品类",
    "产品型号",
    "需求说明",
    "期望时间",
    "下单时间",
]
LI, HOME = ["李秀英", "13812342203"], "浙江省宁波市鄞州区金家一路88号12栋1203室"
ROWS = [
    ["京东", "JD-1", *LI, HOME, "安装", "", "CXW-268-T5", "需打孔", "2026-11-25 上午", "2026-11-23 09:00"],
    ["京东", "JD-2", "陈晨", "17757412345", "宁波市鄞州区中山东路18号3-2-501", "维修", "灶具", "", "打不着火", "", ""],
    ["天猫", "JD-1", *LI, "宁波市江北区慈城镇新村36号", "维修", "灶具", "", "厨房有煤气味", "", "2026-11-23 09:30"],
    ["400 来电", "T-1", *LI, HOME, "维修", "油烟机", "", "", "2026-11-26 14:00-16:00", ""],
    ["counter", "T-2", "周建国", "18658212203", "宁波市江北区慈城镇新村36号", "维修", "灶具", "", "漏电", "", ""],
    ["京东", "JD-9", *LI, "宁波市江北区慈城镇新村36号", "保养清洗", "油烟机", "", "", "", "2026-10-01 10:00"],
]


@pytest.fixture
def cast(db: None) -> Cast:
    return _company()


def _company() -> Cast:
    one = people.cast(AT)
    products.catalogue(one, AT)
    load(house.HANDBOOK_DIRS, by=one.administrator, at=AT - timedelta(days=60))
    return one


def one_by_one(rows: Sequence[Order], *, by: Actor, at: datetime, rules: datetime) -> None:
    """As the desk would do it: each order with the single acts."""
    for row in rows:
        key = known.key_of(row.customer.name, row.customer.contacts[0].phones[0])
        assert key is not None
        owner = known.find_known([key]).get(key) or register_many([row.customer], by=by, at=at, rules="silent")[0]
        address = row.customer.addresses[0]
        place = known.find_places([owner]).get((owner, known.place_of(address.text)))
        receive_order(
            owner, kind=row.kind, source=row.source, external_no=row.external_no, machines=[row.machine],
            address_id=place or add_address(owner, address, by=by, at=at), wished=row.wished, fault=row.fault,
            happened_at=row.ordered_at, by=by, at=at, rules=rules,
        )  # fmt: skip


def test_the_same_file_gives_the_same_rows_events_and_promises_as_one_order_after_the_other(cast: Cast) -> None:
    by, rules = cast.lead, running.start_of_day(AT)
    register_many([NewCustomer("household", LI[0], [NewContact(LI[0], phones=[LI[1]])])], by=by, at=AT)
    checked = checking.check(text([HEADS, *ROWS]), "a.csv", ORDERS, Options(), by=by, at=AT)
    assert checked.refusals == []
    told = [unit for batch in checked.batches() for unit in batch.units]
    found = []
    for take in (taking_orders.take, one_by_one):
        with transaction.atomic():
            take(told, by=by, at=AT, rules=rules)  # type: ignore[arg-type]
            found.append(_everything())
            transaction.set_rollback(True)

    assert found[0] == found[1]
    assert len(found[0]["orders"]) == len(ROWS)
    owed = {what for what, *_ in found[0]["promises"]}
    assert {"take-request", "take-over-safety", "dispatch-order", "on-the-spot"} <= owed
    assert not [row for row in found[0]["promises"] if row[1] == "JD-9"], "it is old: nothing is owed"


def _everything() -> dict[str, list[tuple[object, ...]]]:
    """What stands, numbers told by the external number they belong to, and times as they are."""
    names = dict(ServiceRequest.objects.values_list("number", "external_no"))
    names |= dict(WorkOrder.objects.values_list("number", "external_no"))
    own = ("id", "number", "customer", "request", "order", "by", "address_id", "machine", "timeline")
    requests = [f.name for f in ServiceRequest._meta.concrete_fields if f.name not in own]
    work = [f.name for f in WorkOrder._meta.concrete_fields if f.name not in own]
    machines = [f.name for f in OrderMachine._meta.concrete_fields if f.name not in own]

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return sorted((k, str(plain(v))) for k, v in value.items() if k not in ("_salt", "code"))
        return names.get(value, value) if isinstance(value, str) else value

    places = dict(Address.objects.values_list("pk", "masked"))
    events = Event.objects.exclude(kind__startswith="customers.customer").exclude(kind="customers.address.added")
    fields = (
        "kind",
        "subject",
        "about",
        "happened_at",
        "recorded_at",
        "by_id",
        "facts",
        "personal",
        "seen_by",
        "depth",
    )
    owed = (
        "what", "about", "rule", "words", "owner_id", "owner_role", "owner_team", "calendar_key", "state", "opened_at",
        "not_before", "due_at", "first_due_at", "next_alarm_at", "held_since", "seen_by", "depth",
    )  # fmt: skip
    return {
        "customers": _sorted(Customer.objects.values_list("name", "source")),
        "search": _sorted(SearchEntry.objects.values_list("customer__name", "words")),
        "places": _sorted(Address.objects.values_list("customer__name", "masked", "division", "end_hash", "lng")),
        "added": _sorted(
            Event.objects.filter(kind="customers.address.added").values_list("kind", "facts__division", "happened_at")
        ),
        "requests": _sorted(
            (places[row[0]], *row[1:])
            for row in ServiceRequest.objects.values_list("address_id", "customer__name", *requests)
        ),
        "orders": _sorted(
            (places[row[0]], names[row[1]], *row[2:])
            for row in WorkOrder.objects.values_list("address_id", "request__number", "customer__name", *work)
        ),
        "machines": _sorted(OrderMachine.objects.values_list("order__external_no", "order__source", *machines)),
        "events": _sorted(tuple(map(plain, row)) for row in events.values_list(*fields)),
        "promises": _sorted(tuple(map(plain, row)) for row in Promise.objects.values_list(*owed)),
    }


def _sorted(rows: object) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in rows), key=repr)  # type: ignore[attr-defined]


def _customer(cast: Cast) -> int:
    new = NewCustomer("household", LI[0], [NewContact(LI[0], phones=[LI[1]])])
    return register_many([new], by=cast.lead, at=AT)[0]


def test_a_number_twice_in_one_call_and_again_later_answers_with_the_first(cast: Cast) -> None:
    li = _customer(cast)
    row = PlatformOrder(li, "repair", "jd", " JD-1 ", [MachineDraft(product_line="hood")])
    other = PlatformOrder(li, "repair", "tmall", "JD-1", [MachineDraft(product_line="hood")])

    first, second, third = receive_orders([row, row, other], by=cast.lead, at=AT)
    again = receive_orders([other, row], by=cast.lead, at=AT + timedelta(hours=1))

    assert (first.repeated, second.repeated, third.repeated) == (False, True, False)
    assert (second.number, second.order) == (first.number, first.order)
    assert [a.order for a in again] == [third.order, first.order]
    assert all(a.repeated for a in again)
    assert WorkOrder.objects.count() == ServiceRequest.objects.count() == 2
    assert Event.objects.filter(kind="service.request.received").count() == 2
    assert receive_order(li, kind="repair", source="jd", external_no="JD-1", by=cast.lead, at=AT).repeated


def test_orders_without_a_number_are_nobodys_double_and_a_machine_of_the_base_brings_its_guarantee(cast: Cast) -> None:
    from liuke.areas.products.actions.machines import register_machine

    li = _customer(cast)
    machine = register_machine(li, model="CXW-268-T5", serial="LK001", by=cast.lead, at=AT)
    row = PlatformOrder(li, "repair", "jd", "", [MachineDraft(machine=machine), MachineDraft(product_line="stove")])

    receive_orders([row, row], by=cast.lead, at=AT)
    one = receive_order(li, kind="repair", source="jd", external_no="", machines=row.machines, by=cast.lead, at=AT)

    fields = ("line", "machine_id", "product_line", "model", "serial", "guarantee", "guarantee_reason_zh")
    lines = [
        list(OrderMachine.objects.filter(order=order).order_by("line").values_list(*fields))
        for order in WorkOrder.objects.order_by("pk")
    ]
    assert len(lines) == 3
    assert lines[0] == lines[1] == lines[2]
    assert WorkOrder.objects.get(number=one.order).product_lines == ["hood", "stove"]


def test_whatever_is_wrong_is_told_by_row_and_nothing_is_written(cast: Cast) -> None:
    li = _customer(cast)
    good = PlatformOrder(li, "repair", "jd", "JD-1")
    past = Window(AT - timedelta(hours=3), AT - timedelta(hours=1))
    wrong = [
        PlatformOrder(li, "dance", "jd", "JD-2"), PlatformOrder(li, "repair", "mars", "JD-3"),
        PlatformOrder(li, "repair", "jd", "JD-4", fault="x" * 1001), PlatformOrder(li, "repair", "jd", "JD-5", wished=past),
        PlatformOrder(li, "repair", "jd", "JD-6", [MachineDraft()] * 51),
    ]  # fmt: skip
    with pytest.raises(Invalid) as caught:
        receive_orders([good, *wrong], by=cast.lead, at=AT)
    assert set(caught.value.fields) == {
        "rows.1.kind", "rows.2.source", "rows.3.fault", "rows.4.wished", "rows.5.machines"
    }  # fmt: skip
    with pytest.raises(Invalid) as caught:
        receive_orders([good, PlatformOrder(li, "repair", "jd", "JD-7", address_id=999)], by=cast.lead, at=AT)
    assert set(caught.value.fields) == {"rows.1.address_id"}
    with pytest.raises(Invalid):
        receive_orders([good, PlatformOrder(li, "repair", "jd", "JD-8", [MachineDraft("M-9")])], by=cast.lead, at=AT)
    with pytest.raises(Missing):
        receive_orders([good, PlatformOrder(li + 999, "repair", "jd", "JD-9")], by=cast.lead, at=AT)
    with pytest.raises(Forbidden):
        receive_orders([good], by=cast.east_clerk, at=AT)
    assert not WorkOrder.objects.exists()
    assert not ServiceRequest.objects.exists()


def test_hundreds_of_orders_need_no_more_statements_than_a_few(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    li = _customer(cast)

    def statements(first: int, count: int) -> int:
        rows = [PlatformOrder(li, "repair", "jd", f"N-{n}", [MachineDraft()]) for n in range(first, first + count)]
        with CaptureQueriesContext(connection) as seen:
            receive_orders(rows, by=cast.lead, at=AT)
        return len(seen)

    statements(0, 25)  # what is read once a process
    assert statements(1000, 200) <= statements(2000, 25)


def test_two_processes_with_the_same_orders_double_none(fresh_database: Database) -> None:
    cast = _company()
    customers = [
        register_many([NewCustomer("household", f"客户{n}", [NewContact(phones=[f"139{n:08}"])])], by=cast.lead, at=AT)[
            0
        ]
        for n in range(4)
    ]
    by = system_actor("import", "test")
    start, answers = threading.Barrier(3), []

    def take(own: int, step: int) -> None:
        rows = [PlatformOrder(customers[own], "repair", "jd", f"JD-{n}", [MachineDraft()]) for n in range(40)]
        start.wait()
        answers.append(receive_orders(rows[::step], by=by, at=AT))  # other customers, other order: no lock in common
        connections.close_all()

    workers = [threading.Thread(target=take, args=(own, step)) for own, step in enumerate((1, -1, 1))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert len(answers) == 3, "each was answered"
    assert WorkOrder.objects.count() == ServiceRequest.objects.count() == 40
    assert Event.objects.filter(kind="service.request.received").count() == 40
    assert Promise.objects.filter(what="take-request").count() == 40
    assert sum(not answer.repeated for one in answers for answer in one) == 40
    assert {a.number for one in answers for a in one} == set(ServiceRequest.objects.values_list("number", flat=True))
