"""H12, H13, H52, practice rule 30: a site is found, agreed with and opened; insured and trained, or not sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.network.actions import agreements, candidates, sites, standing, technicians
from liuke.areas.network.actions.agreements import Terms
from liuke.areas.network.models import Agreement, Candidate, Course, Insurance, Site, Technician, Training
from liuke.areas.network.queries.capacity import lacks_of
from liuke.areas.network.queries.sites import candidate_sites
from liuke.areas.network.rules.building import MUST, CostSheet, Risk
from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.files.actions import store
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Alarm, Promise
from tests.given import care
from tests.given.care import World
from tests.given.service import PIXEL

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=LOCAL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COSTS = CostSheet({"labour": 1_600_000, "rent": 400_000}, 4_800_000, 300)
RISKS = [Risk("peak", 3, 2, "旺季借调城东两人")]


@pytest.fixture
def world() -> World:
    return care.world(NOW - HOUR)


@pytest.fixture
def regional(world: World) -> Actor:
    boss = system_actor(Actor.Kind.IMPORT, "given")
    return identity.add_person(username="quyu", name="马区域", roles=["regional_manager"], by=boss, at=NOW)


def found(by: Actor, at: datetime = NOW) -> str:
    return candidates.find_candidate(
        name="余杭顺达家电维修", division="330110", mode="commissioned", phone="13900005678", source="经销商推荐",
        by=by, at=at,
    )  # fmt: skip


def assessed(number: str, by: Actor, at: datetime = NOW) -> None:
    candidates.assess_candidate(number, standards=MUST, costs=COSTS, risks=RISKS, by=by, at=at)


def terms(
    subject: str, by: Actor, *, mode: str = "agent", start: date = date(2026, 12, 1), end: date = date(2027, 11, 30)
) -> Terms:
    key = store(PIXEL, name="agreement.png", subject=subject, by=by, at=NOW)
    return Terms(mode, start, end, "区域代理，独家一年", [key])


def contracted(by: Actor) -> str:
    number = found(by)
    assessed(number, by)
    candidates.lead_on(number, to="negotiating", by=by, at=NOW + DAY)
    agreements.contract(number, terms(f"candidate:{number}", by), by=by, at=NOW + 2 * DAY)
    return number


def owed(about: str) -> list[tuple[str, str]]:
    return sorted(Promise.objects.filter(about=about).values_list("what", "state"))


def test_a_candidate_is_found_assessed_negotiated_contracted_trained_and_opened(world: World, regional: Actor) -> None:
    number = found(regional)
    assert owed(number) == [("assess-candidate", "open")]
    assessed(number, regional)
    assert owed(number) == [("assess-candidate", "kept"), ("lead-candidate-on", "open")]
    candidates.lead_on(number, to="negotiating", by=regional, at=NOW + DAY)
    agreed = agreements.contract(number, terms(f"candidate:{number}", regional), by=regional, at=NOW + 2 * DAY)
    assert not Promise.objects.filter(what="renew-agreement").exists()  # it holds for nobody yet
    candidates.lead_on(number, to="training", by=regional, at=NOW + 3 * DAY)

    opened = agreements.open_candidate(number, address="五常街道1号", by=regional, at=NOW + 4 * DAY)

    site = Site.objects.get(number=opened)
    assert (site.mode, site.contract_until, site.name) == ("agent", date(2027, 11, 30), "余杭顺达家电维修")
    assert Candidate.objects.get(number=number).site_id == site.pk
    [renewal] = Promise.objects.filter(about=agreed)
    assert (renewal.what, renewal.owner_role) == ("renew-agreement", "regional_manager")
    assert renewal.due_at == datetime(2027, 10, 1, tzinfo=LOCAL)
    assert not Promise.objects.filter(about=number, state="open").exists()
    serving = candidate_sites(division="330110", product_line="hood", skills=[], on=date(2026, 12, 1))
    assert opened in {s.number for s in serving}
    stages = [e.facts["stage"] for e in Event.objects.filter(kind="network.candidate.moved").order_by("id")]
    assert stages == ["assessed", "negotiating", "contracted", "training", "open"]


def test_nobody_assesses_in_time_and_the_director_hears_of_it(world: World, regional: Actor) -> None:
    found(regional)
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=NOW + 20 * DAY)

    assert "service_director" in Alarm.objects.values_list("to_role", flat=True)


def test_a_rejected_candidate_says_why_and_owes_nothing_more(world: World, regional: Actor) -> None:
    number = found(regional)
    with pytest.raises(Invalid):
        candidates.lead_on(number, to="rejected", by=regional, at=NOW)
    candidates.lead_on(number, to="rejected", because="无固定场所", by=regional, at=NOW)

    assert Candidate.objects.get(number=number).rejected_because == "无固定场所"
    assert not Promise.objects.filter(about=number, state="open").exists()
    with pytest.raises(Refused):
        assessed(number, regional)


def test_stages_are_not_skipped_and_the_sheet_has_to_be_whole(world: World, regional: Actor) -> None:
    number = found(regional)
    with pytest.raises(Refused):
        candidates.lead_on(number, to="negotiating", by=regional, at=NOW)
    with pytest.raises(Refused) as lacking:
        candidates.assess_candidate(number, standards=MUST[1:], costs=COSTS, risks=[], by=regional, at=NOW)
    assert "营业执照" in lacking.value.words.zh
    with pytest.raises(Invalid):
        candidates.assess_candidate(number, standards=["nonsense"], costs=COSTS, risks=[], by=regional, at=NOW)
    with pytest.raises(Invalid):
        candidates.assess_candidate(
            number, standards=MUST, costs=CostSheet({"labour": -1}, 0, 1), risks=[], by=regional, at=NOW
        )
    with pytest.raises(Refused):
        agreements.open_candidate(number, by=regional, at=NOW)


def test_a_contract_needs_its_signed_paper_and_an_end_after_its_start(world: World, regional: Actor) -> None:
    number = found(regional)
    assessed(number, regional)
    candidates.lead_on(number, to="negotiating", by=regional, at=NOW)
    good = terms(f"candidate:{number}", regional)
    for wrong, field in (
        (Terms("agent", good.starts_on, good.ends_on, "", []), "papers"),
        (Terms("agent", good.starts_on, good.ends_on, "", ["x" * 22]), "papers"),
        (Terms("agent", good.ends_on, good.starts_on, "", good.papers), "ends_on"),
        (Terms("franchise", good.starts_on, good.ends_on, "", good.papers), "mode"),
    ):
        with pytest.raises(Invalid) as refused:
            agreements.contract(number, wrong, by=regional, at=NOW)
        assert list(refused.value.fields) == [field]
    assert not Agreement.objects.exists()


def test_only_the_networks_keepers_see_candidates_and_a_stale_tab_changes_nothing(
    world: World, regional: Actor
) -> None:
    number = found(regional)
    for stranger in (world.cast.east_manager, world.cast.agent, world.cast.dispatcher):
        with pytest.raises(Missing):
            candidates.lead_on(number, to="rejected", because="x", by=stranger, at=NOW)
        with pytest.raises(Forbidden):
            found(stranger)
    with pytest.raises(Stale):
        candidates.lead_on(number, to="rejected", because="x", by=regional, at=NOW, seen=0)


def test_a_renewed_agreement_keeps_the_promise_and_moves_the_end_of_the_contract(world: World, regional: Actor) -> None:
    number = contracted(regional)
    candidates.lead_on(number, to="training", by=regional, at=NOW + 3 * DAY)
    site = agreements.open_candidate(number, by=regional, at=NOW + 4 * DAY)
    fresh = terms(f"agreement:{site}", regional, start=date(2027, 10, 1), end=date(2029, 9, 30))

    agreed = agreements.renew_agreement(site, fresh, by=regional, at=NOW + 300 * DAY)

    first, second = Agreement.objects.filter(site__number=site).order_by("edition")
    assert (first.number, first.ends_on, second.edition) == (agreed, date(2027, 9, 30), 2)
    assert Site.objects.get(number=site).contract_until == date(2029, 9, 30)
    assert owed(agreed) == [("renew-agreement", "kept"), ("renew-agreement", "open")]
    again = terms(f"agreement:{site}", regional, start=date(2027, 10, 1), end=date(2030, 9, 30))
    with pytest.raises(Invalid):
        agreements.renew_agreement(site, again, by=regional, at=NOW + 301 * DAY)
    with pytest.raises(Forbidden):
        agreements.renew_agreement(site, fresh, by=world.cast.east_manager, at=NOW + 301 * DAY)
    with pytest.raises(IntegrityError, match="a_site_has_one_agreement_a_day"), transaction.atomic():
        Agreement.objects.filter(pk=second.pk).update(starts_on=date(2027, 9, 1))


def able(world: World, skill: str, on: date) -> int:
    found = candidate_sites(division="330102", product_line="hood", skills=[skill], on=on)
    return next(s.able for s in found if s.number == world.net.east)


def insure(world: World, kind: str, until: date, at: datetime = NOW) -> None:
    standing.register_insurance(
        world.net.east, kind=kind, policy_no="PICC330100202611230001", valid_until=until, insurer="人保财险",
        by=world.cast.administrator, at=at,
    )  # fmt: skip


def test_when_an_insurance_ends_that_kind_of_work_is_not_dispatched(world: World) -> None:
    last = date(2026, 12, 31)
    insure(world, "height", last)
    assert (able(world, "height", last), able(world, "height", last + DAY)) == (1, 0)
    assert able(world, "hood", last + DAY) == 2  # other work goes on
    [lack] = lacks_of(world.cast.east_second.pk, skills=["height"], on=last + DAY)
    assert lack.zh == "高处作业意外险已于 2026-12-31 到期"

    insure(world, "liability", date(2026, 12, 1))
    assert able(world, "hood", date(2026, 12, 2)) == 0
    serving = candidate_sites(division="330212005", product_line="hood", skills=["hood"], on=date(2026, 12, 2))
    east = next(s for s in serving if s.number == world.net.east)
    assert [lack.words.zh for lack in east.lacks] == ["公众责任险已于 2026-12-01 到期"]

    insure(world, "liability", date(2027, 12, 1), NOW + DAY)
    assert able(world, "hood", date(2026, 12, 2)) == 2
    assert Insurance.objects.filter(kind="liability").count() == 1
    assert "20261123" not in Insurance.objects.get(kind="liability").policy_mask


def test_an_insurance_is_owed_again_thirty_days_before_it_ends_and_renewing_keeps_it(world: World) -> None:
    insure(world, "liability", date(2027, 3, 31))
    about = f"{world.net.east}/liability"
    promise = Promise.objects.get(about=about)
    assert (promise.what, promise.owner_role, promise.due_at) == (
        "renew-insurance", "site_manager", datetime(2027, 3, 1, tzinfo=LOCAL),
    )  # fmt: skip

    insure(world, "liability", date(2028, 3, 31), NOW + 60 * DAY)
    assert owed(about) == [("renew-insurance", "kept"), ("renew-insurance", "open")]


@pytest.mark.parametrize(
    ("kind", "policy", "until", "field"),
    [("life", "P1", date(2027, 1, 1), "kind"), ("gas", " ", date(2027, 1, 1), "policy_no"),
     ("gas", "P1", date(1027, 1, 1), "valid_until")],
)  # fmt: skip
def test_an_insurance_that_makes_no_sense_is_refused(
    world: World, kind: str, policy: str, until: date, field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        standing.register_insurance(
            world.net.east, kind=kind, policy_no=policy, valid_until=until, by=world.cast.administrator, at=NOW
        )
    assert list(wrong.value.fields) == [field]


def test_a_site_does_not_insure_itself(world: World) -> None:
    with pytest.raises(Forbidden):
        standing.register_insurance(
            world.net.east, kind="gas", policy_no="P1", valid_until=date(2027, 1, 1), by=world.cast.east_manager, at=NOW
        )


def number_of(person: Actor) -> str:
    return Technician.objects.get(pk=person.pk).number


def test_a_course_is_owed_by_the_site_until_somebody_of_the_company_confirms_it(world: World) -> None:
    technician = number_of(world.cast.east_technician)
    due = date(2026, 12, 20)
    count = standing.assign_course(
        technician, courses=["gas-safety", "service-manner"], due_on=due, by=world.cast.east_manager, at=NOW
    )
    assert count == 2
    again = standing.assign_course(technician, courses=["gas-safety"], due_on=due, by=world.cast.east_manager, at=NOW)
    assert again == 0
    training = Training.objects.get(course__code="gas-safety")
    [promise] = Promise.objects.filter(about=training.number)
    assert (promise.what, promise.owner_role, promise.due_at) == (
        "take-course", "site_manager", datetime(2026, 12, 20, 18, tzinfo=LOCAL),
    )  # fmt: skip

    with pytest.raises(Forbidden):
        standing.confirm_pass(
            training.number, passed_on=date(2026, 12, 1), by=world.cast.east_manager, at=NOW + 9 * DAY
        )
    with pytest.raises(Invalid):
        standing.confirm_pass(training.number, passed_on=date(2026, 12, 9), by=world.cast.manager, at=NOW + 9 * DAY)
    standing.confirm_pass(training.number, passed_on=date(2026, 12, 1), by=world.cast.manager, at=NOW + 9 * DAY)

    promise.refresh_from_db()
    training.refresh_from_db()
    assert (promise.state, training.valid_until) == ("kept", date(2028, 12, 1))
    with pytest.raises(Refused):
        standing.confirm_pass(training.number, passed_on=date(2026, 12, 1), by=world.cast.manager, at=NOW + 9 * DAY)


def test_another_sites_desk_assigns_no_course_and_unknown_ones_are_refused(world: World) -> None:
    technician, due = number_of(world.cast.east_technician), date(2026, 12, 20)
    with pytest.raises(Missing):
        standing.assign_course(technician, courses=["gas-safety"], due_on=due, by=world.cast.north_manager, at=NOW)
    for courses, on, field in (
        (["yoga"], due, "courses"),
        ([], due, "courses"),
        (["gas-safety"], NOW.date(), "due_on"),
    ):
        with pytest.raises(Invalid) as wrong:
            standing.assign_course(technician, courses=courses, due_on=on, by=world.cast.east_manager, at=NOW)
        assert list(wrong.value.fields) == [field]


def test_who_leaves_is_to_take_no_course_any_more(world: World) -> None:
    technician = number_of(world.cast.east_technician)
    standing.assign_course(technician, courses=["gas-safety"], due_on=date(2026, 12, 20), by=world.cast.manager, at=NOW)
    number = Training.objects.get().number

    technicians.end_technician(technician, by=world.cast.administrator, at=NOW + DAY)

    assert owed(number) == [("take-course", "void")]
    assert not Training.objects.exists()


def test_the_house_courses_are_loaded_once(world: World) -> None:
    before = Course.objects.count()

    assert before >= 7
    assert sites.load_seed(by=world.cast.administrator, at=NOW) == 0
    assert Course.objects.count() == before


@pytest.mark.parametrize(
    ("promised", "values"),
    [
        ("a_candidate_is_in_a_known_stage", {"stage": "dreamt"}),
        ("an_opened_candidate_names_its_site", {"stage": "open"}),
        ("a_rejected_candidate_says_why", {"stage": "rejected"}),
        ("a_candidate_is_of_a_known_mode", {"mode": "franchise"}),
    ],
)
def test_the_table_keeps_what_a_candidate_promises(
    world: World, regional: Actor, promised: str, values: dict[str, str]
) -> None:
    number = found(regional)
    with pytest.raises(IntegrityError, match=promised), transaction.atomic():
        Candidate.objects.filter(number=number).update(**values)


def test_the_tables_keep_what_insurance_training_and_agreements_promise(world: World, regional: Actor) -> None:
    insure(world, "gas", date(2027, 3, 31))
    technician = number_of(world.cast.east_technician)
    standing.assign_course(technician, courses=["gas-safety"], due_on=date(2026, 12, 20), by=regional, at=NOW)
    training, east = Training.objects.get(), Site.objects.get(number=world.net.east)
    twice = {"technician": training.technician, "course": training.course, "due_on": date(2026, 12, 21)}
    days = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 1, 1), "signed_at": NOW, "signed_by": regional}
    kept = {
        "an_insurance_is_of_a_known_kind": lambda: Insurance.objects.update(kind="life"),
        "a_site_has_an_insurance_of_a_kind_once": lambda: Insurance.objects.create(
            site=east, kind="gas", policy_mask="P****1", valid_until=date(2027, 1, 1)
        ),
        "who_passed_was_confirmed_by_somebody": lambda: Training.objects.update(passed_on=date(2026, 12, 1)),
        "a_technician_takes_a_course_once_at_a_time": lambda: Training.objects.create(
            number="TR-999999", assigned_by=regional, assigned_at=NOW, **twice
        ),
        "a_course_is_of_level_one_to_three": lambda: Course.objects.update(level=4),
        "a_course_has_a_source": lambda: Course.objects.update(source=""),
        "an_agreement_ends_after_it_starts": lambda: Agreement.objects.create(
            number="AG-999999", site=east, mode="own", **days
        ),
        "an_agreement_is_of_a_known_mode": lambda: Agreement.objects.create(
            number="AG-999999", site=east, mode="x", **(days | {"ends_on": date(2027, 2, 1)})
        ),
        "an_agreement_is_made_with_somebody": lambda: Agreement.objects.create(
            number="AG-999999", mode="own", **(days | {"ends_on": date(2027, 2, 1)})
        ),
    }
    for promised, act in kept.items():
        with pytest.raises(IntegrityError, match=promised), transaction.atomic():
            act()
