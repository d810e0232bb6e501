"""Case 13 of the kernel, over the whole system: whoever is erased is found nowhere, and the seal still verifies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from liuke.areas.care.actions import calling, complaints
from liuke.areas.care.models import Callback
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.customers.actions import filing, keeping, merging
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.models import Address, Contact, Customer
from liuke.areas.customers.queries.searching import search
from liuke.areas.service.actions import orders, requests
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.queries.orders import get_order
from liuke.foundation import clock
from liuke.foundation.faults import Missing
from liuke.foundation.files import access as files
from liuke.foundation.files import disk
from liuke.foundation.files.models import StoredFile
from liuke.foundation.gateways import jobs
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.identity.actions import make_token
from liuke.kernel.journal import sealing
from liuke.kernel.journal.models import Event
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.loop import run_due
from tests.given import care, customers
from tests.given.care import World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAME, SON, PHONE = "雒鹮鸢", "雒珑骧", "13987650419"
TRACES = (NAME, SON, "鹮歌苑", PHONE, "139****0419", "luohuanyuan", "330212********")


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    yield


@pytest.fixture
def world() -> World:
    return care.world(NOW)


def lives(world: World) -> tuple[int, str]:
    """She calls, asks, is visited, called back, complains, is promised things and written to: with her name each time."""
    cast = world.cast
    luo = filing.register(
        kind="household", name=NAME,
        contacts=[
            NewContact(NAME, "本人", phones=[PHONE], identity="330212196503070423"), NewContact(SON, "儿子"),
        ],
        addresses=[NewAddress("浙江省宁波市鄞州区金家一路77号鹮歌苑9栋1907室", customers.EAST, 121.5534, 29.8712, f"{NAME}在家")],
        grade="A", source="hotline", by=cast.agent, at=NOW,
    )  # fmt: skip
    keeping.set_grade(luo, "B", reason=f"{NAME}自己要求", by=cast.lead, at=NOW)
    asked = requests.open_request(
        luo, kind="repair", fault=f"{NAME}家吸力小", product_line="hood",
        address_id=Address.objects.get(customer=luo).pk, by=cast.agent, at=NOW,
    )  # fmt: skip
    made = orders.order_visit(
        asked.number, machines=[MachineDraft(product_line="hood", fault=f"{SON}说异响")], by=cast.agent, at=NOW
    )
    care.finish_order(world, made.number, NOW + HOUR)
    later = NOW + timedelta(days=1)
    callback = Callback.objects.get(about=made.number)
    calling.answer(
        callback.number, Answers(solved=True, satisfied=False, words=f"{NAME}不满意"), by=cast.callback_agent, at=later
    )
    complaints.voice_dissatisfaction(
        "", words=f"{NAME}投诉", wants=f"给{SON}道歉", channel="call", customer=luo, by=cast.agent, at=later
    )
    own = promises.give(HandMade(luo, f"给{NAME}回电", later + HOUR), by=cast.agent, at=later)
    promises.done(own, note=f"{SON}接的", by=cast.agent, at=later)
    promises.give(HandMade(luo, f"寄给{NAME}", later + HOUR), by=cast.agent, at=later)
    contact = Contact.objects.filter(customer=luo).order_by("pk")[0]
    for key in ("one", "two"):
        values = {"number": made.number, "link": "https://liuke.example/my/x/"}
        post(
            [MessageDraft(key=key, channel="sms", template="evaluation", to=f"contact:{contact.pk}", values=values)],
            at=later,
        )
    OutboxMessage.objects.filter(key="one").update(values=values | {"name": NAME})
    jobs.send(message=OutboxMessage.objects.get(key="one").pk, at=later)
    run_due(by=cast.administrator, at=later + timedelta(days=2))
    return luo, made.number


def call_by_api(world: World, clear: str) -> tuple[int, str]:
    answer = Client(headers={"authorization": f"Bearer {clear}", "idempotency-key": "pop"}).post(
        "/api/v1/calls", {"phone": PHONE}, content_type="application/json"
    )
    return answer.status_code, answer.content.decode()


def keys_of(order: str) -> list[str]:
    return list(StoredFile.objects.filter(subject=f"order:{order}").order_by("pk").values_list("key", flat=True))


def registered_again(world: World) -> int:
    """The same person once more, by another number."""
    contacts = [NewContact(NAME, "本人", phones=["13987650420"])]
    return filing.register(
        kind="household", name=NAME, contacts=contacts, addresses=[], by=world.cast.agent, at=NOW + HOUR
    )


def traces() -> list[str]:
    """Every table that says anything of her, the vault's own sealed values by their owner."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        for (table,) in cursor.fetchall():
            for trace in TRACES:
                cursor.execute(
                    f'select count(*) from "{table}" t where strpos(lower(t::text), %s) > 0', [trace.lower()]
                )
                if cursor.fetchone()[0]:
                    found.append(f"{trace} in {table}")
    return found


