"""The kernel's cases that must come out right (kernel.md), those that one connection can show."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal import listeners
from liuke.kernel.journal.actions import open_timelines, record, record_many
from liuke.kernel.journal.listeners import Moment
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.rows import Entry
from liuke.kernel.promises import actions, holds, queries
from liuke.kernel.promises.loop import due_alarms, run_due
from liuke.kernel.promises.models import Alarm, Promise
from liuke.kernel.promises.rows import Owner
from tests.kernel import trade
from tests.kernel.trade import ACCEPT, HELD, REASSIGN, THREE, customer, handbook, moment, person

pytestmark = pytest.mark.django_db
TEN = moment("2026-03-02 10:00")


@pytest.fixture
def agent() -> Actor:
    return person("王芳", "agent")


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def placed(number: str = "T-1", *, on: int, by: Actor, at=TEN, **more):  # noqa: ANN001, ANN003, ANN201
    return record(trade.OrderPlaced(number), on=on, by=by, at=at, **more)


def test_an_event_reported_an_hour_late_keeps_the_promise_in_time(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, ACCEPT + REASSIGN, at=TEN, by=agent)
    home = customer()
    placed(on=home, by=agent)
    run_due(by=trade.loop_actor(), at=TEN + minutes(61))
    assert Event.objects.filter(kind="promise.missed").count() == 1
    assert Promise.objects.get(what="trial-reassign").state == "open"

    record(trade.OrderAccepted("T-1"), on=home, by=agent, at=TEN + minutes(80), happened_at=TEN + minutes(20))

    [kept] = queries.list_about("T-1", by=agent)[-1:]
    assert (kept.state, kept.is_late(TEN + minutes(80))) == ("kept", False)
    assert Event.objects.filter(kind="promise.cleared").count() == 1
    assert Promise.objects.get(what="trial-reassign").state == "void"
    assert not Alarm.objects.filter(promise_id=kept.id, cleared_at=None).exists()


def test_a_keeper_reported_before_the_opener_lets_the_promise_be_born_kept(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, ACCEPT, at=TEN - minutes(60), by=agent)
    home = customer()
    record(trade.OrderAccepted("T-1"), on=home, by=agent, at=TEN + minutes(5), happened_at=TEN + minutes(2))

    placed(on=home, by=agent, at=TEN + minutes(10), happened_at=TEN)

    [promise] = queries.list_about("T-1", by=agent)
    assert (promise.state, promise.ended_at) == ("kept", TEN + minutes(2))


def test_of_two_moves_at_one_moment_the_later_recorded_one_leaves_its_promise_open(
    agent: Actor, tmp_path: Path
) -> None:
    moved = ACCEPT.replace('"trial.order.cancelled"', '"trial.order.placed"')
    handbook(tmp_path, moved, at=TEN, by=agent)
    home = customer()

    first, second = placed(on=home, by=agent), placed(on=home, by=agent)

    states = dict(Promise.objects.values_list("opened_by", "state"))
    assert states == {first.id: "void", second.id: "open"}


def test_a_rule_changed_for_tomorrow_leaves_todays_promises_alone(agent: Actor, tmp_path: Path) -> None:
    home = customer()
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    slower = ACCEPT.replace('due = "30 minutes"', 'due = "50 minutes"')
    handbook(tmp_path, slower, at=TEN, by=agent, start=TEN + timedelta(days=1))

    placed("T-1", on=home, by=agent)
    placed("T-2", on=home, by=agent, at=TEN + timedelta(days=1, minutes=1))

    [today] = queries.list_about("T-1", by=agent)
    [tomorrow] = queries.list_about("T-2", by=agent)
    assert (today.version, today.due_at - today.opened_at) == (1, minutes(30))
    assert (tomorrow.version, tomorrow.due_at - tomorrow.opened_at) == (2, minutes(50))


def test_old_deliveries_imported_in_bulk_owe_no_callback(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, THREE + ACCEPT, at=TEN, by=agent)
    homes = open_timelines("customer", 2_000)
    old = TEN - timedelta(days=400)
    entries = [Entry(trade.OrderPlaced(f"T-{n}"), on=home, happened_at=old) for n, home in enumerate(homes)]

    record_many(entries, by=agent, at=TEN)

    assert Promise.objects.count() == 0


def test_silence_and_a_date_keep_rules_from_events(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    home = customer()
    entries = [Entry(trade.OrderPlaced(f"T-{n}"), on=home, happened_at=TEN - minutes(n)) for n in range(4)]

    record_many(entries, by=agent, at=TEN, rules="silent")
    assert Promise.objects.count() == 0

    record_many(entries, by=agent, at=TEN, rules=TEN - minutes(1))
    assert sorted(Promise.objects.values_list("about", flat=True)) == ["T-0", "T-1"]


def test_a_chain_of_rules_that_would_run_for_ever_is_refused_when_loaded(agent: Actor, tmp_path: Path) -> None:
    loop = REASSIGN.replace("trial-reassign", "trial-loop").replace("missed:trial-accept", "missed:trial-loop")
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)

    with pytest.raises(Invalid, match=r"10-trial.toml:\d+ trial-loop: would run for ever"):
        handbook(tmp_path, ACCEPT + loop, at=TEN, by=agent)

    placed(on=customer(), by=agent)
    assert Promise.objects.count() == 1  # the rules in force stayed as they were


def test_a_chain_of_reactions_ends_at_depth_eight(agent: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def again(events, now: Moment) -> None:  # noqa: ANN001
        for event in events:
            record(trade.OrderPlaced("T-1"), on=event.timeline_id, by=now.by, at=now.at, caused_by=event)

    monkeypatch.setitem(listeners._reactions, "trial.order.placed", [again])

    with pytest.raises(RecursionError, match="deeper than 8"):
        placed(on=customer(), by=agent)

    assert Event.objects.filter(kind="trial.order.placed").count() == 0


def test_a_weekend_without_the_loop_tells_each_person_once(agent: Actor, tmp_path: Path) -> None:
    from liuke.foundation.gateways.models import Notice

    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    for n in range(30):
        placed(f"T-{n}", on=customer(), by=agent)

    run_due(by=trade.loop_actor(), at=TEN + timedelta(days=2), batch=7)
    run_due(by=trade.loop_actor(), at=TEN + timedelta(days=2, seconds=5))

    assert Event.objects.filter(kind="promise.escalated").count() == 60  # every step passed is written …
    assert Notice.objects.count() == 1  # … and one person, the highest, is told once
    assert set(Promise.objects.values_list("owner_role", flat=True)) == {"regional_manager"}


def test_one_poison_promise_does_not_hold_up_the_others(
    agent: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    for n in range(5):
        placed(f"T-{n}", on=customer(), by=agent)

    def poison(events, now: Moment) -> None:  # noqa: ANN001
        if any(e.subject == "T-3" for e in events):
            raise ZeroDivisionError

    monkeypatch.setitem(listeners._reactions, "promise.missed", [poison])
    for second in range(4):
        run_due(by=trade.loop_actor(), at=TEN + minutes(40) + timedelta(seconds=second))

    assert Event.objects.filter(kind="promise.missed").count() == 4
    assert Promise.objects.get(about="T-3").failures == 3
    assert Alarm.objects.filter(to_role="administrator").count() == 1


def test_a_promise_on_hold_goes_on_with_the_time_it_had_left(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, HELD, at=TEN, by=agent)
    home = customer()
    placed(on=home, by=agent)

    record(trade.QuarrelBegun("Q-1"), on=home, by=agent, at=TEN + minutes(60))
    run_due(by=trade.loop_actor(), at=TEN + timedelta(days=2))
    assert Event.objects.filter(kind="promise.missed").count() == 0
    record(trade.QuarrelEnded("Q-1"), on=home, by=agent, at=TEN + timedelta(days=3))

    promise = Promise.objects.get()
    assert promise.due_at == TEN + timedelta(days=3) + minutes(180)
    assert promise.first_due_at == TEN + minutes(240)


def test_one_order_on_hold_holds_its_own_promises_only(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, HELD.replace('"quarrel"', '"paused"'), at=TEN, by=agent)
    home = customer()
    placed("T-1", on=home, by=agent)
    placed("T-2", on=home, by=agent)

    record(trade.OrderPaused("T-1"), on=home, by=agent, at=TEN + minutes(30))
    placed("T-3", on=home, by=agent, at=TEN + minutes(31))

    held = dict(Promise.objects.values_list("about", "held_since"))
    assert held["T-1"] == TEN + minutes(30)
    assert (held["T-2"], held["T-3"]) == (None, None)
    record(trade.OrderResumed("T-1"), on=home, by=agent, at=TEN + minutes(90))
    assert Promise.objects.get(about="T-1").due_at == TEN + minutes(90 + 210)


def test_a_promise_opened_during_a_hold_is_born_on_hold(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, HELD, at=TEN, by=agent)
    home = customer()
    record(trade.QuarrelBegun("Q-1"), on=home, by=agent, at=TEN)

    placed(on=home, by=agent, at=TEN + minutes(1))

    assert Promise.objects.get().held_since is not None


def test_a_rolled_back_act_leaves_no_event_and_no_promise(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    home = customer()
    before = Event.objects.count()

    with pytest.raises(Refused), transaction.atomic():
        placed(on=home, by=agent)
        raise Refused("信用冻结", "Credit hold")

    assert (Event.objects.count(), Promise.objects.count()) == (before, 0)


def test_a_reaction_that_refuses_undoes_the_act(agent: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(events, now: Moment) -> None:  # noqa: ANN001
        raise Refused("交接未确认", "The handover is not acknowledged")

    monkeypatch.setitem(listeners._reactions, "trial.order.placed", [refuse])
    home = customer()

    with pytest.raises(Refused):
        placed(on=home, by=agent)

    assert not Event.objects.filter(timeline_id=home).exists()


def test_one_callback_keeps_one_of_the_three_of_333(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, THREE, at=TEN, by=agent)
    home = customer()
    placed(on=home, by=agent)

    record(trade.CallMade("CB-1", order="T-1"), on=home, by=agent, at=TEN + timedelta(days=3, hours=2))

    states = list(Promise.objects.order_by("due_at").values_list("state", flat=True))
    assert states == ["kept", "open", "open"]


def test_a_callback_before_its_time_keeps_nothing(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, THREE, at=TEN, by=agent)
    home = customer()
    placed(on=home, by=agent)

    record(trade.CallMade("CB-1", order="T-1"), on=home, by=agent, at=TEN + timedelta(days=1))

    assert not Promise.objects.exclude(state="open").exists()


def test_the_loop_reads_by_the_index_of_alarms(agent: Actor, tmp_path: Path) -> None:
    """Case 16: what the loop costs depends on what is due; its first statement reads the open alarms in their order."""
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    placed("T-1", on=customer(), by=agent)
    (one,) = Promise.objects.all()
    values = {f.attname: getattr(one, f.attname) for f in Promise._meta.concrete_fields if not f.primary_key}
    Promise.objects.bulk_create(
        Promise(**{**values, "about": f"T-{n}", "next_alarm_at": TEN + timedelta(days=1 + n % 90)})
        for n in range(2, 3000)
    )
    for after in (None, (TEN, one.pk)):
        plan = due_alarms(TEN + minutes(60), after)[:200].explain()
        assert "Index Scan using promise_alarms" in plan and "Sort" not in plan


def test_a_cancelled_order_voids_what_was_owed_for_it(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    home = customer()
    placed("T-1", on=home, by=agent)
    placed("T-2", on=home, by=agent)

    record(trade.OrderCancelled("T-1"), on=home, by=agent, at=TEN + minutes(5))

    assert dict(Promise.objects.values_list("about", "state")) == {"T-1": "void", "T-2": "open"}


def test_who_does_what_a_pool_owes_has_kept_it(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    home = customer()
    placed(on=home, by=agent)

    record(trade.OrderAccepted("T-1"), on=home, by=agent, at=TEN + minutes(5))

    promise = Promise.objects.get()
    assert (promise.owner, promise.owner_role) == (agent, "agent")


def test_a_promise_by_hand_is_kept_by_doing_it(agent: Actor) -> None:
    home = customer()
    made = actions.HandMade(home, "回电告知配件到货", TEN + minutes(60), about="WO-000318")
    pk = actions.give(made, by=agent, at=TEN)
    [row] = queries.list_for(agent)
    assert (row.words, row.owner_name) == ("回电告知配件到货", "王芳")

    actions.done(pk, by=agent, at=TEN + minutes(30))
    actions.done(pk, by=agent, at=TEN + minutes(31))  # the second click

    assert queries.list_for(agent) == []
    assert Event.objects.filter(kind="promise.done").count() == 1


def test_only_the_customers_wish_moves_what_lateness_is_judged_by(agent: Actor) -> None:
    home = customer()
    pk = actions.give(actions.HandMade(home, "上门取旧件", TEN + minutes(60)), by=agent, at=TEN)

    later = TEN + timedelta(days=1)
    actions.move(pk, due_at=later, wish_of_customer=False, because="人手不足", by=agent, at=TEN)
    assert Promise.objects.get(pk=pk).judged_due_at == TEN + minutes(60)
    actions.move(pk, due_at=later, wish_of_customer=True, because="用户出差", by=agent, at=TEN)
    promise = Promise.objects.get(pk=pk)
    assert (promise.judged_due_at, promise.first_due_at) == (later, TEN + minutes(60))


def test_waiving_takes_a_lead_and_a_reason(agent: Actor) -> None:
    lead = person("赵敏", "hotline_lead")
    pk = actions.give(actions.HandMade(customer(), "寄送说明书", TEN + minutes(60)), by=agent, at=TEN)

    with pytest.raises(Forbidden):
        actions.waive(pk, because="用户已自取", by=agent, at=TEN)
    with pytest.raises(Invalid):
        actions.waive(pk, because=" ", by=lead, at=TEN)
    actions.waive(pk, because="用户已自取", by=lead, at=TEN)

    assert Promise.objects.get(pk=pk).state == "waived"


def test_a_deputy_owes_for_the_absent_and_the_pool_for_the_gone(agent: Actor, tmp_path: Path) -> None:
    deputy = person("李娜", "agent")
    agent.deputy, agent.away_from, agent.away_until = deputy, TEN, TEN + timedelta(days=7)
    agent.save()
    from liuke.kernel.promises import owners

    owners.register(
        "trial_keeper", lambda events, at: {e.id: Owner(person_id=agent.pk) for e in events}, otherwise="agent"
    )
    handbook(tmp_path, ACCEPT.replace('owner = "agent"', 'owner = "trial_keeper"'), at=TEN, by=agent)
    placed("T-1", on=customer(), by=agent)
    assert Promise.objects.get(about="T-1").owner_id == deputy.pk

    agent.away_from = agent.away_until = None
    agent.left_at = TEN
    agent.save()
    placed("T-2", on=customer(), by=deputy, at=TEN + minutes(1))
    gone = Promise.objects.get(about="T-2")
    assert (gone.owner_id, gone.owner_role) == (None, "agent")


def test_an_edited_calendar_reckons_open_dues_anew(agent: Actor, tmp_path: Path) -> None:
    from liuke.foundation.calendar.actions import save_calendar

    handbook(tmp_path, ACCEPT.replace("30 minutes", "2 service hours", 1), at=TEN, by=agent)
    evening = moment("2026-03-02 19:00")
    placed(on=customer(), by=agent, at=evening)
    assert Promise.objects.get().due_at == moment("2026-03-03 09:00")

    save_calendar("service", weekly=["9:00-18:00"] * 7, name="新班次", by=agent, at=evening)
    holds.recompute("service", evening + minutes(1))

    assert Promise.objects.get().due_at == moment("2026-03-03 11:00")


def test_each_promise_counts_once_in_the_kept_rate(agent: Actor, tmp_path: Path) -> None:
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    for n in range(4):
        placed(f"T-{n}", on=customer(), by=agent)
    homes = {p.about: p.timeline_id for p in Promise.objects.all()}
    record(trade.OrderAccepted("T-0"), on=homes["T-0"], by=agent, at=TEN + minutes(10))
    record(trade.OrderAccepted("T-1"), on=homes["T-1"], by=agent, at=TEN + minutes(45))
    record(trade.OrderCancelled("T-2"), on=homes["T-2"], by=agent, at=TEN + minutes(10))

    [rate] = queries.kept_rates(since=TEN, until=TEN + timedelta(days=1), at=TEN + timedelta(hours=2))

    assert (rate.in_time, rate.late, rate.void, rate.waived) == (1, 2, 1, 0)
    assert rate.rate == pytest.approx(1 / 3)


def test_the_database_refuses_to_rewrite_what_happened(agent: Actor) -> None:
    from django.db import DatabaseError

    event = placed(on=customer(), by=agent)

    for act in (
        lambda: Event.objects.filter(pk=event.id).update(kind="trial.order.accepted"),
        lambda: Event.objects.filter(pk=event.id).update(personal={"note": "anders"}),
        lambda: Event.objects.filter(pk=event.id).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
