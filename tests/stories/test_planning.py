"""A day is planned, accepted whole or in part, and a technician falls ill; played on PostgreSQL with the real solver."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import liuke
from liuke.areas.network.models import Departure, Technician
from liuke.areas.service.actions import booking, planning_locks
from liuke.areas.service.actions.planning import ask_plan, drop_plan, report_ill, retry_plan
from liuke.areas.service.actions.planning_accept import accept_plan
from liuke.areas.service.models import DayPlan, PlanRow, TechnicianLock, Visit, WorkOrder
from liuke.areas.service.queries.planning import PlanLine, get_plan, locked_orders
from liuke.areas.service.rules.windows import Window
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress.queries import get_job
from liuke.foundation.queue.running import run_waiting
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import planning
from tests.given.service import Company

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 here
DAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    made = planning.company(AT)
    load([Path(liuke.__file__).parent / "handbook"], by=made.cast.administrator, at=AT)
    return made


def planned(c: Company, *, day: date = DAY, at: datetime = AT, **given: object) -> str:
    number = ask_plan(day, site=c.sites.east, by=c.cast.dispatcher, at=at, **given)  # type: ignore[arg-type]
    return planning.proposed(number, at)


def lines(c: Company, number: str) -> dict[str, PlanLine]:
    view = get_plan(number, by=c.cast.dispatcher)
    return {line.order.number: line for line in [*view.left, *(one for r in view.routes for one in r.lines)]}


def technician_of(number: str) -> Actor | None:
    return WorkOrder.objects.get(number=number).technician


def events(kind: str) -> list[Event]:
    return list(Event.objects.filter(kind=kind).order_by("id"))


def test_a_plan_gives_windows_to_who_lives_near_and_says_what_changes(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    zhang, li = c.cast.east_technician, c.cast.east_second
    far = planning.booked(c, windows[1], li.pk, AT)
    nobody = planning.booked(c, windows[2], 0, AT)
    same = planning.booked(c, windows[3], zhang.pk, AT)

    view = get_plan(planned(c), by=c.cast.dispatcher)

    found = lines(c, view.head.number)
    assert view.head.state == "proposed"
    assert {n: found[n].kind for n in (far, nobody, same)} == {far: "assign", nobody: "assign", same: "keep"}
    assert found[far].technician == "张师傅" and found[far].before == "李师傅"
    assert view.head.travel_after < view.head.travel_before
    assert technician_of(far) == li, "a proposal changes nothing"
    assert get_job(view.head.job, by=c.cast.dispatcher).state == "done"
    assert [line.order.number for line in view.routes[0].lines] == [far, nobody, same]
    assert all(line.window and line.window[0] <= (line.begins_at or AT) <= line.window[1] for line in found.values())


def test_accepting_it_all_assigns_in_one_act_and_tells_the_customers_and_the_site(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    far = planning.booked(c, windows[1], c.cast.east_second.pk, AT)
    nobody = planning.booked(c, windows[2], 0, AT)
    number = planned(c)

    done = accept_plan(number, by=c.cast.dispatcher, at=AT)

    assert set(done.changed) == {far, nobody} and not done.skipped
    assert technician_of(far) == technician_of(nobody) == c.cast.east_technician
    assert DayPlan.objects.get(number=number).state == "accepted"
    told = {e.about: e.facts["moved"] for e in events("service.visit.planned")[-2:]}
    assert told == {far: True, nobody: False}
    assert events("service.plan.accepted")[0].facts["changed"] == 2
    arrive = Promise.objects.get(about=far, what="arrive", state="open")
    assert arrive.owner_id == c.cast.east_technician.pk
    with pytest.raises(Refused):
        accept_plan(number, by=c.cast.dispatcher, at=AT)


def test_two_technicians_may_change_places(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    zhang, li = c.cast.east_technician, c.cast.east_second
    one, other = (planning.booked(c, windows[1], who.pk, AT) for who in (zhang, li))
    number = planned(c)
    PlanRow.objects.filter(plan__number=number, order__number=one).update(kind="assign", technician=li)
    PlanRow.objects.filter(plan__number=number, order__number=other).update(kind="assign", technician=zhang)

    done = accept_plan(number, by=c.cast.dispatcher, at=AT)

    assert not done.skipped
    assert (technician_of(one), technician_of(other)) == (li, zhang)


def test_what_changed_since_is_skipped_with_its_reason_and_the_rest_stands(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    far = planning.booked(c, windows[1], c.cast.east_second.pk, AT)
    stale = planning.booked(c, windows[2], c.cast.east_second.pk, AT)
    locked = planning.booked(c, windows[3], c.cast.east_second.pk, AT)
    number = planned(c)
    WorkOrder.objects.filter(number=stale).update(version=99)
    planning_locks.lock_order(locked, by=c.cast.dispatcher, at=AT)

    done = accept_plan(number, by=c.cast.dispatcher, at=AT)

    assert done.changed == (far,)
    assert set(done.skipped) == {stale, locked}
    assert "锁定" in done.skipped[locked].zh
    assert technician_of(stale) == technician_of(locked) == c.cast.east_second
    assert lines(c, number)[stale].state == "skipped" and lines(c, number)[stale].said.zh


def test_what_cannot_be_done_any_more_is_skipped_and_keeps_its_technician(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    zhang, li = c.cast.east_technician, c.cast.east_second
    far = planning.booked(c, windows[1], li.pk, AT)
    other = planning.booked(c, windows[2], li.pk, AT)
    number = planned(c)
    planning.booked(c, windows[1], zhang.pk, AT)  # somebody was quicker

    done = accept_plan(number, by=c.cast.dispatcher, at=AT)

    assert done.changed == (other,)
    assert "已有上门" in done.skipped[far].zh
    assert technician_of(far) == li
    assert Visit.objects.filter(order__number=far).exclude(state="released").count() == 1


def test_single_rows_may_be_accepted_and_the_last_one_ends_the_plan(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    one, other = (planning.booked(c, windows[n], c.cast.east_second.pk, AT) for n in (1, 2))
    number = planned(c)

    accept_plan(number, orders=[one], by=c.cast.dispatcher, at=AT)
    assert DayPlan.objects.get(number=number).state == "proposed"
    assert technician_of(other) == c.cast.east_second
    with pytest.raises(Invalid):
        accept_plan(number, orders=[one], by=c.cast.dispatcher, at=AT)
    accept_plan(number, orders=[other], by=c.cast.dispatcher, at=AT)

    assert DayPlan.objects.get(number=number).state == "accepted"
    assert technician_of(other) == c.cast.east_technician


def test_a_locked_order_stays_and_anybody_who_assigns_unlocks_it(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    order = planning.booked(c, windows[1], c.cast.east_second.pk, AT)
    planning_locks.lock_order(order, by=c.cast.dispatcher, at=AT)
    planning_locks.lock_order(order, by=c.cast.dispatcher, at=AT)

    row = lines(c, planned(c))[order]
    assert (row.kind, row.locked, row.technician) == ("keep", True, "李师傅")
    assert locked_orders([order]) == {order}
    assert len(events("service.order.locked")) == 1

    planning_locks.unlock_order(order, by=c.cast.east_clerk, at=AT)
    planning_locks.unlock_order(order, by=c.cast.east_clerk, at=AT)
    assert len(events("service.order.unlocked")) == 1
    assert lines(c, planned(c))[order].kind == "assign"


def test_a_lock_means_nothing_once_he_is_another(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    order = planning.booked(c, windows[1], c.cast.east_technician.pk, AT)
    planning_locks.lock_order(order, by=c.cast.dispatcher, at=AT)
    booking.assign_technician(order, technician=c.cast.east_second.pk, by=c.cast.dispatcher, at=AT)

    assert locked_orders([order]) == frozenset()
    assert lines(c, planned(c))[order].kind == "assign"


def test_who_may_not_lock_or_plan(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    order = planning.booked(c, windows[1], 0, AT)
    with pytest.raises(Refused):
        planning_locks.lock_order(order, by=c.cast.dispatcher, at=AT)
    with pytest.raises(Missing):
        planning_locks.lock_order(order, by=c.cast.north_clerk, at=AT)
    number = planned(c)
    for stranger in (c.cast.north_clerk, c.cast.east_technician, c.cast.callback_agent, c.cast.stranger):
        with pytest.raises(Missing):
            get_plan(number, by=stranger)
        with pytest.raises(Missing):
            accept_plan(number, by=stranger, at=AT)
        with pytest.raises((Missing, Forbidden)):
            ask_plan(DAY, site=c.sites.east, by=stranger, at=AT)
    assert get_plan(number, by=c.cast.east_manager).head.number == number
    assert ask_plan(DAY, site=c.sites.east, by=c.cast.east_manager, at=AT)
    with pytest.raises(Forbidden):
        ask_plan(DAY, division="33", by=c.cast.east_manager, at=AT)


@pytest.mark.parametrize(
    "wrong",
    [{"day": DAY - timedelta(days=2)}, {"day": DAY + timedelta(days=90)}, {"effort": "magic"}, {"site": "", "division": "9"},
     {"site": "", "division": "xx"}],
)  # fmt: skip
def test_a_plan_of_nonsense_is_refused_by_field(c: Company, wrong: dict[str, object]) -> None:
    given = {"day": DAY, "site": c.sites.east, "by": c.cast.dispatcher, "at": AT} | wrong
    with pytest.raises(Invalid):
        ask_plan(**given)  # type: ignore[arg-type]
    assert not DayPlan.objects.exists()


def test_a_region_is_planned_site_by_site_and_nobody_goes_for_another_site(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    order = planning.booked(c, windows[1], c.cast.east_second.pk, AT)
    number = ask_plan(DAY, division="3301", by=c.cast.dispatcher, at=AT)
    planning.proposed(number, AT)

    assert get_plan(number, by=c.cast.dispatcher).head.where == "浙江省杭州市"
    assert lines(c, number)[order].technician == "张师傅"
    accept_plan(number, by=c.cast.dispatcher, at=AT)
    assert len(events("service.plan.asked")) == 2, "both sites hear of it"


def test_without_a_window_agreed_the_wish_is_kept_and_without_a_wish_it_is_only_offered(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    wish, open_ = (planning.booked(c, windows[1], 0, AT) for _ in range(2))
    WorkOrder.objects.filter(number__in=[wish, open_]).update(
        state="to_book", window_start=None, window_end=None, wished_start=None, wished_end=None
    )
    WorkOrder.objects.filter(number=wish).update(wished_start=windows[2].start, wished_end=windows[2].end)

    assert lines(c, planned(c)) == {}
    number = planned(c, proposes_windows=True)
    found = lines(c, number)
    assert (found[wish].kind, found[open_].kind) == ("book", "offer")
    assert found[wish].window == (windows[2].start, windows[2].end)

    done = accept_plan(number, by=c.cast.dispatcher, at=AT)
    assert done.changed == (wish,)
    order = WorkOrder.objects.get(number=wish)
    assert (order.state, order.window) == ("booked", Window(windows[2].start, windows[2].end))
    assert WorkOrder.objects.get(number=open_).state == "to_book", "nobody has asked the customer yet"


def test_what_could_not_be_placed_says_why(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    number = planning.booked(c, windows[1], 0, AT)
    WorkOrder.objects.filter(number=number).update(product_line="stove", product_lines=["stove"])
    Technician.objects.filter(pk=c.cast.east_technician.pk).update(status="suspended")

    row = lines(c, planned(c))[number]

    assert row.kind == "left"
    assert "燃气" in row.why.zh or "技能" in row.why.zh
    assert accept_plan(get_plan_number(), by=c.cast.dispatcher, at=AT).changed == ()


def get_plan_number() -> str:
    return DayPlan.objects.latest("pk").number


def test_a_plan_that_is_dropped_stays_dropped_and_cannot_be_accepted(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    order = planning.booked(c, windows[1], c.cast.east_second.pk, AT)
    number = ask_plan(DAY, site=c.sites.east, by=c.cast.dispatcher, at=AT)
    drop_plan(number, by=c.cast.dispatcher, at=AT)
    drop_plan(number, by=c.cast.dispatcher, at=AT)
    planning.proposed(number, AT)

    assert DayPlan.objects.get(number=number).state == "dropped"
    assert not PlanRow.objects.exists()
    assert len(events("service.plan.dropped")) == 1
    with pytest.raises(Refused):
        accept_plan(number, by=c.cast.dispatcher, at=AT)
    assert technician_of(order) == c.cast.east_second


def test_a_plan_that_failed_says_so_and_may_be_tried_again(c: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    from liuke.areas.service.actions import planning_proposal

    number = ask_plan(DAY, site=c.sites.east, by=c.cast.dispatcher, at=AT)
    with monkeypatch.context() as broken:
        broken.setattr(planning_proposal, "solve", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            planning.proposed(number, AT)
    plan = DayPlan.objects.get(number=number)
    assert plan.state == "failed"
    assert get_job(plan.job, by=c.cast.dispatcher).reason.zh

    retry_plan(number, by=c.cast.dispatcher, at=AT)
    planning.proposed(number, AT)
    assert DayPlan.objects.get(number=number).state == "proposed"


def test_the_queue_makes_the_proposal(c: Company) -> None:
    planning.booked(c, planning.tomorrow(c, AT)[1], 0, AT)
    number = ask_plan(DAY, site=c.sites.east, by=c.cast.dispatcher, at=AT)
    run_waiting(AT)
    assert DayPlan.objects.get(number=number).state == "proposed"


MORNING = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # Tuesday, 7:30 here


def test_who_falls_ill_is_replanned_and_whoever_cannot_be_placed_keeps_a_promise(c: Company) -> None:
    windows = planning.tomorrow(c, AT)
    zhang, li = c.cast.east_technician, c.cast.east_second
    taken = planning.booked(c, windows[1], zhang.pk, AT)
    clash = planning.booked(c, windows[2], zhang.pk, AT)
    held = planning.booked(c, windows[2], li.pk, AT)

    number = report_ill(zhang.pk, by=c.cast.dispatcher, at=MORNING)
    assert Departure.objects.filter(technician=zhang.pk, reason="sick", from_date=DAY, until_date=DAY).exists()
    promise = Promise.objects.get(what="replan-absence")
    assert promise.state == "open"
    with pytest.raises(Refused):
        drop_plan(number, by=c.cast.dispatcher, at=MORNING)
    planning.proposed(number, MORNING)
    found = lines(c, number)
    assert {n: found[n].kind for n in (taken, clash, held)} == {taken: "assign", clash: "free", held: "keep"}
    assert found[clash].why.zh

    done = accept_plan(number, by=c.cast.dispatcher, at=MORNING)

    assert (done.changed, done.freed, done.skipped) == ((taken,), (clash,), {})
    assert (technician_of(taken), technician_of(clash)) == (li, None)
    order = WorkOrder.objects.get(number=clash)
    assert (order.state, order.window) == ("booked", windows[2]), "the window that was agreed stands"
    arrive = Promise.objects.get(about=clash, what="arrive", state="open")
    assert (arrive.owner_id, arrive.owner_team) == (None, f"site:{c.sites.east}")
    assert events("service.visit.released")[0].about == clash
    assert events("service.visit.planned")[-1].facts["moved"] is True
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert not Visit.objects.filter(technician=zhang.pk, state="planned").exists()


def test_nothing_is_half_done_when_an_illness_is_told_twice_or_by_a_stranger(c: Company) -> None:
    zhang = c.cast.east_technician
    for stranger in (c.cast.north_clerk, c.cast.callback_agent):
        with pytest.raises((Forbidden, Missing)):
            report_ill(zhang.pk, by=stranger, at=MORNING)
    assert not Departure.objects.exists() and not DayPlan.objects.exists()
    report_ill(zhang.pk, by=c.cast.east_clerk, at=MORNING)
    with pytest.raises(Refused):
        report_ill(zhang.pk, by=c.cast.dispatcher, at=MORNING)
    assert Departure.objects.count() == DayPlan.objects.count() == 1
    assert not Promise.objects.filter(what="replan-absence").exists(), "he had no visit"


def test_an_accept_that_breaks_leaves_everything_as_it_was(c: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = planning.tomorrow(c, AT)
    orders = [planning.booked(c, windows[n], c.cast.east_second.pk, AT) for n in (1, 2)]
    number = planned(c)
    monkeypatch.setattr("liuke.areas.service.actions.planning_accept._tell", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        accept_plan(number, by=c.cast.dispatcher, at=AT)

    assert all(technician_of(n) == c.cast.east_second for n in orders)
    assert DayPlan.objects.get(number=number).state == "proposed"


def test_the_tables_keep_what_they_promise(c: Company) -> None:
    order = WorkOrder.objects.get(number=planning.booked(c, planning.tomorrow(c, AT)[1], 0, AT))
    number = planned(c)
    plan = DayPlan.objects.get(number=number)
    for broken in (
        lambda: DayPlan.objects.filter(pk=plan.pk).update(division="33"),
        lambda: DayPlan.objects.filter(pk=plan.pk).update(state="accepted"),
        lambda: PlanRow.objects.create(plan=plan, order=order, seen=1, kind="left", why_zh="x"),
        lambda: PlanRow.objects.filter(plan=plan).update(technician=None),
        lambda: PlanRow.objects.filter(plan=plan).update(kind="free", why_zh=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
    TechnicianLock.objects.create(order=order, technician=c.cast.east_second, locked_at=AT, locked_by=c.cast.dispatcher)
    with pytest.raises(IntegrityError), transaction.atomic():
        TechnicianLock(order=order, technician=c.cast.east_second, locked_at=AT, locked_by=c.cast.agent).save(
            force_insert=True
        )
