"""H51: customers who agreed are greeted on their days, within a budget; nobody in an open complaint without a yes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.complaints.actions import taking
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.customers.actions import consents, merging
from liuke.areas.customers.actions.fields import Told, set_fields
from liuke.areas.customers.models import Contact
from liuke.areas.keeping import jobs
from liuke.areas.keeping.actions import greeting
from liuke.areas.keeping.models import Gesture
from liuke.areas.keeping.queries import greetings
from liuke.areas.knowledge.queries.words import check
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.gateways import jobs as gateways
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Promise
from liuke.processes.greetings import greet
from tests.given import care, customers, people
from tests.given.customers import Known
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 9, 14, 2, 20, tzinfo=HERE)  # Monday; mid-autumn 2026 is Friday 25 September
FESTIVAL = datetime(2026, 9, 25, 8, 30, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    cast = people.cast(NIGHT - DAY)
    load([care.HANDBOOK], by=cast.administrator, at=NIGHT - DAY)
    return cast


@pytest.fixture
def known(cast: Cast) -> Known:
    """李秀英 (A) and 海川 (core, kept by 赵敏) agreed to be greeted; 周建国 (C) did not, nor did 陈晨 (no grade)."""
    known = customers.known(cast, NIGHT - DAY)
    for one in (known.li, known.haichuan):
        consents.give(one, "care", way="call", by=cast.agent, at=NIGHT - DAY)
    return known


def complain(cast: Cast, customer: int, at: datetime) -> None:
    heard = Heard("师傅没按约定时间来", customer=customer, source="hotline", wants="道歉")
    taking.receive(heard, by=cast.complaint_officer, at=at)


def states() -> dict[int, str]:
    return dict(Gesture.objects.filter(occasion="mid_autumn").values_list("customer_id", "state"))


def test_the_coming_weeks_are_known_ahead_and_only_of_who_agreed(cast: Cast, known: Known) -> None:
    jobs.plan_greetings(NIGHT)

    planned = {g.customer_id: g for g in Gesture.objects.all()}
    assert set(planned) == {known.li, known.haichuan}
    assert (planned[known.li].way, planned[known.haichuan].way) == ("sms", "call")
    assert planned[known.li].day == FESTIVAL.date()
    owed = Promise.objects.get(what="greet-customer")
    assert owed.owner == cast.account_manager
    # mid-autumn is a holiday: the keeper calls on the working day before it
    assert owed.not_before == datetime(2026, 9, 24, 9, tzinfo=HERE) and owed.due_at.hour == 10
    coming = greetings.list_coming(by=cast.manager, at=NIGHT)
    assert [(c.first, c.last, c.by_itself, c.calls, c.asked) for c in coming] == [(FESTIVAL.date(),) * 2 + (1, 1, 0)]
    assert jobs.plan_greetings(NIGHT + DAY) == 0


def test_on_the_day_the_message_goes_within_decent_hours_and_the_keeper_calls(cast: Cast, known: Known) -> None:
    jobs.plan_greetings(NIGHT)

    assert greet(FESTIVAL) == 1
    message = OutboxMessage.objects.get()
    assert (message.template, message.channel) == ("care_mid_autumn", "sms")
    gateways.send(message=message.pk, at=FESTIVAL)
    message.refresh_from_db()
    assert message.state == "waiting", "half past eight is too early"
    gateways.send(message=message.pk, at=FESTIVAL + HOUR)
    message.refresh_from_db()
    assert message.state == "sent"
    assert greet(FESTIVAL) == 0

    call = Gesture.objects.get(way="call")
    with pytest.raises(Invalid):
        greeting.note_call(call.number, note=" ", by=cast.account_manager, at=FESTIVAL)
    greeting.note_call(call.number, note="单经理很高兴", by=cast.account_manager, at=FESTIVAL - DAY + 2 * HOUR)
    assert Promise.objects.get(what="greet-customer").state == "kept"
    greeting.note_call(call.number, note="第二次点击", by=cast.account_manager, at=FESTIVAL)
    assert Event.objects.filter(kind="keeping.greeting.called").count() == 1


def test_nobody_is_greeted_into_a_complaint_without_a_yes(cast: Cast, known: Known) -> None:
    complain(cast, known.li, NIGHT - HOUR)
    jobs.plan_greetings(NIGHT)

    assert states() == {known.li: "asked", known.haichuan: "planned"}
    asked = Promise.objects.get(what="decide-greeting")
    assert (asked.owner, asked.owner_role) == (None, "account_manager")
    assert asked.due_at == datetime(2026, 9, 24, 18, tzinfo=HERE)

    # and who complains after it was planned, loses the keeper's call as well
    complain(cast, known.haichuan, NIGHT + DAY)
    assert states()[known.haichuan] == "asked"
    assert Promise.objects.get(what="greet-customer").state == "void"
    assert greet(FESTIVAL) == 0 and not OutboxMessage.objects.exists()


def test_a_yes_lets_it_go_and_a_no_leaves_it_out(cast: Cast, known: Known) -> None:
    for one in (known.li, known.haichuan):
        complain(cast, one, NIGHT - HOUR)
    jobs.plan_greetings(NIGHT)
    numbers = dict(Gesture.objects.values_list("customer_id", "number"))

    with pytest.raises(Missing):
        greeting.let_go([numbers[known.haichuan]], by=cast.agent, at=NIGHT + DAY)
    assert greeting.let_go(list(numbers.values()), by=cast.account_manager, at=NIGHT + DAY) == 2
    assert greeting.let_go(list(numbers.values()), by=cast.manager, at=NIGHT + DAY) == 0
    assert set(Promise.objects.filter(what="decide-greeting").values_list("state", flat=True)) == {"kept"}
    assert Promise.objects.get(what="greet-customer").state == "open"
    assert greet(FESTIVAL) == 1, "somebody said yes to this very complaint"

    assert greeting.leave_out([numbers[known.haichuan]], by=cast.account_manager, at=FESTIVAL) == 1
    assert Promise.objects.get(what="greet-customer").state == "kept"
    with pytest.raises(Refused):
        greeting.note_call(numbers[known.haichuan], note="打了", by=cast.account_manager, at=FESTIVAL)


def test_what_comes_up_until_the_morning_holds_the_message_back(cast: Cast, known: Known) -> None:
    """A promise that is broken by then, a consent that is taken back, a complaint while it waits in the outbox."""
    jobs.plan_greetings(NIGHT)
    promises.give(HandMade(known.li, "寄来消音垫", FESTIVAL - DAY), by=cast.agent, at=NIGHT + DAY)
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=FESTIVAL - HOUR)
    greet(FESTIVAL)
    assert Gesture.objects.get(customer=known.li).why == "broken_promise"

    number = Gesture.objects.get(customer=known.li).number
    greeting.let_go([number], by=cast.manager, at=FESTIVAL)
    assert greet(FESTIVAL) == 1
    complain(cast, known.li, FESTIVAL + HOUR / 4)
    assert Gesture.objects.get(customer=known.li).state == "asked"
    assert OutboxMessage.objects.get().reason == "withdrawn"

    greeting.let_go([number], by=cast.manager, at=FESTIVAL + HOUR)
    for one in (known.li, known.haichuan):
        consents.withdraw(one, "care", way="call", by=cast.agent, at=FESTIVAL + HOUR)
    assert set(states().values()) == {"left_out"}
    assert Promise.objects.get(what="greet-customer").state == "kept", "nobody is called either"


def test_what_nobody_decided_is_over_with_its_day(cast: Cast, known: Known) -> None:
    complain(cast, known.li, NIGHT - HOUR)
    jobs.plan_greetings(NIGHT)
    clock = system_actor(Actor.Kind.LOOP, "clock")

    run_due(by=clock, at=FESTIVAL)
    greet(FESTIVAL + DAY)

    assert Gesture.objects.get(customer=known.li).state == "lapsed"
    owed = Promise.objects.get(what="decide-greeting")
    assert owed.state == "kept" and owed.ended_at and owed.ended_at > owed.judged_due_at, "it counts as late"


def test_a_birthday_is_kept_by_the_calendar_of_whoever_told_it(cast: Cast, known: Known) -> None:
    """李秀英 was born on the eighth of the eighth lunar month; the date in her papers is not greeted as well."""
    contact = Contact.objects.get(customer=known.li, relation="本人")
    told = Told("self", NIGHT.date())
    set_fields(
        known.li, {"birthday": "1966-09-22", "lunar_birthday": "八月初八"}, told=told, contact_id=contact.pk,
        by=cast.agent, at=NIGHT - HOUR,
    )  # fmt: skip

    jobs.plan_greetings(NIGHT)

    found = Gesture.objects.get(customer=known.li, occasion="birthday")
    assert (found.day, found.contact_id, found.whose, found.way) == (date(2026, 9, 18), contact.pk, contact.pk, "call")
    with pytest.raises(IntegrityError, match="an_occasion_is_greeted_once"), transaction.atomic():
        found.pk = None
        found.number = "CG-999999"
        found.save(force_insert=True)


def test_the_budget_of_a_year_is_not_overdrawn(cast: Cast, known: Known) -> None:
    from liuke.foundation.dated.actions import set_value

    set_value(
        "care", "budget", {"A": 1, "core": 0}, from_date=date(2026, 1, 1), source="公司", by=cast.manager, at=NIGHT
    )
    contact = Contact.objects.get(customer=known.li, relation="本人")
    told = Told("self", NIGHT.date())
    set_fields(known.li, {"birthday": "1966-09-22"}, told=told, contact_id=contact.pk, by=cast.agent, at=NIGHT - HOUR)

    jobs.plan_greetings(NIGHT)

    assert [(g.customer_id, g.occasion) for g in Gesture.objects.all()] == [(known.li, "birthday")]


def test_an_erased_customer_s_greetings_go_with_him(cast: Cast, known: Known) -> None:
    jobs.plan_greetings(NIGHT)
    merging.erase(known.li, reason="本人要求", by=cast.manager, at=NIGHT + DAY)
    assert not Gesture.objects.filter(customer=known.li).exists()


def test_the_texts_pass_the_words_that_all_that_goes_out_must_pass(cast: Cast) -> None:
    texts = greetings.list_texts(NIGHT)
    assert len(texts) == 5
    for text in texts:
        assert not check(text.words.zh) and not check(text.words.en), text.template
