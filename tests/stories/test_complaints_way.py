"""H21, H22, practice §3 #21: a complaint has somebody by name within the hour, and clocks that are the same for all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.care.models import Dissatisfaction
from liuke.areas.care.queries.complaints import grievances
from liuke.areas.care.rules.calling import HERE
from liuke.areas.complaints.actions import closing, handling, improving, offering, sorting, taking
from liuke.areas.complaints.actions.offering import Offer
from liuke.areas.complaints.actions.sorting import Sentence
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.complaints.models import Complaint, Recurrence
from liuke.areas.complaints.queries import complaints as queries
from liuke.areas.customers.actions import merging
from liuke.areas.customers.queries.file import first_addresses, list_addresses
from liuke.areas.network.actions import sites
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.placing import offer_windows
from liuke.foundation.faults import Forbidden, Invalid, Refused, Stale
from liuke.foundation.gateways.models import Notice
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Alarm, Promise
from liuke.processes import complaint_visits
from liuke.processes.complaint_visits import Wanted
from tests.given import care, customers
from tests.given.care import World

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, tzinfo=HERE)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    return care.world(TEN - 2 * HOUR)


def heard(world: World, **said: object) -> Heard:
    return Heard(**{"words": "师傅多收了80元，没给收据", "customer": world.li, **said})  # type: ignore[arg-type]


def receive(world: World, *, by: Actor | None = None, at: datetime = TEN, **said: object) -> str:
    return taking.receive(heard(world, **said), by=by or world.cast.agent, at=at)


def owed(number: str) -> dict[str, Promise]:
    return {p.what: p for p in Promise.objects.filter(about=number, state="open")}


def tick(at: datetime) -> None:
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=at)


@pytest.mark.parametrize("unseen", [" \u3000\n", "\u200b\u200d\ufeff", "\u3164"])
def test_words_of_which_nothing_is_to_be_seen_are_no_complaint_and_no_note(world: World, unseen: str) -> None:
    number = receive(world, wants=unseen)
    assert Complaint.objects.get(number=number).wants == ""
    acts = (
        lambda: receive(world, words=unseen),
        lambda: handling.add_note(number, words=unseen, by=world.cast.complaint_officer, at=TEN),
    )
    for act in acts:
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.fields) == {"words"}
    assert Complaint.objects.count() == 1


def taken(world: World, **said: object) -> str:
    """A complaint in the officer's hands since 10:20."""
    number = receive(world, **said)
    officer = world.cast.complaint_officer
    handling.name_handler(number, officer, by=officer, at=TEN + 20 * MINUTE)
    return number


def settled_to(
    world: World, number: str, *, until: str = "fulfil", kind: str = "contract", stance: str = "ours"
) -> None:
    """Played from the first call to what is named, by the officer."""
    by, at = world.cast.complaint_officer, TEN + HOUR
    handling.contact(number, reached=True, by=by, at=at)
    sorting.assess(number, kind=kind, by=by, at=at)
    offering.take_stance(number, stance=stance, finding="查实多收", by=by, at=at)
    offering.propose(number, Offer("refund", "退回多收的80元", 8000), by=by, at=at)
    if until == "propose":
        return
    offering.answer(number, agrees=True, by=by, at=at + MINUTE)
    offering.fulfil(number, by=by, at=at + 2 * MINUTE)


