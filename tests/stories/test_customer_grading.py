"""H4: customers are graded by the money they bring; a person's judgement stands against the count until its day."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import keeping as file
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions.grading import review
from liuke.areas.keeping.jobs import grade_customers
from liuke.areas.keeping.models import Override, Worth
from liuke.areas.keeping.queries import grading
from liuke.areas.keeping.rules.grading import Cuts, abc
from liuke.events.charges import PaymentReceived, PaymentRefunded
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Missing
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import care, customers, people
from tests.given.customers import Known
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
DAY = timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    cast = people.cast(NOON - DAY)
    load([care.HANDBOOK], by=cast.administrator, at=NOON - DAY)
    return cast


@pytest.fixture
def known(cast: Cast) -> Known:
    """海川 bought for ¥8,000, 李秀英 for ¥1,500, 周建国 for ¥500; 陈晨 for nothing."""
    known = customers.known(cast, NOON - DAY)
    paid(cast, known.haichuan, 800_000)
    paid(cast, known.li, 150_000)
    paid(cast, known.zhou, 50_000)
    return known


def paid(cast: Cast, customer: int, cents: int, at: datetime = NOON) -> None:
    event = PaymentReceived(number="PY-000001", order="WO-000001", site="", technician=0, amount_cents=cents)
    record(event, on=customer, by=cast.administrator, at=at)


def grades() -> dict[int, str]:
    return dict(Customer.objects.values_list("pk", "grade"))


def test_the_first_three_quarters_of_the_money_are_a_the_next_fifth_b_the_rest_c(cast: Cast, known: Known) -> None:
    grade_customers(NOON + DAY)

    assert grades() == {known.haichuan: "A", known.li: "B", known.zhou: "C", known.chen: ""}
    told = Event.objects.filter(kind="customers.customer.graded")
    assert {e.timeline_id for e in told} == {known.li}, "only he whose grade is another is told of"


def test_the_statement_grades_as_the_rule_does(cast: Cast, known: Known) -> None:
    paid(cast, known.zhou, 700_000)
    refund = PaymentRefunded(number="PY-000001", order="WO-000001", site="", technician=0, amount_cents=10_000)
    record(refund, on=known.li, by=cast.administrator, at=NOON)

    grade_customers(NOON + DAY)

    rows = dict(Worth.objects.values_list("customer_id", "cents"))
    assert rows == {known.haichuan: 800_000, known.zhou: 750_000, known.li: 140_000}
    assert dict(Worth.objects.values_list("customer_id", "grade")) == abc(rows, Cuts())


def test_a_second_night_changes_nothing_and_old_money_no_longer_counts(cast: Cast, known: Known) -> None:
    grade_customers(NOON + DAY)
    assert grade_customers(NOON + 2 * DAY) == 0

    grade_customers(NOON + 800 * DAY)
    assert {grade for pk, grade in grades().items() if pk != known.chen} == {"C"}


def test_the_cut_offs_are_data(cast: Cast, known: Known) -> None:
    set_value("grading", "a_share", 90, from_date=NOON.date(), source="公司规定", by=cast.administrator, at=NOON)

    grade_customers(NOON + DAY)

    assert grades()[known.li] == "A"


def test_a_grade_by_hand_stands_against_the_count_until_it_is_reviewed(cast: Cast, known: Known) -> None:
    file.set_grade(known.zhou, "A", reason="介绍了三家新客户", by=cast.manager, at=NOON)
    grade_customers(NOON + DAY)

    assert grades()[known.zhou] == "A"
    owed = Promise.objects.get(what="review-grade")
    assert (owed.owner_role, owed.due_at) == ("regional_manager", NOON + 180 * DAY)

    code = Customer.objects.get(pk=known.zhou).code
    review(code, keep_until=None, by=cast.manager, at=NOON + 170 * DAY)
    assert Promise.objects.get(what="review-grade").state == "kept"
    grade_customers(NOON + 171 * DAY)
    assert grades()[known.zhou] == "C"


def test_a_review_may_let_it_stand_longer_and_asks_again(cast: Cast, known: Known) -> None:
    file.set_grade(known.zhou, "A", reason="介绍了三家新客户", by=cast.manager, at=NOON)
    code = Customer.objects.get(pk=known.zhou).code

    review(code, keep_until=NOON + 300 * DAY, by=cast.manager, at=NOON + 170 * DAY)

    assert sorted(Promise.objects.filter(what="review-grade").values_list("state", flat=True)) == ["kept", "open"]
    with pytest.raises(Forbidden):
        review(code, keep_until=None, by=cast.account_manager, at=NOON)
    with pytest.raises(Missing):
        review(Customer.objects.get(pk=known.li).code, keep_until=None, by=cast.manager, at=NOON)


def test_the_list_is_read_by_money_and_a_keeper_reads_his_own(cast: Cast, known: Known) -> None:
    grade_customers(NOON + DAY)

    everybody = grading.list_worth(by=cast.manager).rows
    assert [row.customer.id for row in everybody] == [known.haichuan, known.li, known.zhou]
    assert everybody[0].code.startswith("AK-")
    assert [row.customer.id for row in grading.list_worth(by=cast.account_manager).rows] == [known.haichuan]
    curve = dict(grading.pareto(by=cast.manager))
    assert (curve[0], curve[35], curve[100]) == (0.0, 95.0, 100.0)
    with pytest.raises(Forbidden):
        grading.list_worth(by=cast.agent)


def test_guarantee_safety_and_complaint_clocks_ask_for_no_grade() -> None:
    """Service is even-handed (practice §4.2): outside keeping (and the grades of sites) no rule asks for a grade."""
    for chapter in sorted(care.HANDBOOK.glob("*.toml")):
        if chapter.stem in ("14-keeping", "85-quality"):
            continue
        for rule in tomllib.loads(chapter.read_text()).get("rule", []):
            assert not {"grade", "grade_at_least"} & set(rule.get("if", {})), rule["id"]


@pytest.mark.parametrize(
    ("promise", "values"),
    [
        ("a_grade_by_hand_says_why", {"reason": "", "until": NOON + DAY}),
        ("a_grade_by_hand_ends_later", {"reason": "介绍", "until": NOON - DAY}),
    ],
)
def test_the_table_refuses_a_judgement_without_reason_or_end(
    cast: Cast, promise: str, values: dict[str, object]
) -> None:
    li = customers.li(cast, NOON)
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Override.objects.create(customer_id=li, grade="A", set_by=cast.manager, set_at=NOON, **values)


def test_the_table_holds_one_judgement_a_customer_and_scores_of_one_to_five(cast: Cast) -> None:
    li = customers.li(cast, NOON)
    made = {"customer_id": li, "grade": "A", "reason": "介绍", "until": NOON + DAY, "set_by": cast.manager}
    Override.objects.create(**made, set_at=NOON)
    with pytest.raises(IntegrityError, match="a_customer_has_one_grade_by_hand"), transaction.atomic():
        Override.objects.create(**made, set_at=NOON)
    for promise, grade, score in (("a_counted_grade_is_a_b_or_c", "D", 1), ("a_score_is_one_to_five", "A", 6)):
        with pytest.raises(IntegrityError, match=promise), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO keeping_worth VALUES (%s, 1, 1, now(), %s, 1, 1, %s, now())", [li, score, grade]
            )
