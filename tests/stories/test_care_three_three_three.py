"""H27, practice §3 #24: the third day, the third week, the third month; one call keeps one promise."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.care.actions import calling, consents
from liuke.areas.care.models import Dissatisfaction
from liuke.areas.care.rules.calling import HERE
from liuke.areas.care.rules.outcome import Answers
from liuke.foundation.faults import Forbidden, Invalid, Missing
from liuke.kernel.promises.models import Promise
from tests.given import care
from tests.given.care import World

pytestmark = pytest.mark.django_db
INSTALLED = datetime(2026, 11, 23, 14, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD = Answers(solved=True, attitude_good=True, satisfied=True)
AGREED = Answers(solved=True, attitude_good=True, satisfied=True, follow_up=True)


@pytest.fixture
def world() -> World:
    return care.world(INSTALLED - 2 * HOUR)


@pytest.fixture
def hood(world: World) -> str:
    return care.installed(world, INSTALLED.date(), INSTALLED)


def states(hood: str) -> dict[str, str]:
    return dict(Promise.objects.filter(about=hood).order_by("due_at").values_list("what", "state"))


def call(world: World, kind: str, hood: str, at: datetime, answers: Answers = GOOD) -> None:
    number = calling.open_callback(kind, hood, by=world.cast.callback_agent, at=at)
    calling.start_callback(number, by=world.cast.callback_agent, at=at)
    calling.answer(number, answers, by=world.cast.callback_agent, at=at)


def at(day: int, hour: int = 16) -> datetime:
    return (INSTALLED + day * DAY).replace(hour=hour)


def test_an_installation_owes_the_third_day_and_the_third_week_but_no_sales_call_without_consent(
    world: World, hood: str
) -> None:
    assert states(hood) == {"callback-day-3": "open", "look-in-week-3": "open"}
    day3, week3 = Promise.objects.filter(about=hood).order_by("due_at")
    assert (day3.not_before, day3.due_at) == (at(3, 10), at(3, 20))
    assert (day3.owner_role, week3.owner_role) == ("callback_agent", "agent")


def test_the_333_of_one_installation_is_three_calls_that_keep_one_promise_each(world: World, hood: str) -> None:
    call(world, "day3", hood, at(3), AGREED)
    assert states(hood) == {"callback-day-3": "kept", "look-in-week-3": "open", "follow-up-month-3": "open"}

    call(world, "week3", hood, at(21))
    assert states(hood) == {"callback-day-3": "kept", "look-in-week-3": "kept", "follow-up-month-3": "open"}
    follow_up = Promise.objects.get(about=hood, what="follow-up-month-3")
    assert follow_up.due_at == datetime(2027, 2, 23, 20, tzinfo=HERE)

    call(world, "month3", hood, follow_up.due_at - 4 * HOUR)
    assert set(states(hood).values()) == {"kept"}


def test_a_consent_given_before_makes_the_next_installation_owe_all_three(world: World, hood: str) -> None:
    call(world, "day3", hood, at(3), AGREED)

    second = care.products.machine(world.cast, world.li, at(4), serial="LKNEW00000002", bought_date=None)
    care.complete_installation(second, installed_date=at(4).date(), order="", by=world.cast.administrator, at=at(4))

    assert states(second) == {"callback-day-3": "open", "look-in-week-3": "open", "follow-up-month-3": "open"}


def test_a_withdrawn_consent_voids_what_was_promised_of_it(world: World, hood: str) -> None:
    call(world, "day3", hood, at(3), AGREED)

    consents.withdraw_consent(world.li, by=world.cast.callback_agent, at=at(4))

    assert Promise.objects.get(about=hood, what="follow-up-month-3").state == "void"


def test_three_tries_of_the_look_in_end_it_and_leave_the_third_month_alone(world: World, hood: str) -> None:
    call(world, "day3", hood, at(3), AGREED)
    number = calling.open_callback("week3", hood, by=world.cast.callback_agent, at=at(20))

    for hour in (11, 16, 19):
        calling.not_reached(number, by=world.cast.callback_agent, at=at(20, hour))

    assert states(hood) == {"callback-day-3": "kept", "look-in-week-3": "void", "follow-up-month-3": "open"}


def test_a_machine_that_does_not_work_on_the_third_day_is_a_dissatisfaction_with_a_handler(
    world: World, hood: str
) -> None:
    call(world, "day3", hood, at(3), Answers(solved=False, satisfied=False, words="灯不亮"))

    voiced = Dissatisfaction.objects.get(about=hood)
    assert Promise.objects.get(about=voiced.complaint, what="name-handler").state == "open"


def test_the_same_callback_is_opened_once(world: World, hood: str) -> None:
    first = calling.open_callback("day3", hood, by=world.cast.callback_agent, at=at(3))

    assert calling.open_callback("day3", hood.lower(), by=world.cast.callback_agent, at=at(3)) == first


def test_what_has_no_machine_and_who_may_not_call_is_refused(world: World, hood: str) -> None:
    with pytest.raises(Missing):
        calling.open_callback("day3", "M-999999", by=world.cast.callback_agent, at=at(3))
    with pytest.raises(Forbidden):
        calling.open_callback("day3", hood, by=world.cast.dispatcher, at=at(3))
    with pytest.raises(Invalid):
        calling.open_callback("after_service", hood, by=world.cast.callback_agent, at=at(3))