def test_two_fields_suffice_and_a_handler_is_owed_within_the_hour(world: World) -> None:
    number = taking.receive(Heard("门口的人态度很差", who="老周"), by=world.cast.east_clerk, at=TEN)

    assert number.startswith("CP-")
    name = owed(number)["name-handler"]
    assert (name.owner_role, name.due_at) == ("complaint_officer", TEN + HOUR)
    found = Complaint.objects.get(number=number)
    assert (found.customer.name, found.taken_by, found.owner_id) == ("老周", world.cast.east_clerk, found.taken_by_id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": " "}, "words"), ({"words": "x" * 5001}, "words"), ({"source": "smoke"}, "source"),
        ({"kind": "service", "sub": "late"}, "sub"), ({"customer": ""}, "who"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_by_field(world: World, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        receive(world, **wrong)

    assert set(refused.value.fields) == {field}
    assert not Complaint.objects.exists()


def test_a_known_number_finds_its_customer_without_telling_who_took_it_anything(world: World) -> None:
    number = taking.receive(
        Heard("等了四十分钟", who="李大姐", phone="13812342203"), by=world.cast.east_technician, at=TEN
    )

    assert Complaint.objects.get(number=number).customer_id == world.li
    with pytest.raises(Exception, match="No such complaint"):
        queries.get_case(number, by=world.cast.east_technician, at=TEN)


def test_nobody_without_a_role_takes_one_in(world: World) -> None:
    with pytest.raises(Forbidden):
        receive(world, by=world.cast.stranger)


def test_the_same_number_of_the_other_side_comes_in_once(world: World) -> None:
    first = receive(world, source="authority_12315", external_no="2026-881")

    assert receive(world, source="authority_12315", external_no="2026-881", at=TEN + HOUR) == first
    assert Complaint.objects.count() == 1


def test_naming_keeps_the_promise_and_the_clocks_count_from_the_first_word(world: World) -> None:
    number = taken(world)

    assert Promise.objects.get(about=number, what="name-handler").state == "kept"
    now = owed(number)
    assert now["contact-complainant"].due_at == TEN + 2 * HOUR
    assert now["contact-complainant"].owner_id == world.cast.complaint_officer.pk
    assert now["propose-remedy"].due_at == datetime(2026, 11, 25, 10, tzinfo=HERE)
    assert now["close-complaint"].due_at == TEN + 3 * DAY


def test_without_naming_it_goes_up_the_ladder_before_the_hour_is_over(world: World) -> None:
    receive(world)

    tick(TEN + 46 * MINUTE)

    assert Alarm.objects.get().to_role == "hotline_lead"


def test_for_a_core_customer_the_keeper_knows_at_once_and_the_clock_is_the_same(world: World) -> None:
    core = customers.haichuan(world.cast, TEN - HOUR)
    number = receive(world, customer=core)

    assert owed(number)["name-handler"].due_at == TEN + HOUR
    [told] = Notice.objects.filter(to=world.cast.account_manager)
    assert number in told.zh and told.at == TEN
    handling.name_handler(number, world.cast.complaint_officer, by=world.cast.complaint_officer, at=TEN)
    receive(world, customer=core)
    tick(TEN + 46 * MINUTE)
    assert "complaint_manager" in set(Alarm.objects.values_list("to_role", flat=True))


def test_nobody_chosen_means_whoever_is_there_with_the_least_to_do(world: World) -> None:
    first = receive(world)

    name = handling.name_handler(first, by=world.cast.lead, at=TEN)

    assert name == "陈投诉"
    found = Complaint.objects.get(number=first)
    assert found.owner_id == world.cast.agent.pk  # until he says yes
    assert owed(first)["accept-complaint"].owner_id == world.cast.complaint_officer.pk
    handling.accept(first, by=world.cast.complaint_officer, at=TEN + MINUTE)
    found.refresh_from_db()
    assert found.owner_id == world.cast.complaint_officer.pk


def test_who_handles_and_who_does_not(world: World) -> None:
    number = receive(world)

    with pytest.raises(Forbidden):
        handling.name_handler(number, world.cast.complaint_officer, by=world.cast.agent, at=TEN)
    with pytest.raises(Invalid) as wrong:
        handling.name_handler(number, world.cast.agent, by=world.cast.complaint_officer, at=TEN)
    assert set(wrong.value.fields) == {"handler"}
    with pytest.raises(Stale):
        handling.contact(number, reached=True, by=world.cast.complaint_officer, at=TEN, seen=99)


def test_what_a_customer_said_to_the_callback_desk_is_a_complaint_and_owed_once(world: World) -> None:
    told = voice_dissatisfaction("", words="没人理", customer=world.li, channel="call", by=world.cast.agent, at=TEN)

    found = Complaint.objects.get(told=told)
    assert (found.words, found.source, found.about) == ("没人理", "hotline", "")
    assert Promise.objects.filter(what="name-handler").count() == 1
    [row] = grievances([world.li], by=world.cast.agent)[world.li]
    assert (row.number, row.words) == (found.number, "没人理")
    officer = world.cast.complaint_officer
    handling.name_handler(found.number, officer, by=officer, at=TEN)
    assert Dissatisfaction.objects.get(number=told).state == "handled"


def test_an_open_complaint_holds_what_would_sell_until_the_last_is_closed(world: World) -> None:
    care.installed(world, (TEN - DAY).date(), TEN - HOUR)
    first, second = taken(world), taken(world, words="还有一件")
    look_in = Promise.objects.get(what="look-in-week-3")
    assert look_in.held_since == TEN

    for number in (first, second):
        settled_to(world, number)
        closing.close(number, word="satisfied", by=world.cast.complaint_officer, at=TEN + 2 * HOUR)
        look_in.refresh_from_db()
        assert (look_in.held_since is None) == (number == second)

    assert grievances([world.li], by=world.cast.agent) == {}


def test_a_hard_one_has_seven_working_days(world: World) -> None:
    number = taken(world)

    sorting.assess(number, kind="contract", sub="refused_rights", by=world.cast.complaint_officer, at=TEN + HOUR)

    due = owed(number)["close-complaint"].due_at
    assert due.astimezone(HERE).date().isoformat() == "2026-12-02"
    assert Promise.objects.filter(about=number, what="close-complaint", state="open").count() == 1


def test_above_his_authority_another_says_yes(world: World) -> None:
    number = taken(world)
    by, at = world.cast.complaint_officer, TEN + HOUR
    settled_to(world, number, until="propose")

    offering.answer(number, agrees=False, words="不够", by=by, at=at)
    assert "propose-remedy" in owed(number)
    assert offering.propose(number, Offer("compensation", "补偿", 150_000), by=by, at=at)
    assert owed(number)["decide-remedy"].owner_role == "complaint_manager"
    with pytest.raises(Forbidden):
        offering.decide(number, approve=True, by=by, at=at)
    offering.decide(number, approve=True, by=world.cast.manager, at=at + MINUTE)

    assert Complaint.objects.get(number=number).state == "to_agree"


def test_to_withdraw_is_never_a_condition(world: World) -> None:
    number = taken(world)
    handling.contact(number, reached=True, by=world.cast.complaint_officer, at=TEN + HOUR)

    with pytest.raises(Invalid) as wrong:
        offering.propose(number, Offer("apology", "您撤诉我们就退款"), by=world.cast.complaint_officer, at=TEN + HOUR)
    assert set(wrong.value.fields) == {"words"}


def test_what_does_not_fit_the_finding_is_not_offered(world: World) -> None:
    number = taken(world)
    by, at = world.cast.complaint_officer, TEN + HOUR
    sorting.assess(number, kind="service", by=by, at=at)
    offering.take_stance(number, stance="misunderstanding", finding="误会", by=by, at=at)

    with pytest.raises(Invalid):
        offering.propose(number, Offer("refund", "退", 100), by=by, at=at)
    assert not offering.propose(number, Offer("explanation", "说明收费标准"), by=by, at=at)


def test_a_fault_of_work_is_not_closed_without_cause_and_improvement(world: World) -> None:
    number = taken(world)
    officer, at = world.cast.complaint_officer, TEN + 2 * HOUR
    settled_to(world, number, kind="service")
    assert "find-cause" in owed(number)

    with pytest.raises(Refused) as refused:
        closing.close(number, word="satisfied", by=officer, at=at)
    assert refused.value.code == "closing-gate"

    made = improving.set_improvement(
        number, cause="收费不开单", action="上门必出示价目表", responsible=world.cast.east_manager,
        until=(TEN + 5 * DAY).date(), by=officer, at=at,
    )  # fmt: skip
    assert owed(made)["carry-out-improvement"].owner_id == world.cast.east_manager.pk
    closing.close(number, word="satisfied", by=officer, at=at)

    assert set(owed(number)) == {"aftercare-complaint"}
    assert Promise.objects.filter(about=number, what="aftercare-complaint", state="open").count() == 2


def test_recurrence_is_looked_for_thirty_days_later_by_itself(world: World) -> None:
    number = taken(world, kind="service", sub="attitude")
    officer, at = world.cast.complaint_officer, TEN + 2 * HOUR
    settled_to(world, number, kind="service")
    sorting.assess(number, kind="service", sub="attitude", by=officer, at=at)
    made = improving.set_improvement(
        number, cause="x", action="y", responsible=world.cast.east_manager, until=TEN.date(), by=officer, at=at
    )
    improving.carry_out(made, proof="培训签到表", by=world.cast.east_manager, at=at)
    again = receive(world, kind="service", sub="attitude", at=TEN + 9 * DAY)

    tick(at + 31 * DAY)

    [found] = Recurrence.objects.select_related("again")
    assert (found.again.number, found.why) == (again, "customer")
    with pytest.raises(Forbidden):
        improving.verify(made, works=True, by=world.cast.east_manager, at=at + 31 * DAY)
    improving.verify(made, works=False, by=officer, at=at + 31 * DAY)
    assert Promise.objects.get(about=made, what="verify-improvement").state == "kept"


def test_not_reached_counts_only_at_other_hours_and_three_are_needed(world: World) -> None:
    number = taken(world)
    officer = world.cast.complaint_officer
    settled_to(world, number)
    for at in (TEN + HOUR, TEN + HOUR + MINUTE, TEN + 4 * HOUR):
        handling.contact(number, reached=False, by=officer, at=at)

    with pytest.raises(Refused):
        closing.close(number, word="unreachable", by=officer, at=TEN + 5 * HOUR)
    handling.contact(number, reached=False, by=officer, at=TEN + 8 * HOUR)
    closing.close(number, word="unreachable", by=officer, at=TEN + 8 * HOUR)


def test_small_things_are_made_right_at_once_and_owe_no_handler(world: World) -> None:
    number = closing.solve_at_once(
        heard(world, kind="service"), remedy="gift", words="送滤网一只", by=world.cast.agent, at=TEN
    )

    found = Complaint.objects.get(number=number)
    assert (found.state, found.at_once, found.word) == ("closed", True, "accepts")
    assert "name-handler" not in owed(number)
    with pytest.raises(Forbidden):
        closing.solve_at_once(heard(world), remedy="compensation", cost_cents=5001, by=world.cast.agent, at=TEN)


def test_reopened_it_runs_anew(world: World) -> None:
    number = taken(world)
    officer = world.cast.complaint_officer
    settled_to(world, number)
    closing.close(number, word="satisfied", by=officer, at=TEN + 2 * HOUR)

    closing.make_aftercare(number, day=7, well=False, words="钱没到", by=officer, at=TEN + 7 * DAY)

    found = Complaint.objects.get(number=number)
    assert (found.state, found.reopened, found.word) == ("reopened", 1, "")
    assert owed(number)["name-handler"].due_at == TEN + 7 * DAY + HOUR


def test_an_authority_is_answered_a_working_day_before_the_deadline(world: World) -> None:
    number = receive(world, source="authority_12315", external_no="12315-1")

    answer = owed(number)["answer-formally"]
    assert answer.due_at.astimezone(HERE).date().isoformat() == "2026-12-01"
    assert Complaint.objects.get(number=number).severity == "grave"


def test_erasure_takes_the_words_along(world: World) -> None:
    number = taken(world)
    sorting.sort_parts(
        number,
        [Sentence("师傅多收了80元", "fact"), Sentence("气死我了", "feeling")],
        by=world.cast.complaint_officer,
        at=TEN + HOUR,
    )

    merging.erase(world.li, reason="本人要求", by=world.cast.administrator, at=TEN + HOUR)

    found = Complaint.objects.get(number=number)
    assert (found.words, found.wants) == ("", "")
    assert set(found.parts.values_list("text", flat=True)) == {""}


def test_exposure_is_for_complaint_officers_only(world: World) -> None:
    number = receive(world, kind="contract", sub="overpromised")

    assert queries.get_case(number, by=world.cast.complaint_officer, at=TEN).exposures
    assert queries.get_case(number, by=world.cast.agent, at=TEN).exposures == ()


def test_a_complaint_orders_a_visit_at_once_in_a_window_like_any_other(world: World) -> None:
    number = taken(world)

    made = complaint_visits.order_visit(
        number, Wanted("又不转了，返工检查", machine=world.hood), by=world.cast.lead, at=TEN + HOUR
    )

    assert made.state == "to_dispatch"
    told = Event.objects.get(kind="complaints.visit.ordered")
    assert (told.facts["order"], told.facts["won"]) == (made.number, False)
    assert ("order", made.number) in queries.get_case(number, by=world.cast.lead, at=TEN + HOUR).links
    with pytest.raises(Invalid):
        complaint_visits.order_visit(number, Wanted(" ", machine=world.hood), by=world.cast.lead, at=TEN + HOUR)


def test_another_site_than_dispatch_suggests_is_a_slot_won_by_complaining(world: World) -> None:
    number = taken(world)
    address = first_addresses([world.li])[world.li]
    division = list_addresses([address])[address].division
    sites.set_coverage(world.net.north, areas={division: ["hood"]}, by=world.cast.administrator, at=TEN)
    offered = offer_windows(
        kind="repair", product_lines=["hood"], address_id=address, by=world.cast.lead,
        at=TEN + HOUR,
    )  # fmt: skip
    first, other = (one.number for one in offered.sites if one.fit)
    told = Event.objects.filter(kind="complaints.visit.ordered").order_by("pk")
    for site in (first, other):
        window = next(iter(offered.windows)) if site == offered.site else None
        wanted = Wanted("返工检查", machine=world.hood, site=site, window=window and Window(window.start, window.end))
        made = complaint_visits.order_visit(number, wanted, by=world.cast.lead, at=TEN + HOUR)
        assert made.site == site and (made.window_start is not None) == (window is not None)

    assert [one.facts["won"] for one in told] == [False, True]


def test_a_complaint_outranks_ordinary_work_of_the_same_day(world: World) -> None:
    from liuke.insight.today import today
    from liuke.kernel.promises import actions as promises
    from liuke.kernel.promises.actions import HandMade

    officer = world.cast.complaint_officer
    promises.give(HandMade(world.li, "回电", TEN + 30 * MINUTE), by=officer, at=TEN)
    receive(world)

    rows = [row.promise.what for row in today(officer, at=TEN).sections[0].rows]
    assert rows[:2] == ["name-handler", "by-hand"]