def test_whoever_is_erased_is_found_nowhere_and_the_seal_verifies(world: World) -> None:
    clear = make_token(
        name="电话", scopes=["intake"], expires_at=NOW + timedelta(days=9), by=world.cast.administrator, at=NOW
    ).clear
    luo, order = lives(world)
    assert NAME in call_by_api(world, clear)[1]
    before = set(traces())
    sealed = sealing.seal(NOW + timedelta(days=3))
    assert {t for t in before if t.startswith(NAME)} >= {
        f"{NAME} in {table}" for table in (
            "customers_customer", "customers_contact", "journal_event", "promises_promise", "service_servicerequest",
            "care_callback", "care_dissatisfaction", "gateways_outboxmessage",
        )
    }  # fmt: skip

    merging.erase(luo, reason="本人要求", by=world.cast.manager, at=NOW + timedelta(days=4))

    assert traces() == []
    status, told = call_by_api(world, clear)
    assert (status, NAME in told) == (410, False)
    assert search(NAME, by=world.cast.agent) == []
    assert OutboxMessage.objects.get(key="two").state == "failed"
    assert sealed > 0
    sealing.seal(NOW + timedelta(days=4))
    checked, findings = sealing.check()
    assert findings == []
    assert checked >= sealed
    assert Event.objects.filter(timeline_id=luo, subject=order).exists(), "what happened stays"


def test_the_event_of_an_erasure_names_the_customer_by_id(world: World) -> None:
    luo, _order = lives(world)

    merging.erase(luo, reason="本人要求", by=world.cast.manager, at=NOW + timedelta(days=4))

    told = Event.objects.get(kind="customers.customer.erased")
    assert told.facts["customer_id"] == luo
    assert told.subject == Customer.objects.get(pk=luo).code


@pytest.mark.parametrize("merged", [False, True])
def test_photos_and_signatures_of_his_orders_go_with_him_and_no_others(
    world: World, merged: bool, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    luo, order = lives(world)
    other = care.order_to_call_back(world, NOW + timedelta(days=1))
    his, others = (keys_of(number) for number in (order, other))
    assert len(his) == len(others) == 2
    if merged:
        merging.merge(luo, luo := registered_again(world), by=world.cast.lead, at=NOW + timedelta(days=3))

    with django_capture_on_commit_callbacks(execute=True):
        merging.erase(luo, reason="本人要求", by=world.cast.manager, at=NOW + timedelta(days=4))

    assert not [key for key in his if disk.path_of(key).exists()]
    assert all(disk.path_of(key).exists() for key in others)
    assert set(StoredFile.objects.filter(key__in=his).values_list("name", "erased_at")) == {
        ("", NOW + timedelta(days=4))
    }
    boss = world.cast.manager
    with pytest.raises(Missing, match="erased"):
        files.file(his[0], by=boss)
    assert files.file(others[0], by=boss).size
    assert get_order(order, by=boss).visits[0].photos, "that there was a photo is a fact"


def test_a_file_that_was_merged_away_is_erased_with_the_one_it_went_on_in(world: World) -> None:
    luo, _order = lives(world)

    merging.merge(luo, world.li, by=world.cast.lead, at=NOW + timedelta(days=4))
    merging.erase(world.li, reason="本人要求", by=world.cast.manager, at=NOW + timedelta(days=5))

    assert traces() == []
