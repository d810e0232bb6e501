"""A candidate's stages and sheet, insurance beside certificates, courses by skill and level (H12, H13; rule 30)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liuke.areas.network.rules.building import MUST, STAGES, CostSheet, Risk, may_go, why_not_assessed
from liuke.areas.network.rules.skills import Lack, Skill, ability
from liuke.areas.network.rules.training import CourseTerms, ends_on, missing, needed
from liuke.foundation.words import Words

TODAY = date(2026, 11, 23)
COSTS = CostSheet(monthly={"labour": 1_600_000, "rent": 400_000}, once=4_800_000, orders=300)


@pytest.mark.parametrize(
    ("stage", "onward"),
    [
        ("found", {"assessed", "rejected"}), ("assessed", {"negotiating", "rejected"}),
        ("negotiating", {"contracted", "rejected"}), ("contracted", {"training", "rejected"}),
        ("training", {"open", "rejected"}), ("open", set()), ("rejected", set()),
    ],
)  # fmt: skip
def test_a_candidate_goes_one_stage_on_or_out(stage: str, onward: set[str]) -> None:
    assert {to for to in STAGES if may_go(stage, to)} == onward


def test_an_orders_cost_holds_labour_and_a_share_of_what_is_paid_once() -> None:
    assert COSTS.per_order() == Decimal("73.33")  # (20,000 + 48,000 / 24) / 300
    assert CostSheet({"labour": 100}, 0, 0).per_order() is None


@pytest.mark.parametrize(
    ("met", "costs", "risks", "fine"),
    [
        (MUST, COSTS, [], True),
        (MUST[1:], COSTS, [], False),
        (MUST, CostSheet({"rent": 1}, 0, 300), [], False),
        (MUST, CostSheet({"labour": 1}, 0, 0), [], False),
        (MUST, COSTS, [Risk("peak", 3, 2)], False),
        (MUST, COSTS, [Risk("peak", 3, 2, "旺季借调城东两人")], True),
        (MUST, COSTS, [Risk("peak", 2, 2)], True),
    ],
)
def test_an_assessment_is_whole_or_says_what_it_lacks(
    met: tuple[str, ...], costs: CostSheet, risks: list[Risk], fine: bool
) -> None:
    assert (why_not_assessed(met, costs, risks) is None) is fine


@pytest.mark.parametrize(
    ("skill", "lack"),
    [
        (Skill("gas", 1, date(2027, 1, 1)), None),
        (Skill("gas", 1, date(2027, 1, 1), TODAY, "liability"), None),  # the last day still counts
        (Skill("gas", 1, date(2027, 1, 1), date(2026, 11, 22), "liability"), Lack("gas", date(2026, 11, 22), "liability")),
        (Skill("gas", 1, date(2026, 11, 1), date(2026, 11, 22), "gas"), Lack("gas", date(2026, 11, 1))),
        (Skill("hood", 1, None, date(2026, 11, 22), "liability"), Lack("hood", date(2026, 11, 22), "liability")),
        (Skill("hood"), None),
    ],
)  # fmt: skip
def test_ended_insurance_stops_what_it_stood_for(skill: Skill, lack: Lack | None) -> None:
    found = ability([skill]).lacks([skill.key], on=TODAY)

    assert found == ((lack,) if lack else ())
    if lack and lack.insurance:
        assert "险" in lack.words.zh and "2026-11-22" in lack.words.zh


COURSES = (
    CourseTerms("manner", Words("规范", "manners"), "", 1, 24),
    CourseTerms("gas", Words("燃气", "gas"), "gas", 1, 24),
    CourseTerms("gas-2", Words("燃气二级", "gas two"), "gas", 2, 24),
    CourseTerms("lead", Words("班组", "lead"), "", 3, 0),
)


@pytest.mark.parametrize(
    ("skills", "codes"),
    [
        ({}, ()), ({"hood": 1}, ("manner",)), ({"gas": 1}, ("manner", "gas")), ({"gas": 2}, ("manner", "gas", "gas-2")),
        ({"hood": 3}, ("manner", "lead")),
    ],
)  # fmt: skip
def test_courses_follow_from_skill_and_level(skills: dict[str, int], codes: tuple[str, ...]) -> None:
    assert needed(COURSES, skills) == codes


@pytest.mark.parametrize(
    ("passed", "codes"),
    [
        ({}, ("manner", "gas")), ({"manner": None}, ("gas",)), ({"manner": None, "gas": TODAY}, ()),
        ({"manner": None, "gas": date(2026, 11, 22)}, ("gas",)),
    ],
)  # fmt: skip
def test_a_pass_that_ended_is_none(passed: dict[str, date | None], codes: tuple[str, ...]) -> None:
    assert missing(COURSES, {"gas": 1}, passed, on=TODAY) == codes


@pytest.mark.parametrize(
    ("passed", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 23), 24, date(2028, 11, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 1, 5), 0, None), (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)  # fmt: skip
def test_a_pass_lasts_so_many_months(passed: date, months: int, until: date | None) -> None:
    assert ends_on(passed, months) == until
