"""H11, practice §1.16: whose fault it was is decided before anything is deducted, and the site is heard by another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.actions import calling, complaints
from liuke.areas.care.models import Callback
from liuke.areas.care.rules.calling import HERE
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.customers.actions import merging
from liuke.areas.quality import access
from liuke.areas.quality.actions import appeals, cases
from liuke.areas.quality.models import Appeal, Case, Verdict
from liuke.areas.service.actions import closing
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.files.models import StoredFile
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Alarm, Promise
from tests.given import care, quality
from tests.given.care import World
from tests.given.quality import Judges

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, tzinfo=HERE)  # a Monday
FOUR = MORNING.replace(hour=16)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    return care.world(MORNING - HOUR)


@pytest.fixture
def judges(world: World) -> Judges:
    return quality.judges(MORNING - HOUR)


@pytest.fixture
def case(world: World, judges: Judges) -> Case:
    return quality.case_of(quality.bad_order(world, MORNING))


def decided_events(case: Case) -> list[tuple[str, str]]:
    rows = Event.objects.filter(kind="quality.fault.decided", subject=case.number).order_by("id")
    return [(e.facts["party"], e.facts["appeal"]) for e in rows]


def test_a_bad_callback_opens_one_case_and_the_quality_manager_owes_a_decision(world: World, case: Case) -> None:
    owed = Promise.objects.get(about=case.number)

    assert (case.outcome, case.state, case.site.number, case.party) == ("dissatisfied", "open", world.net.east, "")
    assert (owed.what, owed.owner_role, owed.state) == ("decide-fault", "quality_manager", "open")
    assert owed.due_at == FOUR + 2 * DAY
    assert Event.objects.filter(kind="quality.fault.opened", about=case.order.number).count() == 1
    assert not Event.objects.filter(kind="quality.fault.decided").exists()


def test_nobody_decides_in_time_and_the_regional_manager_hears_of_it(case: Case) -> None:
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=FOUR + 2 * DAY + HOUR)

    assert "regional_manager" in Alarm.objects.values_list("to_role", flat=True)


def test_bad_site_appeal_other_person_product_superseded(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, FOUR + HOUR)
    assert Promise.objects.get(about=case.number).state == "kept"
    assert decided_events(case) == [("site", "")]

    number = quality.appealed(case, world.cast.east_manager, FOUR + DAY)
    owed = Promise.objects.get(about=number)
    assert (owed.what, owed.owner_role, owed.due_at) == ("decide-appeal", "quality_manager", FOUR + 4 * DAY)

    appeals.decide_appeal(
        number, party="product", reason="同批次面板脱漆", evidence=quality.evidence(case, judges.second),
        by=judges.second, at=FOUR + 2 * DAY,
    )  # fmt: skip

    case.refresh_from_db()
    assert (case.state, case.party) == ("final", "product")
    assert decided_events(case) == [("site", ""), ("product", number)]
    assert Promise.objects.get(about=number).state == "kept"
    assert Appeal.objects.get(number=number).granted is True
    assert [v.by_id for v in case.verdicts.order_by("pk")] == [judges.quality.pk, judges.second.pk]
    steps = Event.objects.filter(kind="quality.site.told", timeline=case.site_id).order_by("id")
    assert [e.facts["step"] for e in steps] == ["decided", "appealed", "appeal_decided"]


def test_whoever_decided_first_does_not_hear_the_appeal(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, FOUR + HOUR)
    number = quality.appealed(case, world.cast.east_manager, FOUR + DAY)

    with pytest.raises(Forbidden):
        appeals.decide_appeal(
            number, party="site", reason="维持", evidence=quality.evidence(case, judges.quality), by=judges.quality,
            at=FOUR + 2 * DAY,
        )  # fmt: skip
    assert decided_events(case) == [("site", "")]

    appeal = Appeal.objects.get(number=number)
    appeal.granted, appeal.decided_at, appeal.decided_by = False, FOUR, judges.quality
    with pytest.raises(IntegrityError, match="an_appeal_is_decided_by_another_than_the_first"), transaction.atomic():
        appeal.save()


def test_where_the_only_quality_manager_decided_first_the_regional_managers_owe_the_hearing(
    world: World, judges: Judges, case: Case
) -> None:
    identity.change_roles(judges.second, roles=["agent"], teams={}, leads=[], by=world.cast.administrator, at=MORNING)
    quality.decided(case, judges.quality, FOUR + HOUR)

    number = quality.appealed(case, world.cast.east_manager, FOUR + DAY)

    assert Promise.objects.get(about=number).owner_role == "regional_manager"


def test_another_sites_desk_does_not_see_the_case_and_no_technician_does(
    world: World, judges: Judges, case: Case
) -> None:
    cast = world.cast
    quality.decided(case, judges.quality, FOUR + HOUR)

    for stranger in (cast.north_manager, cast.north_clerk, cast.east_technician, cast.agent, cast.callback_agent):
        with pytest.raises(Missing):
            access.case(case.number, by=stranger)
    assert access.case(case.number, by=cast.east_clerk).pk == case.pk
    with pytest.raises(Missing):
        appeals.lodge_appeal(case.number, reason="不服", files=["x"], by=cast.north_manager, at=FOUR + DAY)


def test_an_appeal_after_five_working_days_is_refused(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, FOUR)
    case.refresh_from_db()
    assert case.appeal_until == FOUR + 7 * DAY  # Monday to Monday

    with pytest.raises(Refused) as refused:
        quality.appealed(case, world.cast.east_manager, FOUR + 7 * DAY + HOUR)

    assert "5 working days" in refused.value.words.en
    assert quality.appealed(case, world.cast.east_manager, FOUR + 7 * DAY - HOUR)


def test_a_case_is_appealed_once_and_only_against_the_sites_own_fault(world: World, judges: Judges, case: Case) -> None:
    with pytest.raises(Refused):
        quality.appealed(case, world.cast.east_manager, FOUR + HOUR)
    quality.decided(case, judges.quality, FOUR + HOUR)
    quality.appealed(case, world.cast.east_manager, FOUR + DAY)
    with pytest.raises(Refused):
        quality.appealed(case, world.cast.east_manager, FOUR + DAY + HOUR)
    assert Appeal.objects.count() == 1


def test_nothing_to_appeal_where_the_user_was_at_fault(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, FOUR + HOUR, party="user")

    with pytest.raises(Refused):
        quality.appealed(case, world.cast.east_manager, FOUR + DAY)


def test_an_appeal_without_evidence_is_not_taken(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, FOUR + HOUR)
    with pytest.raises(Invalid) as wrong:
        appeals.lodge_appeal(case.number, reason="不服", files=[], by=world.cast.east_manager, at=FOUR + DAY)
    assert "files" in wrong.value.fields
    with pytest.raises(Invalid):
        appeals.lodge_appeal(case.number, reason="不服", files=["a" * 22], by=world.cast.east_manager, at=FOUR + DAY)
    with pytest.raises(Forbidden):
        quality.appealed(case, judges.second, FOUR + DAY)


@pytest.mark.parametrize(
    ("party", "reason", "some", "field"),
    [("nobody", "…", True, "party"), ("site", " ", True, "reason"), ("site", "x" * 1001, True, "reason"),
     ("site", "未清理", False, "evidence")],
)  # fmt: skip
def test_a_decision_needs_party_reason_and_evidence(
    judges: Judges, case: Case, party: str, reason: str, some: bool, field: str
) -> None:
    evidence = quality.evidence(case, judges.quality) if some else []

    with pytest.raises(Invalid) as wrong:
        cases.decide_fault(case.number, party=party, reason=reason, evidence=evidence, by=judges.quality, at=FOUR)

    assert list(wrong.value.fields) == [field]
    assert not Verdict.objects.exists()


def test_evidence_of_another_order_is_no_evidence(world: World, judges: Judges, case: Case) -> None:
    strange = Event.objects.filter(kind="network.site.opened").values_list("pk", flat=True)[0]

    with pytest.raises(Invalid):
        cases.decide_fault(
            case.number, party="site", reason="…", evidence=[f"event:{strange}"], by=judges.quality, at=FOUR
        )


def test_only_judges_decide_once_and_with_the_case_they_saw(world: World, judges: Judges, case: Case) -> None:
    for person in (world.cast.agent, world.cast.east_manager, world.cast.administrator):
        with pytest.raises(Forbidden):
            quality.decided(case, person, FOUR)
    with pytest.raises(Stale):
        cases.decide_fault(
            case.number, party="site", reason="…", evidence=quality.evidence(case, judges.quality),
            by=judges.quality, at=FOUR, seen=case.version - 1,
        )  # fmt: skip
    quality.decided(case, judges.quality, FOUR)
    with pytest.raises(Refused):
        quality.decided(case, judges.second, FOUR + HOUR)


def test_a_complaint_and_a_repeat_open_cases_too_and_the_worst_class_is_decided(world: World, judges: Judges) -> None:
    order = care.order_to_call_back(world, MORNING)
    complaints.voice_dissatisfaction(
        order, words="多收了80元", wants="退钱", channel="call", customer=world.li, by=world.cast.agent, at=FOUR - HOUR
    )
    case = quality.case_of(order)
    assert case.outcome == "called_to_complain"

    answers = Answers(solved=False, attitude_good=True, satisfied=False, words="还是不吸烟")
    calling.answer(Callback.objects.get(about=order).number, answers, by=world.cast.callback_agent, at=FOUR)

    case.refresh_from_db()
    assert case.outcome == "called_to_complain"  # worse than not fixed the first time
    assert Case.objects.count() == 1
    repeat = case.order.repeats.get()
    care.finish_order(world, repeat.number, MORNING + DAY)
    closing.open_repeat(repeat.number, reason="not_fixed", by=world.cast.callback_agent, at=FOUR + DAY)
    assert quality.case_of(repeat.number).outcome == "not_fixed_repeatedly"


def test_a_worse_word_after_the_decision_asks_again(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, FOUR + HOUR, party="user")
    complaints.voice_dissatisfaction(
        case.order.number, words="还乱收费", wants="退钱", channel="call", customer=world.li, by=world.cast.agent,
        at=FOUR + DAY,
    )  # fmt: skip

    first, again = Case.objects.order_by("pk")
    assert (first.state, again.state, again.outcome) == ("decided", "open", "called_to_complain")
    assert Promise.objects.filter(about=again.number, what="decide-fault", state="open").exists()


def test_a_satisfied_customer_is_no_case(world: World, judges: Judges) -> None:
    answers = Answers(solved=True, attitude_good=True, satisfied=True)
    quality.bad_order(world, MORNING, answers)

    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("promised", "changes"),
    [
        ("a_decided_case_names_a_party_and_a_time", {"state": "decided"}),
        ("a_case_is_about_a_bad_class", {"outcome": "satisfied"}),
    ],
)
def test_the_table_keeps_what_a_case_promises(case: Case, promised: str, changes: dict[str, str]) -> None:
    with pytest.raises(IntegrityError, match=promised), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)


def test_an_order_has_one_undecided_case(case: Case) -> None:
    with pytest.raises(IntegrityError, match="an_order_has_one_undecided_case"), transaction.atomic():
        Case.objects.create(
            number="FD-999999", order=case.order, site=case.site, outcome="dissatisfied", opened_at=FOUR
        )


def test_a_verdict_and_an_appeal_rest_on_evidence(judges: Judges, case: Case) -> None:
    with pytest.raises(IntegrityError, match="a_verdict_rests_on_evidence"), transaction.atomic():
        Verdict.objects.create(case=case, party="site", evidence=[], at=FOUR, by=judges.quality, role="quality_manager")
    with pytest.raises(IntegrityError, match="an_appeal_brings_evidence"), transaction.atomic():
        Appeal.objects.create(
            number="AP-999999", case=case, against=judges.quality, files=[], lodged_at=FOUR, lodged_by=judges.quality
        )


def test_erasure_takes_the_reasons_and_the_files(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, FOUR + HOUR)
    quality.appealed(case, world.cast.east_manager, FOUR + DAY)

    merging.erase(world.li, reason="用户要求", by=world.cast.manager, at=FOUR + 2 * DAY)

    assert set(Verdict.objects.values_list("reason", flat=True)) == {""}
    assert set(Appeal.objects.values_list("reason", flat=True)) == {""}
    assert not StoredFile.objects.filter(subject__startswith="fault:", erased_at=None).exists()
    told = Event.objects.filter(kind__startswith="quality.", timeline=world.li)
    assert told.exists() and not told.filter(personal__isnull=False).exists()
