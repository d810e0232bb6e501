"""H10, H11, H27: the centre calls back, and only satisfied is finished."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from liuke.areas.care.actions import calling, complaints
from liuke.areas.care.models import Callback
from liuke.areas.care.queries import callbacks
from liuke.areas.care.rules.calling import HERE
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.service.actions import closing
from liuke.areas.service.models import WorkOrder
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.gateways.models import OutboxMessage
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import care
from tests.given.care import World

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, tzinfo=HERE)
AFTERNOON = datetime(2026, 11, 23, 16, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD = Answers(solved=True, charged=Decimal(0), attitude_good=True, satisfied=True, comes_back=True, words="师傅很仔细")


@pytest.fixture
def world() -> World:
    return care.world(MORNING - HOUR)


@pytest.fixture
def order(world: World) -> str:
    return care.order_to_call_back(world, MORNING)


def callback_of(order: str) -> Callback:
    return Callback.objects.get(about=order)


def open_promises(about: str, what: str) -> list[Promise]:
    return list(Promise.objects.filter(about=about, what=what, state="open"))


def test_a_reviewed_completion_owes_a_callback_within_the_day_and_asks_by_message(world: World, order: str) -> None:
    callback = callback_of(order)
    [owed] = open_promises(order, "callback-after-service")

    assert (callback.state, callback.site, callback.customer_id) == ("due", world.net.east, world.li)
    assert callback.contact is not None and callback.contact.name == "李秀英"
    assert callback.call_from == datetime(2026, 11, 23, 15, 30, tzinfo=HERE)  # two hours after the review
    assert owed.owner_role == "callback_agent"
    [message] = OutboxMessage.objects.filter(template="evaluation")
    assert message.to == f"contact:{callback.contact_id}"


def test_a_satisfied_customer_closes_the_order_in_the_same_act(world: World, order: str) -> None:
    number = callback_of(order).number
    calling.start_callback(number, by=world.cast.callback_agent, at=AFTERNOON)

    verdict = calling.answer(number, GOOD, by=world.cast.callback_agent, at=AFTERNOON)

    assert (verdict.primary, verdict.ladder) == ("satisfied", "comes_back")
    assert WorkOrder.objects.values_list("state", "outcome").get(number=order) == ("closed", "satisfied")
    assert not Promise.objects.filter(about=order, state="open").exclude(what="exchange-or-spare").exists()
    assert Promise.objects.get(about=order, what="callback-after-service").state == "kept"


def test_a_customer_whose_fault_is_back_gets_a_linked_repeat_and_the_site_manager_owes_a_call(
    world: World, order: str
) -> None:
    answers = Answers(solved=False, attitude_good=True, satisfied=False, words="还是吸不上烟")

    verdict = calling.answer(callback_of(order).number, answers, by=world.cast.callback_agent, at=AFTERNOON)

    repeat = WorkOrder.objects.get(repeat_of__number=order)
    assert verdict.primary == "not_fixed_first"
    assert WorkOrder.objects.values_list("state", "outcome").get(number=order) == ("closed", "not_fixed_first")
    assert repeat.state == "to_dispatch"
    [contact] = open_promises(repeat.number, "contact-dissatisfied")
    assert (contact.owner_role, contact.owner_team) == ("site_manager", f"site:{world.net.east}")
    assert contact.due_at == AFTERNOON + HOUR
    assert open_promises(repeat.number, "repeat-visit")


def test_a_fault_that_is_back_after_the_repeat_was_not_fixed_repeatedly(world: World, order: str) -> None:
    broken = Answers(solved=False, satisfied=False)
    calling.answer(callback_of(order).number, broken, by=world.cast.callback_agent, at=AFTERNOON)
    repeat = care.finish_order(world, WorkOrder.objects.get(repeat_of__number=order).number, MORNING + DAY)

    verdict = calling.answer(callback_of(repeat).number, broken, by=world.cast.callback_agent, at=AFTERNOON + DAY)

    assert verdict.primary == "not_fixed_repeatedly"
    assert "第 2 次维修后仍未解决" in verdict.words.zh


def test_a_complaint_before_the_callback_makes_it_called_to_complain_though_he_is_content_now(
    world: World, order: str
) -> None:
    complaints.voice_dissatisfaction(
        order, words="说好九点,十一点才来", channel="call", by=world.cast.agent, at=AFTERNOON - HOUR
    )

    verdict = calling.answer(callback_of(order).number, GOOD, by=world.cast.callback_agent, at=AFTERNOON)

    assert (verdict.primary, verdict.finishes) == ("called_to_complain", True)
    assert WorkOrder.objects.get(number=order).state == "closed"


def test_three_tries_at_other_hours_close_the_order_unconfirmed(world: World, order: str) -> None:
    agent, number = world.cast.callback_agent, callback_of(order).number

    first = calling.not_reached(number, by=agent, at=AFTERNOON)
    again = calling.not_reached(number, by=agent, at=AFTERNOON + timedelta(minutes=5))
    assert (first.counted, again.counted, again.latest_counts) == (1, 1, False)
    assert open_promises(order, "callback-again")[0].due_at == AFTERNOON + 3 * DAY
    calling.not_reached(number, by=agent, at=AFTERNOON + 3 * HOUR)
    last = calling.not_reached(number, by=agent, at=datetime(2026, 11, 24, 10, tzinfo=HERE))

    assert last.exhausted
    callback = callback_of(order)
    assert (callback.state, callback.outcome) == ("unconfirmed", "")
    assert WorkOrder.objects.values_list("state", "outcome").get(number=order) == ("closed_unconfirmed", "")
    assert Event.objects.filter(kind="care.callback.ended", about=order).count() == 1
    assert not Promise.objects.filter(about=order, state="open", what__startswith="callback").exists()


def test_a_customer_who_names_another_time_is_owed_a_call_then(world: World, order: str) -> None:
    nine = datetime(2026, 11, 23, 21, tzinfo=HERE)
    number = callback_of(order).number

    calling.call_later(number, nine, by=world.cast.callback_agent, at=AFTERNOON)

    [owed] = open_promises(order, "callback-as-agreed")
    assert owed.due_at == nine + timedelta(minutes=30)
    calling.start_callback(number, by=world.cast.callback_agent, at=nine)
    calling.answer(number, GOOD, by=world.cast.callback_agent, at=nine)
    assert Promise.objects.get(pk=owed.pk).state == "kept"


def test_nobody_is_called_in_the_hours_of_rest(world: World, order: str) -> None:
    with pytest.raises(Refused, match="15:00-20:00"):
        calling.start_callback(callback_of(order).number, by=world.cast.callback_agent, at=MORNING + 4 * HOUR)


def test_an_answer_without_the_question_of_satisfaction_is_refused_by_name(world: World, order: str) -> None:
    with pytest.raises(Invalid) as refused:
        calling.answer(callback_of(order).number, Answers(solved=True), by=world.cast.callback_agent, at=AFTERNOON)

    assert set(refused.value.fields) == {"satisfied"}


def test_a_fault_that_comes_back_before_the_callback_is_derived_and_needs_none(world: World, order: str) -> None:
    closing.open_repeat(order, reason="same_fault", by=world.cast.agent, at=AFTERNOON)

    callback = callback_of(order)
    assert (callback.state, callback.outcome) == ("dropped", "not_fixed_first")
    [counted] = callbacks.outcome_counts(since=MORNING, until=MORNING + DAY, by=world.cast.manager)
    assert (counted.outcome, counted.count) == ("not_fixed_first", 1)


def test_the_second_click_is_refused_and_changes_nothing(world: World, order: str) -> None:
    number = callback_of(order).number
    calling.answer(number, GOOD, by=world.cast.callback_agent, at=AFTERNOON)

    with pytest.raises(Refused):
        calling.answer(number, GOOD, by=world.cast.callback_agent, at=AFTERNOON)

    assert Event.objects.filter(kind="care.callback.completed").count() == 1


@pytest.mark.parametrize("who", ["dispatcher", "east_clerk", "east_manager", "east_technician", "stranger", "agent"])
def test_whoever_sends_or_does_the_work_does_not_call_back(world: World, order: str, who: str) -> None:
    number = callback_of(order).number
    actor = getattr(world.cast, who)

    with pytest.raises(Missing):
        calling.answer(number, GOOD, by=actor, at=AFTERNOON)

    assert callbacks.list_due(by=actor, at=AFTERNOON).rows == ()


def test_the_guide_speaks_to_the_customer_about_her_machine(world: World, order: str) -> None:
    view = callbacks.get_callback(callback_of(order).number, by=world.cast.callback_agent, at=AFTERNOON)

    assert [s.name for s in view.guide.steps] == [
        "prepare", "greet", "introduce", "purpose", "into_it", "follow_up",
    ]  # fmt: skip
    assert "李女士" in view.guide.steps[1].say[0].zh
    assert "T5 近吸式油烟机" in view.guide.steps[3].say[0].zh and "张师傅" in view.guide.steps[3].say[0].zh
    assert view.row.phone_mask and "13812342203" not in str(view)
    assert view.story is not None and view.story.order == order


def test_the_list_of_due_callbacks_is_paged_and_says_what_may_be_called_now(world: World, order: str) -> None:
    second_hood = care.products.machine(world.cast, world.li, MORNING)
    care.order_to_call_back(world, MORNING + DAY, machine=second_hood)
    agent = world.cast.callback_agent

    first = callbacks.list_due(by=agent, at=AFTERNOON, limit=1)
    second = callbacks.list_due(by=agent, at=AFTERNOON, limit=1, after=first.next_after)

    assert [r.about for r in first.rows] == [order] and first.rows[0].callable_now
    assert second.next_after is None and not second.rows[0].callable_now


def test_a_charge_that_nobody_reported_is_flagged(world: World, order: str) -> None:
    answers = Answers(solved=True, charged=Decimal("80"), attitude_good=True, satisfied=True)

    verdict = calling.answer(callback_of(order).number, answers, by=world.cast.callback_agent, at=AFTERNOON)

    assert (verdict.primary, verdict.flags) == ("satisfied", ("charge_differs",))
    assert Event.objects.get(kind="care.callback.completed").facts["charge_differs"] is True


def test_outcomes_are_counted_by_site_and_a_site_sees_its_own_alone(world: World, order: str) -> None:
    calling.answer(callback_of(order).number, GOOD, by=world.cast.callback_agent, at=AFTERNOON)
    period = {"since": MORNING - DAY, "until": MORNING + DAY}

    [all_of_it] = callbacks.outcome_counts(**period, by=world.cast.manager, per_site=True)
    [own] = callbacks.outcome_counts(**period, by=world.cast.east_manager)

    assert (all_of_it.key, all_of_it.outcome, all_of_it.count) == (world.net.east, "satisfied", 1)
    assert own.count == 1
    assert callbacks.outcome_counts(**period, by=world.cast.north_manager) == []
