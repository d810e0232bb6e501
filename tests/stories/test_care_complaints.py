"""H21, practice §3 #21: whoever is dissatisfied has somebody with a name within the hour."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuke.areas.care.actions import complaints
from liuke.areas.care.models import Dissatisfaction
from liuke.areas.care.queries import complaints as queries
from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import merging
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Alarm, Promise
from tests.given import care, customers
from tests.given.care import World

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, tzinfo=HERE)
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return care.world(TEN - 2 * HOUR)


def voice(world: World, *, about: str = "", customer: int | None = None, at: datetime = TEN) -> str:
    return complaints.voice_dissatisfaction(
        about, words="多收了80元,没给收据", wants="退回多收的钱", channel="call", customer=customer or world.li,
        by=world.cast.agent, at=at,
    )  # fmt: skip


def test_a_complaint_owes_a_named_handler_within_the_hour(world: World) -> None:
    number = voice(world)

    owed = Promise.objects.get(about=number, what="name-handler")
    assert (owed.owner_role, owed.due_at, owed.state) == ("complaint_officer", TEN + HOUR, "open")

    complaints.name_handler(
        number, world.cast.complaint_officer, by=world.cast.complaint_officer, at=TEN + timedelta(minutes=20)
    )

    assert Promise.objects.get(about=number).state == "kept"
    [row] = queries.grievances([world.li], by=world.cast.agent)[world.li]
    assert (row.handler_name, row.words) == ("陈投诉", "多收了80元,没给收据")


def test_nobody_named_within_the_hour_goes_up_the_ladder(world: World) -> None:
    from liuke.foundation.identity.models import Actor

    number = voice(world)

    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=TEN + HOUR + timedelta(minutes=1))

    assert Event.objects.filter(kind="promise.missed", about=number).exists() or (
        Event.objects.filter(kind="promise.missed", subject=number).exists()
    )
    assert "complaint_manager" in Alarm.objects.values_list("to_role", flat=True)


def test_for_a_core_customer_the_keeper_knows_at_once(world: World) -> None:
    from liuke.foundation.identity.models import Actor

    core = customers.haichuan(world.cast, TEN - HOUR)
    voice(world, customer=core)

    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=TEN + timedelta(minutes=1))

    assert Promise.objects.get(what="name-handler").rule == "name-handler-core"
    assert world.cast.account_manager.pk in Alarm.objects.values_list("to_id", flat=True)


def test_an_open_complaint_holds_what_would_sell_and_its_settlement_lets_it_go_on(world: World) -> None:
    care.installed(world, (TEN - timedelta(days=1)).date(), TEN - HOUR)
    number = voice(world)
    look_in = Promise.objects.get(what="look-in-week-3")
    assert look_in.held_since == TEN

    complaints.settle_dissatisfaction(
        number, remedy="退回80元并致歉,用户认可", by=world.cast.complaint_officer, at=TEN + HOUR
    )

    look_in.refresh_from_db()
    assert look_in.held_since is None
    assert queries.grievances([world.li], by=world.cast.agent) == {}
    assert Promise.objects.get(about=number).state == "void"


def test_one_of_two_settled_leaves_the_complaint_open(world: World) -> None:
    care.installed(world, (TEN - timedelta(days=1)).date(), TEN - HOUR)
    first, _ = voice(world), voice(world)

    complaints.settle_dissatisfaction(first, remedy="致歉", by=world.cast.complaint_officer, at=TEN + HOUR)

    assert Promise.objects.get(what="look-in-week-3").held_since is not None


def test_grievances_of_many_customers_are_one_query_and_not_for_sites(world: World) -> None:
    voice(world)
    other = customers.zhou(world.cast, TEN)
    voice(world, customer=other)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.grievances([world.li, other], by=world.cast.agent)

    assert set(found) == {world.li, other}
    assert len(asked) == 1
    assert queries.grievances([world.li], by=world.cast.east_clerk) == {}


def test_a_dissatisfaction_without_words_is_refused_by_name(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.voice_dissatisfaction("", words=" ", customer=world.li, by=world.cast.agent, at=TEN)

    assert set(refused.value.fields) == {"words"}


def test_sites_neither_take_nor_handle_complaints(world: World) -> None:
    number = voice(world)

    with pytest.raises(Forbidden):
        complaints.voice_dissatisfaction("", words="x", customer=world.li, by=world.cast.east_clerk, at=TEN)
    with pytest.raises(Forbidden):
        complaints.name_handler(number, world.cast.complaint_officer, by=world.cast.agent, at=TEN)
    with pytest.raises(Invalid):
        complaints.name_handler(number, world.cast.agent, by=world.cast.complaint_officer, at=TEN)


def test_a_settled_one_is_settled_once(world: World) -> None:
    number = voice(world)
    complaints.settle_dissatisfaction(number, remedy="致歉", by=world.cast.complaint_officer, at=TEN)

    with pytest.raises(Refused):
        complaints.settle_dissatisfaction(number, remedy="致歉", by=world.cast.complaint_officer, at=TEN)


def test_erasure_takes_the_customers_words_along(world: World) -> None:
    number = voice(world)

    merging.erase(world.li, reason="本人要求", by=world.cast.administrator, at=TEN + HOUR)

    d = Dissatisfaction.objects.get(number=number)
    assert (d.words, d.wants) == ("", "")
