"""§1.18: the customer says it himself with one tap; a person calls those whom the rules name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.actions import calling, evaluating, links
from liuke.areas.care.actions.complaints import voice_own
from liuke.areas.care.models import Callback, Dissatisfaction, Evaluation, NumberChange
from liuke.areas.care.queries.evaluations import find_evaluation, may_evaluate
from liuke.areas.care.rules.calling import HERE
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.customers.actions.contacts import add_phone
from liuke.areas.customers.queries.accounts import find_account
from liuke.areas.service.models import WorkOrder
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Gone, Invalid, Missing, Refused
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.identity.models import Actor
from liuke.foundation.links.actions import revoke
from liuke.foundation.links.queries import open_link
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import care
from tests.given.care import World

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, tzinfo=HERE)
NOON = datetime(2026, 11, 23, 14, tzinfo=HERE)
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    made = care.world(MORNING - HOUR)
    sample(made, 0)
    return made


@pytest.fixture
def order(world: World) -> str:
    return care.order_to_call_back(world, MORNING)


def sample(world: World, percent: int) -> None:
    """How many in a hundred of the satisfied are called all the same."""
    by = world.cast.administrator
    day = date(2026, 1, 1)
    set_value("evaluation", "sample", {"percent": percent}, from_date=day, source="test", by=by, at=MORNING - HOUR)


def customer_of(world: World) -> Actor:
    account = find_account(world.li)
    assert account is not None
    return account


def callback_of(order: str) -> Callback:
    return Callback.objects.get(about=order)


def state_of(order: str) -> tuple[str, str]:
    return WorkOrder.objects.values_list("state", "outcome").get(number=order)


def kept(order: str, what: str = "callback-after-service") -> str:
    return Promise.objects.get(about=order, what=what).state


def test_the_message_after_the_review_holds_a_link_that_opens_this_order_and_nothing_personal(
    world: World, order: str
) -> None:
    [message] = OutboxMessage.objects.filter(template="evaluation")
    token = message.values["link"].rstrip("/").rpartition("/")[2]

    opened = open_link(token, purpose="order", at=NOON)

    assert (opened.about, opened.to) == (order, message.to)
    assert order not in message.values["link"] and str(world.li) not in token


def test_satisfied_with_one_tap_closes_the_order_and_spares_the_call(world: World, order: str) -> None:
    number = evaluating.evaluate(order, satisfied=True, stars=5, words="很快", by=customer_of(world), at=NOON)

    callback = callback_of(order)
    assert state_of(order) == ("closed", "satisfied")
    assert (callback.state, callback.outcome, callback.via) == ("done", "satisfied", "evaluation")
    assert kept(order) == "kept"
    assert Event.objects.filter(kind="care.callback.spared", about=order).exists()
    told = Event.objects.get(kind="care.evaluation.given", subject=number)
    assert (told.about, told.seen_by, told.by_id) == (order, "staff", customer_of(world).pk)


def test_who_is_not_satisfied_is_called_first_and_within_four_hours(world: World, order: str) -> None:
    before = callback_of(order).call_from
    evaluating.evaluate(order, satisfied=False, by=customer_of(world), at=NOON)

    callback = callback_of(order)
    assert state_of(order)[0] == "to_call_back"
    assert callback.state == "due" and callback.why == ["dissatisfied"] and callback.call_from <= before
    owed = Promise.objects.get(about=order, what="callback-dissatisfied")
    assert (owed.owner_role, owed.due_at, owed.state) == ("callback_agent", NOON + 4 * HOUR, "open")
    assert kept(order) == "open"


@pytest.mark.parametrize("reason", ["paid", "core", "repeat_or_sample"])
def test_some_are_called_although_they_are_satisfied(world: World, reason: str) -> None:
    from liuke.areas.customers.actions.keeping import set_grade

    if reason == "core":
        set_grade(world.li, "A", is_core=True, by=world.cast.lead, at=MORNING - HOUR)
    if reason == "repeat_or_sample":
        sample(world, 100)
    order = care.order_to_call_back(world, MORNING, paid=reason == "paid")

    evaluating.evaluate(order, satisfied=True, by=customer_of(world), at=NOON)

    assert callback_of(order).why == ["sample" if reason == "repeat_or_sample" else reason]
    assert (state_of(order)[0], kept(order), callback_of(order).state) == ("to_call_back", "open", "due")


def test_whoever_says_nothing_is_called_as_ever(world: World, order: str) -> None:
    callback = callback_of(order)
    assert (callback.why, callback.state, kept(order)) == ([], "due", "open")


def test_a_number_that_the_site_changed_calls_for_a_person(world: World) -> None:
    from liuke.areas.customers.queries.file import get_file
    from liuke.areas.service.actions import dispatching
    from tests.given.care import ordered

    made = ordered(world, world.hood, MORNING)
    dispatching.dispatch(made, site=world.net.east, by=world.cast.dispatcher, at=MORNING)
    dispatching.accept(made, by=world.cast.east_clerk, at=MORNING)
    contact = get_file(world.li, by=world.cast.agent).contacts[0].id
    add_phone(contact, "13700001111", by=world.cast.east_clerk, at=MORNING + HOUR)
    add_phone(contact, "13700002222", by=world.cast.agent, at=MORNING + HOUR)

    [change] = NumberChange.objects.all()
    assert (change.order, change.site, change.by_id) == (made, world.net.east, world.cast.east_clerk.pk)


def test_a_second_tap_answers_the_first_and_another_word_is_refused(world: World, order: str) -> None:
    me = customer_of(world)
    first = evaluating.evaluate(order, satisfied=True, by=me, at=NOON)

    assert evaluating.evaluate(order, satisfied=True, by=me, at=NOON) == first
    with pytest.raises(Refused):
        evaluating.evaluate(order, satisfied=False, by=me, at=NOON)
    assert Evaluation.objects.count() == 1


def test_nobody_evaluates_for_the_customer(world: World, order: str) -> None:
    for other in (world.cast.east_technician, world.cast.agent, world.cast.callback_agent):
        with pytest.raises(Forbidden):
            evaluating.evaluate(order, satisfied=True, by=other, at=NOON)
    stranger = Actor.objects.create(kind=Actor.Kind.CUSTOMER, name="用户本人", password="!")
    with pytest.raises(Missing):
        evaluating.evaluate(order, satisfied=True, by=stranger, at=NOON)
    with pytest.raises(Missing):
        voice_own(order, words="不是我的", by=stranger, at=NOON)


def test_it_is_too_early_before_the_work_is_accepted(world: World, order: str) -> None:
    WorkOrder.objects.filter(number=order).update(state="in_review")
    with pytest.raises(Refused):
        evaluating.evaluate(order, satisfied=True, by=customer_of(world), at=NOON)


def test_stars_beyond_five_are_named(world: World, order: str) -> None:
    with pytest.raises(Invalid) as wrong:
        evaluating.evaluate(order, satisfied=True, stars=6, by=customer_of(world), at=NOON)
    assert "stars" in wrong.value.fields
    with pytest.raises(IntegrityError, match="stars_are_one_to_five"), transaction.atomic():
        Evaluation.objects.create(
            number="EV-1", order="WO-1", customer_id=world.li, satisfied=True, stars=6, given_at=NOON
        )


def test_an_order_is_evaluated_once_whatever_the_code_does(world: World, order: str) -> None:
    evaluating.evaluate(order, satisfied=True, by=customer_of(world), at=NOON)
    with pytest.raises(IntegrityError, match="an_order_is_evaluated_once"), transaction.atomic():
        Evaluation.objects.create(number="EV-2", order=order, customer_id=world.li, satisfied=True, given_at=NOON)


def test_sites_never_learn_who_rated_how(world: World, order: str) -> None:
    evaluating.evaluate(order, satisfied=False, words="态度差", by=customer_of(world), at=NOON)

    assert find_evaluation(order, by=world.cast.east_manager) is None
    assert find_evaluation(order, by=world.cast.callback_agent) is not None
    assert may_evaluate(order, by=customer_of(world)).given is not None


def test_what_is_wrong_owes_a_handler_within_the_hour(world: World, order: str) -> None:
    me = customer_of(world)
    number = voice_own(order, words="地板划伤了", by=me, at=NOON)

    assert voice_own(order, words="地板划伤了", by=me, at=NOON) == number
    told = Dissatisfaction.objects.get()
    assert (told.channel, told.by_id, told.about) == ("portal", me.pk, order)
    assert Promise.objects.get(what="name-handler").due_at == NOON + HOUR
    evaluating.evaluate(order, satisfied=True, by=me, at=NOON + HOUR)
    assert callback_of(order).state == "due"  # he complained: his satisfied is asked after by a person


def test_not_satisfied_after_the_callback_is_heard_as_a_dissatisfaction(world: World, order: str) -> None:
    calling.answer(
        callback_of(order).number,
        Answers(solved=True, satisfied=True),
        by=world.cast.callback_agent,
        at=NOON + 2 * HOUR,
    )
    evaluating.evaluate(order, satisfied=False, words="又响了", by=customer_of(world), at=NOON + 3 * HOUR)

    assert not Promise.objects.filter(what="callback-dissatisfied").exists()
    assert Dissatisfaction.objects.get().words == "自助评价：不满意；又响了"


def test_staff_send_the_link_and_it_is_noted_but_no_site_gets_it(world: World, order: str) -> None:
    to = links.send_link(order, by=world.cast.agent, at=NOON)
    address = links.copy_link(order, by=world.cast.callback_agent, at=NOON)

    assert OutboxMessage.objects.get(template="own_page").to == to
    assert open_link(address.rstrip("/").rpartition("/")[2], purpose="order", at=NOON).about == order
    assert [e.facts["via"] for e in Event.objects.filter(kind="care.link.sent").order_by("id")] == ["sms", "copied"]
    for other in (world.cast.east_clerk, world.cast.east_technician, world.cast.dispatcher):
        with pytest.raises(Forbidden):
            links.copy_link(order, by=other, at=NOON)


def test_a_link_is_over_after_a_week_is_revoked_at_once_and_opens_nothing_else(world: World, order: str) -> None:
    token = links.copy_link(order, by=world.cast.agent, at=NOON).rstrip("/").rpartition("/")[2]

    with pytest.raises(Gone):
        open_link(token, purpose="order", at=NOON + timedelta(days=7))
    for wrong in ("", "x" * 24, token[:-1] + ("A" if token[-1] != "A" else "B"), token * 2):
        with pytest.raises(Missing):
            open_link(wrong, purpose="order", at=NOON)
    with pytest.raises(Missing):
        open_link(token, purpose="quote", at=NOON)
    revoke(about=order, by=world.cast.agent, at=NOON)
    with pytest.raises(Gone):
        open_link(token, purpose="order", at=NOON)


def test_a_link_that_ends_before_it_begins_is_refused_by_the_table(world: World) -> None:
    from liuke.foundation.links.models import Link

    with pytest.raises(IntegrityError, match="a_link_ends_after_it_was_made"), transaction.atomic():
        Link.objects.create(
            code="x", purpose="order", about="WO-1", made_at=NOON, expires_at=NOON, by=world.cast.administrator
        )
