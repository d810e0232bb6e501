"""H7, H41: customers are chosen, routed, moved by hand, settled, visited; every step on PostgreSQL with the real solver."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

import liuke
from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import keeping as file
from liuke.areas.customers.actions import merging
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions import visit_changes as changes
from liuke.areas.keeping.actions.visit_planning import ask_visits, make_route, route_anew, stop_routing
from liuke.areas.keeping.actions.visit_promising import drop_plan, settle, visit_failed, visit_made
from liuke.areas.keeping.models import VisitPlan, VisitStop, VisitVersion
from liuke.areas.keeping.queries.visit_plans import get_visit_plan
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.progress.queries import get_job
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import visits
from tests.given.visits import DAY, START, Tour
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 10, tzinfo=HERE)  # Monday
ONE, MINUTE = timedelta(days=1), timedelta(minutes=1)


@standing
def _tour(at: datetime) -> Tour:
    tour = visits.tour(at)
    load([Path(liuke.__file__).parent / "handbook"], by=tour.cast.administrator, at=at)
    return tour


@pytest.fixture
def t() -> Tour:
    return _tour(AT)


def stop(plan: VisitPlan, code: str) -> VisitStop:
    return VisitStop.objects.get(plan=plan, customer__code=code)


def owed(code: str) -> list[Promise]:
    return list(Promise.objects.filter(about=code, what="visit-customer", state="open"))


def order(plan: VisitPlan) -> list[str]:
    rows = VisitStop.objects.filter(plan=plan, day__isnull=False).order_by("day", "position")
    return list(rows.values_list("customer__code", flat=True))


def settled(t: Tour, **more: object) -> VisitPlan:
    plan = visits.planned(t, AT, **more)  # type: ignore[arg-type]
    at = AT + MINUTE * VisitPlan.objects.count()
    settle(plan.number, seen=plan.version, by=t.cast.account_manager, at=at)
    plan.refresh_from_db()
    return plan


def test_a_route_keeps_best_times_and_says_who_is_left_out_and_why(t: Tour) -> None:
    plan = visits.planned(t, AT)

    assert (plan.state, plan.version, plan.solver) == ("draft", 1, "pyvrp") or plan.solver == "vroom"
    east, north = stop(plan, t.east), stop(plan, t.north)
    assert east.begins_at and local(east.begins_at).hour < 12 and north.begins_at and east.travel > 0
    assert [stop(plan, code).why for code in (t.hongtang, t.nowhere)] == ["closed", "nowhere"]
    assert get_job(plan.job, by=t.cast.account_manager).state == "done"
    week = visits.planned(t, AT, days=3)
    assert stop(week, t.hongtang).day == DAY + ONE, "Wednesdays only"
    assert not Promise.objects.filter(what="visit-customer").exists(), "nothing is owed before it is settled"


def test_a_settled_plan_owes_each_visit_on_its_day_and_a_second_click_nothing_more(t: Tour) -> None:
    plan = settled(t)
    settle(plan.number, seen=None, by=t.cast.account_manager, at=AT)

    (promise,) = owed(t.east)
    assert (promise.owner, local(promise.due_at)) == (
        t.cast.account_manager,
        datetime(2026, 11, 24, 17, 30, tzinfo=HERE),
    )
    assert len(owed(t.north)) == 1 and not owed(t.hongtang)
    assert Event.objects.filter(kind="keeping.visit_plan.settled").count() == 1


def test_been_there_keeps_the_visit_and_the_contact_and_promises_the_next(t: Tour) -> None:
    plan, keeper = settled(t), t.cast.account_manager
    visit_made(t.north, outcome="interest", words="要两台", next_day=DAY + 14 * ONE, by=keeper, at=AT + ONE)

    done = stop(plan, t.north)
    assert (done.state, done.ended_at) == ("made", AT + ONE)
    (following,) = owed(t.north)
    assert local(following.due_at).date() == DAY + 14 * ONE and following.rule == "visit-again"
    noted = Event.objects.get(kind="keeping.contact.noted", subject=t.north)
    made = Event.objects.get(kind="keeping.visit.made")
    assert noted.caused_by == made.pk and made.personal["words"] == "要两台" and "words" not in made.facts
    assert not Promise.objects.filter(about=t.north, what="contact-due", due_at__lt=AT + 2 * ONE, state="open").exists()
    with pytest.raises(Refused):
        changes.remove_stop(plan.number, done.pk, seen=None, by=keeper, at=AT + ONE)


def test_in_vain_is_no_contact_and_says_when_he_goes_again(t: Tour) -> None:
    plan, keeper = settled(t), t.cast.account_manager
    with pytest.raises(Invalid) as wrong:
        visit_failed(t.east, because="absent", next_day=None, by=keeper, at=AT + ONE)
    assert "next_day" in wrong.value.fields
    visit_failed(t.east, because="absent", next_day=DAY + ONE, by=keeper, at=AT + ONE)

    (again,) = owed(t.east)
    assert (again.rule, local(again.due_at).date()) == ("visit-in-vain", DAY + ONE)
    assert stop(plan, t.east).state == "failed" and not Event.objects.filter(kind="keeping.contact.noted").exists()


def test_moved_by_hand_what_breaks_is_kept_with_it_and_another_day_is_told(t: Tour) -> None:
    plan, keeper = settled(t, days=2), t.cast.account_manager
    east = stop(plan, t.east)
    changes.place_stop(
        plan.number, east.pk, day=DAY + ONE, position=9, seen=plan.version, by=keeper, at=AT + 2 * MINUTE
    )

    plan.refresh_from_db()
    assert stop(plan, t.east).day == DAY + ONE
    (promise,) = owed(t.east)
    assert local(promise.due_at).date() == DAY + ONE
    hong = stop(plan, t.hongtang)
    changes.place_stop(plan.number, hong.pk, day=DAY, position=1, seen=plan.version, by=keeper, at=AT + 3 * MINUTE)
    assert stop(plan, t.hongtang).broken == "closed" and order(plan)[0] == t.hongtang
    with pytest.raises(Refused):
        changes.place_stop(plan.number, hong.pk, day=DAY, position=1, seen=plan.version, by=keeper, at=AT)
    lost = stop(plan, t.nowhere)
    with pytest.raises(Refused):
        changes.place_stop(plan.number, lost.pk, day=DAY, position=1, seen=None, by=keeper, at=AT)
    with pytest.raises(Invalid):
        changes.place_stop(plan.number, hong.pk, day=DAY + 9 * ONE, position=1, seen=None, by=keeper, at=AT)


def test_a_version_comes_back_whole_and_locked_stops_outlast_a_new_route(t: Tour) -> None:
    plan, keeper = visits.planned(t, AT), t.cast.account_manager
    before = order(plan)
    changes.remove_stop(plan.number, stop(plan, t.east).pk, seen=1, by=keeper, at=AT)
    changes.lock_stop(plan.number, stop(plan, t.north).pk, locked=True, seen=2, by=keeper, at=AT)
    assert order(plan) == [t.north]
    changes.restore(plan.number, 1, seen=3, by=keeper, at=AT)

    assert order(plan) == before and not stop(plan, t.north).locked
    assert list(VisitVersion.objects.order_by("version").values_list("what", flat=True)) == [
        "route", "removed", "locked", "restored",
    ]  # fmt: skip
    east = stop(plan, t.east)
    changes.place_stop(plan.number, east.pk, day=DAY, position=2, seen=4, by=keeper, at=AT)
    for code in (t.north, t.east):
        changes.lock_stop(plan.number, stop(plan, code).pk, locked=True, seen=None, by=keeper, at=AT)
    route_anew(plan.number, by=keeper, at=AT)
    plan.refresh_from_db()
    make_route(plan.number, plan.job, at=AT)
    assert order(plan) == [t.north, t.east]


def test_added_ones_stand_on_no_day_and_only_ones_own_customers_can_be(t: Tour) -> None:
    plan, keeper = visits.planned(t, AT, codes=[t.north]), t.cast.account_manager
    changes.add_customers(plan.number, [t.east], seen=1, by=keeper, at=AT)
    assert stop(plan, t.east).day is None and stop(plan, t.east).state == "planned"
    file.set_keeper(Customer.objects.get(code=t.hongtang).pk, None, by=t.cast.manager, at=AT)
    with pytest.raises(Invalid) as wrong:
        changes.add_customers(plan.number, [t.hongtang], seen=2, by=keeper, at=AT)
    assert "customers" in wrong.value.fields


def test_a_later_plan_takes_the_visit_over_and_a_plan_put_aside_owes_nothing(t: Tour) -> None:
    first = settled(t)
    second = settled(t, codes=[t.east])
    assert stop(first, t.east).state == "removed" and len(owed(t.east)) == 1
    drop_plan(second.number, by=t.cast.account_manager, at=AT + 3 * MINUTE)
    drop_plan(second.number, by=t.cast.account_manager, at=AT + 4 * MINUTE)

    assert not owed(t.east) and len(owed(t.north)) == 1
    assert Event.objects.filter(kind="keeping.visit.dropped").count() == 1


def test_who_has_another_keeper_is_on_no_plan_of_the_one_before(t: Tour) -> None:
    plan = settled(t)
    file.set_keeper(Customer.objects.get(code=t.east).pk, None, by=t.cast.manager, at=AT + 2 * MINUTE)
    assert stop(plan, t.east).state == "removed" and not owed(t.east)


def test_a_plan_is_its_keepers_and_the_managers_and_bad_input_is_said_by_its_field(t: Tour) -> None:
    plan, keeper = visits.planned(t, AT), t.cast.account_manager
    for other in (t.cast.agent, t.cast.stranger, t.cast.east_technician):
        with pytest.raises(Missing):
            settle(plan.number, seen=None, by=other, at=AT)
    settle(plan.number, seen=None, by=t.cast.manager, at=AT)
    given = {"keeper": keeper.pk, "first_day": DAY, "days": 1, "start": START}
    with pytest.raises(Forbidden):
        ask_visits(t.all, **given, by=t.cast.agent, at=AT)  # type: ignore[arg-type]
    for field, value in {"first_day": DAY - 9 * ONE, "days": 8, "start": "火星"}.items():
        with pytest.raises(Invalid) as wrong:
            ask_visits(t.all, **{**given, field: value}, by=keeper, at=AT)  # type: ignore[arg-type]
        assert field in wrong.value.fields
    with pytest.raises(Missing):
        ask_visits(["C-999999"], **given, by=keeper, at=AT)  # type: ignore[arg-type]


def test_a_search_that_was_stopped_writes_nothing(t: Tour) -> None:
    keeper = t.cast.account_manager
    number = ask_visits(t.all, keeper=keeper.pk, first_day=DAY, days=1, start=START, by=keeper, at=AT)
    job = VisitPlan.objects.get(number=number).job
    stop_routing(number, by=keeper, at=AT)
    make_route(number, job, at=AT)

    plan = VisitPlan.objects.get(number=number)
    assert (plan.state, plan.version) == ("draft", 0) and order(plan) == []


def test_a_merge_leaves_one_visit_on_the_plan_and_one_visit_ends_what_both_owed(t: Tour) -> None:
    plan, keeper = settled(t), t.cast.account_manager
    east, north = (Customer.objects.get(code=code).pk for code in (t.east, t.north))
    merging.merge(east, north, by=t.cast.manager, at=AT)

    page = get_visit_plan(plan.number, by=keeper, at=AT)
    assert [one.customer.code for day in page.days for one in day.stops] == [t.north]
    visit_made(t.north, outcome="content", words="都好", by=keeper, at=AT + ONE)
    assert not Promise.objects.filter(what="visit-customer", state="open").exists()


@pytest.mark.parametrize("broken", [
    "UPDATE keeping_visitstop SET day = NULL WHERE day IS NOT NULL",
    "UPDATE keeping_visitstop SET position = 1 WHERE day IS NOT NULL",
    "UPDATE keeping_visitstop SET state = 'made'",
    "UPDATE keeping_visitplan SET days = 0",
])  # fmt: skip
def test_the_database_refuses_what_must_not_be(t: Tour, broken: str) -> None:
    visits.planned(t, AT)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
