"""PIPL 19 and 47: data go with their term, night by night, once somebody has looked at what goes; what is held stays."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from liuke.areas.customers.actions import contacts
from liuke.areas.customers.actions.drafts import NewContact
from liuke.areas.customers.actions.merging import merge
from liuke.areas.customers.models import Customer
from liuke.areas.secrecy import jobs
from liuke.areas.secrecy.actions import leaks, retaining, rights
from liuke.areas.secrecy.models import PersonRequest, RetentionNight, RetentionStart
from liuke.areas.secrecy.queries.retention import list_kinds, list_nights
from liuke.areas.secrecy.rules.retention import months_before, why_not_months
from liuke.areas.service.models import WorkOrder
from liuke.foundation import clock
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.files.access import files_of
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.gateways.models import OutboxMessage, RecordedMessage
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.queue import running
from liuke.kernel.journal import sealing
from liuke.kernel.journal.models import Event
from tests.given import products, secrecy, service
from tests.given.secrecy import World
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2022, 3, 1, 9, tzinfo=clock.LOCAL)
NOW = datetime(2026, 11, 23, 2, 45, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)
stand = standing(secrecy.world)


@pytest.fixture
def world() -> World:
    return stand(LONG_AGO)


def let_go(world: World, *kinds: str) -> None:
    retaining.look(by=world.cast.manager, at=NOW)
    for kind in kinds:
        retaining.allow(kind, by=world.cast.manager, at=NOW)


def last(kind: str) -> tuple[bool, int, int]:
    row = RetentionNight.objects.filter(kind=kind).latest("pk")
    return row.dry, row.gone, row.held


def left() -> set[str]:
    return set(Customer.objects.filter(erased_at=None).values_list("name", flat=True))


def test_nothing_goes_before_somebody_looked_and_the_general_manager_let_it(world: World) -> None:
    with pytest.raises(Refused, match="Count first"):
        retaining.allow("customers", by=world.cast.manager, at=NOW)
    assert jobs.end_with_their_term(NOW) == 0
    assert last("customers") == (True, 4, 0) and len(left()) == 4
    with pytest.raises(Forbidden):
        retaining.allow("customers", by=world.complaints, at=NOW)
    let_go(world, "customers")
    assert jobs.end_with_their_term(NOW + DAY) == 4

    assert last("customers") == (False, 4, 0) and left() == set()
    assert [(one.gone, one.dry) for one in list_nights(by=world.complaints)] == [(4, False)]
    assert Event.objects.filter(kind="customers.customer.erased").count() == 4
    sealing.seal(NOW + DAY)
    assert sealing.check()[1] == []
    assert jobs.end_with_their_term(NOW + 2 * DAY) == 0


def test_who_was_heard_of_stays_and_what_our_own_nights_note_counts_for_nothing(world: World) -> None:
    contacts.add_contact(
        world.known.li, NewContact("李芳", "女儿"), by=world.cast.agent, at=datetime(2024, 6, 1, tzinfo=clock.LOCAL)
    )
    house = system_actor(Actor.Kind.JOB, "secrecy")
    contacts.add_contact(world.known.chen, NewContact("自动", "记录"), by=house, at=NOW - DAY)
    let_go(world, "customers")
    jobs.end_with_their_term(NOW)
    assert left() == {"李秀英"}


def test_a_leak_a_machine_in_guarantee_and_an_open_order_hold_them_back(world: World) -> None:
    boss, code = world.cast.manager, Customer.objects.get(pk=world.known.zhou).code
    number = leaks.report("名单外传", by=world.cast.agent, at=LONG_AGO + DAY)
    leaks.take_on(
        number, concerned=code, since=date(2022, 3, 1), until=date(2022, 3, 2), severity="grave", by=boss,
        at=LONG_AGO + DAY,
    )  # fmt: skip
    products.catalogue(world.cast, LONG_AGO)
    products.machine(world.cast, world.known.li, LONG_AGO, bought_date=date(2022, 3, 1))
    let_go(world, "customers")
    jobs.end_with_their_term(NOW)

    assert last("customers") == (False, 2, 2) and left() == {"周建国", "李秀英"}
    ten_years_on = NOW.replace(year=2036)
    leaks.dismiss(leaks.report("x", by=world.cast.agent, at=NOW), because="无", by=boss, at=NOW)
    retaining.look(by=boss, at=ten_years_on)
    assert last("customers") == (True, 1, 1), "the guarantee is over, the leak is not"


def test_those_merged_into_somebody_go_with_him_and_not_before(world: World) -> None:
    merge(world.known.zhou, world.known.li, by=world.cast.lead, at=datetime(2024, 6, 1, tzinfo=clock.LOCAL))
    let_go(world, "customers")
    jobs.end_with_their_term(NOW)
    assert Customer.objects.get(pk=world.known.zhou).erased_at is None
    retaining.look(by=world.cast.manager, at=NOW.replace(year=2027))
    jobs.end_with_their_term(NOW.replace(year=2027))
    assert Customer.objects.filter(erased_at=None).count() == 0


def test_what_was_written_and_asked_goes_and_the_facts_stay(world: World) -> None:
    post([MessageDraft("old", "sms", "own_page", "contact:1", {"number": "WO-1", "link": "x"})], at=LONG_AGO)
    running.run_waiting(LONG_AGO)
    asked = rights.take_down(world.known.li, "copy", channel="call", words="要副本", by=world.cast.agent, at=LONG_AGO)
    rights.answer(asked, "done", because="已寄", by=world.complaints, at=LONG_AGO + DAY)
    let_go(world, "messages", "requests")
    jobs.end_with_their_term(NOW)

    assert OutboxMessage.objects.get().values == {} and not RecordedMessage.objects.exclude(text="").exists()
    assert PersonRequest.objects.values_list("words", "because", "state").get() == ("", "", "done")
    assert last("messages")[1] == 1 and last("requests")[1] == 1 and last("customers")[0]


def test_photos_go_some_time_after_the_order_ended() -> None:
    years_on = NOW.replace(year=2030)
    company = service.company(NOW)
    boss, number = company.cast.manager, service.to_call_back(company, NOW)
    kept = len(files_of(f"order:{number}", by=boss))
    service.photo(company, number, NOW)
    retaining.look(by=boss, at=years_on)
    assert last("photos") == (True, 0, 0), "an order that has not ended keeps its photos"
    WorkOrder.objects.filter(number=number).update(ended_at=NOW + DAY, state="closed")
    retaining.look(by=boss, at=years_on)
    retaining.allow("photos", by=boss, at=years_on)
    assert len(files_of(f"order:{number}", by=boss)) == kept + 1
    jobs.end_with_their_term(years_on)
    assert last("photos") == (False, 1, 0) and files_of(f"order:{number}", by=boss) == []


def test_a_term_is_stated_within_the_law_and_has_to_be_looked_at_anew(world: World) -> None:
    let_go(world, "customers")
    for months, source, field in ((12, "决定", "months"), (9_999, "决定", "months"), (60, " ", "source")):
        with pytest.raises(Invalid) as wrong:
            retaining.state_term("customers", months, source=source, by=world.cast.manager, at=NOW)
        assert set(wrong.value.fields) == {field}
    retaining.state_term("customers", 120, source="公司决定 2026-11", by=world.cast.manager, at=NOW)

    row = next(one for one in list_kinds(by=world.complaints, at=NOW) if one.key == "customers")
    assert (row.months, row.before, row.allowed_at) == (120, date(2016, 11, 23), None)
    assert not RetentionStart.objects.exists()
    with pytest.raises(Refused):
        retaining.allow("customers", by=world.cast.manager, at=NOW)
    with pytest.raises(Forbidden):
        list_kinds(by=world.cast.agent, at=NOW)


def test_months_are_counted_to_the_same_day_and_the_law_has_the_last_word() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 36) == date(2023, 1, 15)
    assert why_not_months(35, 36) and why_not_months(361, 0) and not why_not_months(36, 36)
