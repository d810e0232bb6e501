"""H8: a colleague leaves, an unsettled complaint is in the file; the new keeper reads before he speaks."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.actions import calling
from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.care.models import Callback
from liuke.areas.care.rules.calling import HERE
from liuke.areas.complaints.actions import taking
from liuke.areas.customers.actions import fields, filing
from liuke.areas.customers.actions import keeping as file
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions import handing_over
from liuke.areas.keeping.models import Handover, Takeover
from liuke.areas.keeping.queries import handovers
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.insight.handover_brief import get_brief
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.models import Promise
from liuke.processes.leaving import leave
from tests.given import care
from tests.given.care import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    """赵敏 keeps 李秀英; the complaint about her hood was never settled."""
    world = care.world(NOON - DAY)
    file.set_keeper(world.li, world.cast.account_manager, by=world.cast.manager, at=NOON - DAY)
    voice_dissatisfaction(
        world.hood, words="修了三次还是响", wants="换一台", channel="call", customer=world.li, by=world.cast.agent,
        at=NOON - DAY,
    )  # fmt: skip
    promises.give(HandMade(world.li, "寄来消音垫", NOON - HOUR), by=world.cast.account_manager, at=NOON - 20 * HOUR)
    return world


@pytest.fixture
def new_keeper(world: World) -> Actor:
    boss = system_actor(Actor.Kind.IMPORT, "given")
    return identity.add_person(username="linjie", name="林杰", roles=["account_manager"], by=boss, at=NOON - DAY)


def left(world: World) -> str:
    leave(world.cast.account_manager, by=world.cast.administrator, at=NOON)
    return Handover.objects.get(decided_at=None).number


def given(world: World, new_keeper: Actor) -> None:
    handing_over.decide(left(world), {world.li: new_keeper.pk}, by=world.cast.manager, at=NOON + HOUR)


def sales_call(world: World, at: datetime) -> None:
    number = calling.open_callback("month3", world.hood, by=world.cast.callback_agent, at=at)
    calling.start_callback(number, by=world.cast.callback_agent, at=at)


def test_a_keeper_who_leaves_owes_the_director_a_decision_about_his_customers(world: World, new_keeper: Actor) -> None:
    number = left(world)

    owed = Promise.objects.get(about=number, what="decide-handover")
    assert (owed.owner_role, owed.state) == ("service_director", "open")
    deciding = handovers.get_deciding(number, by=world.cast.manager)
    assert [line.customer.id for line in deciding.lines] == [world.li]
    assert deciding.lines[0].proposal.keeper_id == new_keeper.pk, "the only one who keeps customers now"


def test_the_last_decision_keeps_the_promise_and_what_was_owed_goes_along(world: World, new_keeper: Actor) -> None:
    given(world, new_keeper)

    assert Promise.objects.get(what="decide-handover").state == "kept"
    assert Customer.objects.get(pk=world.li).keeper == new_keeper
    assert Promise.objects.get(words="寄来消音垫").owner == new_keeper
    read = Promise.objects.get(what="read-brief")
    assert (read.owner, read.state) == (new_keeper, "open")


def test_the_new_keeper_would_have_sold_and_met_ice(world: World, new_keeper: Actor) -> None:
    given(world, new_keeper)

    with pytest.raises(Refused) as refused:
        sales_call(world, NOON + 4 * HOUR)
    assert refused.value.code == "brief-unread"
    assert Callback.objects.filter(started_at__isnull=False).count() == 0, "nothing was written"


def test_the_brief_says_the_grievance_first_what_we_broke_and_how_to_begin(world: World, new_keeper: Actor) -> None:
    given(world, new_keeper)

    brief = get_brief(world.li, by=new_keeper, at=NOON + 2 * HOUR)

    assert [g.words for g in brief.grievances] == ["修了三次还是响"]
    assert "寄来消音垫" in [p.words for p in brief.broken]
    assert brief.never_say[0].zh.startswith("投诉未结")
    assert "我接替赵敏负责您这边" in brief.opening.zh and "修了三次还是响" in brief.opening.zh
    assert [m.number for m, _until in brief.ends] in ([], [world.hood])
    assert {p.contact.name for p in brief.people} == {"李秀英", "李强"}


def test_the_brief_says_when_the_contract_ends_and_what_he_said_last(world: World, new_keeper: Actor) -> None:
    told = fields.Told("phone")
    company = filing.register(kind="company", name="宁波海川食堂设备有限公司", by=world.cast.agent, at=NOON)
    fields.set_fields(company, {"contract_until": "2027-01-31"}, told=told, by=world.cast.lead, at=NOON)

    taking.receive(taking.Heard("蒸柜漏水没人管", customer=company, source="hotline"), by=world.cast.lead, at=NOON)

    brief = get_brief(company, by=world.cast.manager, at=NOON)

    assert brief.contract_until is not None and brief.contract_until.value is not None
    assert brief.contract_until.value.words.zh == "2027-01-31"
    assert [told.kind for told in brief.contacts] == ["complaints.complaint.received"], "he spoke to us last in anger"


def test_having_read_it_he_promises_the_first_contact_and_may_sell_after(world: World, new_keeper: Actor) -> None:
    given(world, new_keeper)
    handing_over.acknowledge(world.li, contact_by=NOON + DAY, by=new_keeper, at=NOON + 2 * HOUR)

    assert Promise.objects.get(what="read-brief").state == "kept"
    first = Promise.objects.get(what="first-contact")
    assert (first.owner, first.due_at) == (new_keeper, NOON + DAY)
    sales_call(world, NOON + 4 * HOUR)

    handing_over.first_contact(world.li, note="先道歉，约周三上门", by=new_keeper, at=NOON + 5 * HOUR)
    assert Promise.objects.get(what="first-contact").state == "kept"


def test_a_call_that_comes_in_is_taken_whether_the_brief_was_read_or_not(world: World, new_keeper: Actor) -> None:
    given(world, new_keeper)

    number = calling.open_callback("week3", world.hood, by=world.cast.callback_agent, at=NOON + 4 * HOUR)
    calling.start_callback(number, by=world.cast.callback_agent, at=NOON + 4 * HOUR)


def test_who_goes_on_to_somebody_else_owes_nothing_any_more(world: World, new_keeper: Actor) -> None:
    given(world, new_keeper)
    file.set_keeper(world.li, world.cast.manager, by=world.cast.manager, at=NOON + 2 * HOUR)

    states = Promise.objects.filter(what="read-brief").order_by("pk").values_list("state", "owner__name")
    assert list(states) == [("void", "黄总"), ("open", "黄总")]


def test_nobody_else_reads_it_for_him_and_only_a_manager_decides(world: World, new_keeper: Actor) -> None:
    number = left(world)
    with pytest.raises(Forbidden):
        handing_over.decide(number, {world.li: new_keeper.pk}, by=new_keeper, at=NOON)
    with pytest.raises(Invalid):
        handing_over.decide(number, {world.li: world.cast.agent.pk}, by=world.cast.manager, at=NOON)
    handing_over.decide(number, {world.li: new_keeper.pk}, by=world.cast.manager, at=NOON)
    with pytest.raises(Refused):
        handing_over.acknowledge(world.li, contact_by=NOON + DAY, by=world.cast.agent, at=NOON)
    with pytest.raises(Refused):
        handing_over.acknowledge(world.li, contact_by=NOON + DAY, by=world.cast.manager, at=NOON)
    with pytest.raises(Invalid):
        handing_over.acknowledge(world.li, contact_by=NOON - DAY, by=new_keeper, at=NOON)
    with pytest.raises(Refused):
        handing_over.first_contact(world.li, note="先聊聊", by=new_keeper, at=NOON)


def test_two_managers_who_decide_at_once_do_not_overwrite_each_other(world: World, new_keeper: Actor) -> None:
    number = left(world)
    handing_over.decide(number, {world.li: new_keeper.pk}, by=world.cast.manager, at=NOON)

    with pytest.raises(Refused) as refused:
        handing_over.decide(number, {world.li: new_keeper.pk}, by=world.cast.manager, at=NOON + HOUR)
    assert refused.value.code == "handed-over-already"


@pytest.mark.parametrize(
    ("promise", "values"),
    [
        ("a_read_brief_names_the_first_contact", {"acknowledged_at": NOON}),
        ("the_brief_is_read_before_the_first_contact", {"contacted_at": NOON}),
    ],
)
def test_the_table_refuses_what_must_never_be(world: World, promise: str, values: dict[str, datetime]) -> None:
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Takeover.objects.create(customer_id=world.li, keeper=world.cast.agent, opened_at=NOON, **values)


def test_a_customer_is_taken_over_once_at_a_time_and_never_from_oneself(world: World) -> None:
    agent = world.cast.agent
    with pytest.raises(IntegrityError, match="nobody_takes_over_from_himself"), transaction.atomic():
        Takeover.objects.create(customer_id=world.li, keeper=agent, previous=agent, opened_at=NOON)
    Takeover.objects.create(customer_id=world.li, keeper=agent, opened_at=NOON)
    with pytest.raises(IntegrityError, match="a_customer_is_taken_over_once_at_a_time"), transaction.atomic():
        Takeover.objects.create(customer_id=world.li, keeper=world.cast.manager, opened_at=NOON)
