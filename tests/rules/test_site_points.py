"""A site's points and grade from what was counted (practice §3, end)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liuke.areas.quality.rules.faults import class_of_repeat, is_bad, is_worse
from liuke.areas.quality.rules.grading import Counted, Scheme, grade_of, must_audit, result

D = Decimal
SCHEME = Scheme(
    days=90,
    weights={"outcome": 40, "first_fix": 20, "window": 20, "answer": 10, "completion": 10},
    classes={"dissatisfied": D("0.2")},
    answers={"no_answer": D(1)},
    cut_offs={"A": 90, "B": 75},
    audit_share=D("0.3"),
    minimum=10,
)


def counted(**lost: tuple[int, str]) -> list[Counted]:
    return [Counted(measure, n, D(x)) for measure, (n, x) in lost.items()]


@pytest.mark.parametrize(
    ("what", "points"),
    [
        (counted(outcome=(20, "0")), "100.00"),
        (counted(outcome=(20, "20")), "0.00"),
        # 40 of 100 in twenty orders: each costs 2 where the other measures are full
        (counted(outcome=(20, "1"), first_fix=(20, "0"), window=(20, "0"), answer=(20, "0"), completion=(20, "0")), "98.00"),
        (counted(outcome=(20, "0.5"), first_fix=(10, "1"), window=(10, "2"), answer=(5, "1"), completion=(4, "1")), "88.50"),
        # a measure in which nothing happened gives its weight to the others
        (counted(outcome=(20, "0"), window=(10, "5")), "83.33"),
        (counted(outcome=(20, "0"), window=(10, "5"), answer=(0, "0")), "83.33"),
    ],
)  # fmt: skip
def test_points_are_what_is_left_of_a_hundred(what: list[Counted], points: str) -> None:
    assert result(what, confirmed=20, unconfirmed=0, scheme=SCHEME).points == D(points)


@pytest.mark.parametrize(
    ("points", "grade"),
    [("100", "A"), ("90", "A"), ("89.99", "B"), ("75", "B"), ("74.99", "C"), ("0", "C")],
)
def test_the_cut_offs_belong_to_the_better_grade(points: str, grade: str) -> None:
    assert grade_of(D(points), SCHEME) == grade


def test_too_few_heard_customers_give_points_but_no_grade() -> None:
    few = result(counted(outcome=(9, "0")), confirmed=9, unconfirmed=0, scheme=SCHEME)
    nothing = result([], confirmed=0, unconfirmed=0, scheme=SCHEME)

    assert (few.points, few.grade) == (D("100.00"), "")
    assert (nothing.points, nothing.grade) == (None, "")


@pytest.mark.parametrize(
    ("confirmed", "unconfirmed", "audit"),
    [(7, 3, False), (69, 31, True), (70, 30, False), (2, 3, False), (0, 10, True)],
)
def test_more_than_three_in_ten_unconfirmed_are_looked_into(confirmed: int, unconfirmed: int, audit: bool) -> None:
    assert must_audit(confirmed, unconfirmed, SCHEME) is audit


def test_every_lost_point_is_explained_by_its_losses() -> None:
    found = result(
        counted(outcome=(7, "1.5"), first_fix=(3, "1"), window=(9, "4")), confirmed=10, unconfirmed=0, scheme=SCHEME
    )

    explained = sum(part.each * part.lost for part in found.parts)

    assert found.points is not None
    assert abs(D(100) - found.points - explained) < D("0.01")


@pytest.mark.parametrize(
    ("outcome", "than", "worse"),
    [
        ("called_to_complain", "dissatisfied", True), ("dissatisfied", "called_to_complain", False),
        ("dissatisfied", "dissatisfied", False), ("not_fixed_repeatedly", "attitude", True),
        ("dissatisfied", "", True), ("satisfied", "", False), ("satisfied", "dissatisfied", False),
    ],
)  # fmt: skip
def test_the_class_with_the_lower_coefficient_is_the_worse_one(outcome: str, than: str, worse: bool) -> None:
    assert is_worse(outcome, than) is worse


def test_only_bad_classes_ask_whose_fault_it_was() -> None:
    assert [c for c in ("", "satisfied", "dissatisfied", "attitude", "unconfirmed") if is_bad(c)] == [
        "dissatisfied",
        "attitude",
    ]


@pytest.mark.parametrize(
    ("reason", "again", "outcome"),
    [("not_fixed", False, "not_fixed_first"), ("same_fault", True, "not_fixed_repeatedly"),
     ("dissatisfied", True, "dissatisfied")],
)  # fmt: skip
def test_a_fault_that_came_back_once_or_again(reason: str, again: bool, outcome: str) -> None:
    assert class_of_repeat(reason, is_itself_repeat=again) == outcome
