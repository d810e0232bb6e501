"""H11, H12: a site's grade rolls over its last 90 days, and every lost point has its order behind it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liuke.areas.care.rules.calling import HERE
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.network.models import Site
from liuke.areas.quality.actions import appeals, grades
from liuke.areas.quality.jobs import grade_sites
from liuke.areas.quality.models import Grading, Score, ScoreLoss, ScorePart, SentBack
from liuke.areas.service.actions import closing, reviewing
from liuke.areas.service.models import WorkOrder
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from tests.given import care, quality
from tests.given.care import World
from tests.given.quality import Judges

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, tzinfo=HERE)
FOUR = MORNING.replace(hour=16)
NIGHT = datetime(2026, 11, 28, 2, 30, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD = Answers(solved=True, attitude_good=True, satisfied=True)


@pytest.fixture
def world() -> World:
    return care.world(MORNING - HOUR)


@pytest.fixture
def judges(world: World) -> Judges:
    """One heard customer is enough to judge by, in these stories."""
    grade_sites(MORNING - HOUR)
    set_value(
        "site_grade", "minimum", {"orders": 1}, from_date=date(2026, 11, 1), source="story",
        by=world.cast.administrator, at=MORNING - HOUR,
    )  # fmt: skip
    return quality.judges(MORNING - HOUR)


def score(world: World, on: datetime = NIGHT) -> Score:
    return Score.objects.get(site__number=world.net.east, on_date=on.date())


def losses(one: Score) -> list[tuple[str, str, str, Decimal]]:
    rows = ScoreLoss.objects.filter(part__score=one).order_by("part__measure")
    return list(rows.values_list("part__measure", "order__number", "because", "lost"))


def grade_of(world: World) -> str:
    return Site.objects.get(number=world.net.east).grade


def test_an_undecided_case_costs_nothing_a_decided_one_its_class_and_the_order_stands_behind_it(
    world: World, judges: Judges
) -> None:
    order = quality.bad_order(world, MORNING)
    grade_sites(NIGHT)
    assert (score(world).points, losses(score(world))) == (Decimal("100.00"), [])

    quality.decided(quality.case_of(order), judges.quality, NIGHT + HOUR)
    grade_sites(NIGHT + DAY)

    one = score(world, NIGHT + DAY)
    assert losses(one) == [("outcome", order, "dissatisfied", Decimal("0.20"))]
    assert one.points == Decimal("92.00")  # 40 x 0.2 of one heard customer
    assert (one.confirmed, one.unconfirmed, one.audit) == (1, 0, False)


def test_after_the_appeal_the_fault_is_the_products_and_the_grade_comes_back(world: World, judges: Judges) -> None:
    answers = Answers(solved=False, attitude_good=True, satisfied=False, words="没修好")
    order = quality.bad_order(world, MORNING, answers)
    case = quality.case_of(order)
    quality.decided(case, judges.quality, FOUR + HOUR)
    grade_sites(NIGHT)

    one = score(world)
    assert {row[0] for row in losses(one)} == {"outcome", "first_fix"}
    assert (one.points, one.grade, grade_of(world)) == (Decimal("68.00"), "C", "C")
    given = Event.objects.get(kind="quality.grade.given")
    told = Event.objects.get(kind="network.site.graded")
    assert (given.facts["former"], given.facts["grade"], told.caused_by) == ("A", "C", given.pk)

    number = quality.appealed(case, world.cast.east_manager, FOUR + DAY)
    appeals.decide_appeal(
        number, party="product", reason="批次问题", evidence=quality.evidence(case, judges.second), by=judges.second,
        at=FOUR + 2 * DAY,
    )  # fmt: skip
    grade_sites(NIGHT + DAY)

    assert score(world, NIGHT + DAY).points == Decimal("100.00")
    assert grade_of(world) == "A"
    assert list(Grading.objects.order_by("pk").values_list("former", "grade")) == [("A", "C"), ("C", "A")]
    assert losses(one) != []  # it changed a grade: what it rested on stays


def test_a_second_run_of_a_night_changes_nothing(world: World, judges: Judges) -> None:
    quality.decided(quality.case_of(quality.bad_order(world, MORNING)), judges.quality, FOUR + HOUR)
    grade_sites(NIGHT)
    before = (Score.objects.count(), ScorePart.objects.count(), ScoreLoss.objects.count(), Grading.objects.count())

    grade_sites(NIGHT + HOUR)

    after = (Score.objects.count(), ScorePart.objects.count(), ScoreLoss.objects.count(), Grading.objects.count())
    assert after == before


def test_silence_lateness_and_sent_back_completions_count_and_are_excused_where_the_fault_is_anothers(
    world: World, judges: Judges
) -> None:
    order = quality.bad_order(world, MORNING)
    found = WorkOrder.objects.get(number=order)
    found.visits.update(in_window=False, late_minutes=40)
    found.offers.update(answer="declined", reason="full")
    SentBack.objects.create(order=found, site=found.site, at=FOUR)
    grade_sites(NIGHT)

    assert losses(score(world)) == [
        ("answer", order, "full", Decimal("0.50")),
        ("completion", order, "sent_back", Decimal("1.00")),
        ("window", order, "late", Decimal("1.00")),
    ]
    assert score(world).points == Decimal("65.00")

    quality.decided(quality.case_of(order), judges.quality, NIGHT, party="logistics")
    grade_sites(NIGHT + DAY)
    assert losses(score(world, NIGHT + DAY)) == [("answer", order, "full", Decimal("0.50"))]


def test_the_review_that_sends_back_is_noted(world: World, judges: Judges) -> None:
    order = WorkOrder.objects.get(number=care.order_to_call_back(world, MORNING))
    assert not SentBack.objects.filter(order=order).exists()
    order.state = "in_review"
    order.save()

    reviewing.send_back(order.number, reasons=["photos"], by=world.cast.manager, at=FOUR)

    assert SentBack.objects.get(order=order).site.number == world.net.east


def test_unconfirmed_orders_are_outside_and_too_many_of_them_are_flagged(world: World, judges: Judges) -> None:
    order = care.order_to_call_back(world, MORNING)
    closing.close_unconfirmed(order, by=system_actor(Actor.Kind.JOB, "care"), at=FOUR)

    grade_sites(NIGHT)

    one = score(world)
    assert (one.confirmed, one.unconfirmed, one.audit, one.grade) == (0, 1, True, "")
    assert "outcome" not in one.parts.values_list("measure", flat=True)


def test_what_lies_more_than_ninety_days_back_counts_no_more(world: World, judges: Judges) -> None:
    quality.decided(quality.case_of(quality.bad_order(world, MORNING)), judges.quality, FOUR + HOUR)
    grade_sites(NIGHT + 90 * DAY)

    assert score(world, NIGHT + 90 * DAY).points is None


def test_a_grade_by_hand_stands_until_its_day_and_then_the_points_decide(world: World, judges: Judges) -> None:
    quality.bad_order(world, MORNING, GOOD)
    grades.set_grade(
        world.net.east, grade="C", because="整改期", until_date=date(2026, 12, 1), by=judges.regional, at=FOUR
    )
    assert grade_of(world) == "C"

    grade_sites(NIGHT)
    assert (score(world).grade, grade_of(world)) == ("A", "C")

    grade_sites(datetime(2026, 12, 2, 2, 30, tzinfo=HERE))
    assert grade_of(world) == "A"
    assert Grading.objects.get(by_hand=True).ended_at is not None


def test_a_grade_by_hand_can_be_ended_and_the_last_points_hold_at_once(world: World, judges: Judges) -> None:
    quality.bad_order(world, MORNING, GOOD)
    grade_sites(NIGHT)
    until = date(2026, 12, 20)
    grades.set_grade(world.net.east, grade="B", because="整改", until_date=until, by=judges.quality, at=NIGHT)
    grades.set_grade(world.net.east, grade="C", because="整改", until_date=until, by=judges.quality, at=NIGHT)

    grades.end_grade_by_hand(world.net.east, by=judges.quality, at=NIGHT + HOUR)

    assert grade_of(world) == "A"
    with pytest.raises(Refused):
        grades.end_grade_by_hand(world.net.east, by=judges.quality, at=NIGHT + HOUR)


@pytest.mark.parametrize(
    ("grade", "because", "until", "field"),
    [("D", "x", date(2026, 12, 1), "grade"), ("B", " ", date(2026, 12, 1), "because"),
     ("B", "x", date(2026, 11, 23), "until_date"), ("B", "x", date(2027, 12, 1), "until_date")],
)  # fmt: skip
def test_a_grade_by_hand_needs_reason_and_end(
    world: World, judges: Judges, grade: str, because: str, until: date, field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        grades.set_grade(world.net.east, grade=grade, because=because, until_date=until, by=judges.quality, at=FOUR)
    assert list(wrong.value.fields) == [field]


def test_a_site_does_not_grade_itself_and_judges_only_sites_there_are(world: World, judges: Judges) -> None:
    said = {"grade": "A", "because": "x", "until_date": date(2026, 12, 1), "at": FOUR}
    with pytest.raises(Forbidden):
        grades.set_grade(world.net.east, by=world.cast.east_manager, **said)
    with pytest.raises(Missing):
        grades.set_grade("S-9999", by=judges.quality, **said)


def test_scoring_asks_as_many_questions_for_many_orders_as_for_one(world: World, judges: Judges) -> None:
    quality.bad_order(world, MORNING, GOOD)
    with CaptureQueriesContext(connection) as one:
        grade_sites(NIGHT)
    for n in (1, 2, 3):
        quality.bad_order(world, MORNING + n * DAY, GOOD)
    with CaptureQueriesContext(connection) as many:
        grade_sites(NIGHT + DAY)

    assert len(many) <= len(one)


@pytest.mark.parametrize(
    ("promised", "model", "values"),
    [
        ("points_lie_between_0_and_100", Score, {"points": Decimal("100.5")}),
        ("a_grade_rests_on_points", Score, {"points": None, "grade": "A"}),
    ],
)
def test_the_tables_keep_what_points_promise(
    world: World, judges: Judges, promised: str, model: type[Score], values: dict[str, object]
) -> None:
    grade_sites(NIGHT)
    with pytest.raises(IntegrityError, match=promised), transaction.atomic():
        model.objects.filter(site__number=world.net.east, on_date=NIGHT.date()).update(**values)


def test_the_tables_keep_what_grades_promise(world: World, judges: Judges) -> None:
    quality.decided(quality.case_of(quality.bad_order(world, MORNING)), judges.quality, FOUR + HOUR)
    grade_sites(NIGHT)
    grades.set_grade(
        world.net.east, grade="C", because="整改期", until_date=date(2026, 12, 20), by=judges.regional, at=NIGHT
    )
    one, by_hand = score(world), Grading.objects.get(by_hand=True)
    part = one.parts.get(measure="outcome")
    kept = {
        "a_site_is_scored_once_a_day": lambda: Score.objects.create(
            site=one.site, on_date=one.on_date, from_date=one.from_date, confirmed=0, unconfirmed=0, computed_at=NIGHT
        ),
        "a_measure_counts_once_in_a_score": lambda: ScorePart.objects.create(
            score=one, measure="outcome", weight=1, count=1, lost=0, points=1, each=1
        ),
        "what_is_lost_is_more_than_nothing_and_at_most_one": lambda: ScoreLoss.objects.filter(part=part).update(lost=2),
        "a_grade_by_hand_says_why_and_until_when": lambda: Grading.objects.filter(pk=by_hand.pk).update(because=""),
        "a_site_has_one_grade_by_hand_in_force": lambda: Grading.objects.create(
            site=one.site, grade="B", by_hand=True, until_date=date(2026, 12, 20), because="x", at=NIGHT,
            by=judges.regional,
        ),
    }  # fmt: skip
    for promised, act in kept.items():
        with pytest.raises(IntegrityError, match=promised), transaction.atomic():
            act()
