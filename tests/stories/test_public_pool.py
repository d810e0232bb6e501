"""公海: who is not in touch is warned and loses the customer; whoever takes one out of the pool may take so many."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.models import Customer
from liuke.areas.keeping import jobs
from liuke.areas.keeping.actions import contacts, pooling
from liuke.areas.keeping.models import Dropped, Taken
from liuke.areas.keeping.queries import pool
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.actions import add_person
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.insight.warned import list_warned
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Promise
from tests.given import care, customers, people
from tests.given.customers import Known
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    cast = people.cast(NOON - DAY)
    load([care.HANDBOOK], by=cast.administrator, at=NOON - DAY)
    return cast


@pytest.fixture
def known(cast: Cast) -> Known:
    """赵敏 keeps 李秀英 (A, so contact every 60 days) and 海川 (core)."""
    known = customers.known(cast, NOON - DAY)
    from liuke.areas.customers.actions.keepers import set_keepers

    set_keepers({known.li: cast.account_manager}, by=cast.manager, at=NOON)
    jobs.begin_contacts(NOON)
    return known


@pytest.fixture
def other(cast: Cast) -> Actor:
    boss = system_actor(Actor.Kind.IMPORT, "given")
    return add_person(username="linjie", name="林杰", roles=["account_manager"], by=boss, at=NOON - DAY)


def tick(at: datetime) -> None:
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=at)


def keeper(customer: int) -> Actor | None:
    return Customer.objects.get(pk=customer).keeper


def warned(customer: int) -> Promise:
    return Promise.objects.get(what="contact-or-give-back", timeline=customer)


def test_who_is_not_in_touch_is_warned_and_then_loses_the_customer_but_never_a_core_one(
    cast: Cast, known: Known
) -> None:
    late = max(Promise.objects.filter(what="contact-due").values_list("due_at", flat=True)) + HOUR
    tick(late)
    owed = warned(known.li)
    assert owed.owner == cast.account_manager and timedelta(13) < owed.due_at - late <= timedelta(14)
    assert not Promise.objects.filter(what="contact-or-give-back", timeline=known.haichuan).exists()
    rows, _more = list_warned(by=cast.account_manager)
    assert [row.customer.id for row in rows] == [known.li]

    tick(owed.due_at + HOUR)

    assert keeper(known.li) is None and keeper(known.haichuan) == cast.account_manager
    owed.refresh_from_db()
    assert owed.state == "kept" and owed.ended_at and owed.ended_at > owed.judged_due_at, "a loss counts as late"
    lost = Dropped.objects.get()
    assert (lost.previous, lost.because) == (cast.account_manager, "idle")
    with pytest.raises(Refused, match="again after"):
        pooling.take(known.li, by=cast.account_manager, at=owed.due_at + DAY)
    pooling.take(known.li, by=cast.account_manager, at=owed.due_at + 31 * DAY)
    assert keeper(known.li) == cast.account_manager


def test_a_contact_in_time_keeps_him_and_so_does_money(cast: Cast, known: Known) -> None:
    late = max(Promise.objects.filter(what="contact-due").values_list("due_at", flat=True)) + HOUR
    tick(late)
    contacts.note_contact(known.li, way="call", words="下周去看新厨房", by=cast.account_manager, at=late + DAY)
    assert warned(known.li).state == "kept"
    tick(late + 20 * DAY)
    assert keeper(known.li) == cast.account_manager


def test_of_two_who_take_him_one_has_him_and_a_second_click_changes_nothing(
    cast: Cast, known: Known, other: Actor
) -> None:
    with pytest.raises(Refused, match="core customer"):
        pooling.give_back(known.haichuan, note="工厂搬走了", by=cast.account_manager, at=NOON + HOUR)
    pooling.give_back(known.haichuan, note="工厂搬走了", by=cast.manager, at=NOON + HOUR)
    pooling.give_back(known.haichuan, note="工厂搬走了", by=cast.manager, at=NOON + HOUR)
    assert keeper(known.haichuan) is None and Dropped.objects.count() == 1

    pooling.take(known.haichuan, by=other, at=NOON + 2 * HOUR)
    pooling.take(known.haichuan, by=other, at=NOON + 2 * HOUR)

    assert keeper(known.haichuan) == other and Taken.objects.count() == 1
    assert Dropped.objects.get().ended_at == NOON + 2 * HOUR
    with pytest.raises(Refused, match="林杰"):
        pooling.give(
            [Customer.objects.get(pk=known.haichuan).code], cast.account_manager, by=cast.manager, at=NOON + DAY
        )
    with pytest.raises(Forbidden):
        pooling.take(known.chen, by=cast.agent, at=NOON + 2 * HOUR)
    with pytest.raises(Refused, match="by nobody by name"):
        pooling.take(known.zhou, by=other, at=NOON + 2 * HOUR)


def test_a_day_s_limit_and_how_many_one_keeps_are_data(cast: Cast, known: Known, other: Actor) -> None:
    pooling.give_back(known.haichuan, note="工厂搬走了", by=cast.manager, at=NOON + HOUR)
    pooling.give_back(known.li, note="搬去外地", by=cast.account_manager, at=NOON + HOUR)
    set_value("pool", "daily", 1, from_date=NOON.date(), source="公司规定", by=cast.manager, at=NOON)
    pooling.take(known.li, by=other, at=NOON + 2 * HOUR)
    with pytest.raises(Refused, match="go on tomorrow"):
        pooling.take(known.haichuan, by=other, at=NOON + 3 * HOUR)
    set_value("pool", "cap", 1, from_date=NOON.date(), source="公司规定", by=cast.manager, at=NOON)
    with pytest.raises(Refused, match="the limit is 1"):
        pooling.take(known.haichuan, by=other, at=NOON + DAY)

    # a manager's judgement goes beyond both
    code = Customer.objects.get(pk=known.haichuan).code
    assert pooling.give([code], other, by=cast.manager, at=NOON + DAY) == 1
    assert keeper(known.haichuan) == other
    assert Event.objects.filter(kind="keeping.pool.given").count() == 1
    with pytest.raises(Forbidden):
        pooling.give([code], other, by=other, at=NOON + DAY)
    with pytest.raises(Invalid):
        pooling.give([code], cast.agent, by=cast.manager, at=NOON + DAY)


def test_the_pool_tells_a_household_s_surname_only_and_no_more_to_strangers(
    cast: Cast, known: Known, other: Actor
) -> None:
    pooling.give_back(known.li, note="搬去外地", by=cast.account_manager, at=NOON + HOUR)
    at = NOON + 2 * HOUR

    told = pool.list_pool(kind="household", by=other, at=at).rows
    assert [(row.name.zh, row.previous, row.because) for row in told] == [("李**", "赵敏", "returned")]
    assert "鄞州区" in told[0].area
    assert pool.list_pool(kind="household", by=cast.manager, at=at).rows[0].name.zh == "李秀英"
    assert pool.list_pool(kind="household", by=cast.account_manager, at=at).rows[0].barred_until is not None
    with pytest.raises(Forbidden):
        pool.list_pool(by=cast.agent, at=at)


@pytest.mark.parametrize(
    ("promise", "values"),
    [
        ("a_customer_is_dropped_for_a_known_reason", {"because": "tired"}),
        ("the_previous_keeper_waits_a_while", {"barred_until": NOON}),
        ("a_customer_lies_in_the_pool_once", {}),
    ],
)
def test_the_table_refuses_what_cannot_be(cast: Cast, known: Known, promise: str, values: dict[str, object]) -> None:
    one = {"customer_id": known.zhou, "previous": cast.manager, "because": "idle", "dropped_at": NOON}
    Dropped.objects.create(**one, barred_until=NOON + DAY)
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Dropped.objects.create(**{**one, "barred_until": NOON + DAY, "ended_at": None, **values})
