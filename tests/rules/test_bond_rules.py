"""H4–H6, H30: how firm a bond is, where a company stands, who is core, whose bar a call rings in first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from liuke.areas.keeping.queries.bond_terms import BondTerms
from liuke.areas.keeping.queries.own_terms import own
from liuke.areas.keeping.rules import bond, treating
from liuke.areas.keeping.rules.bond import CoreTerms, Levels
from liuke.areas.keeping.rules.treating import Seniors

LEVELS = Levels(firm=7, fair=4)
OWN = BondTerms({key: row.value for key, row in own("bond").items()})


@pytest.mark.parametrize(
    ("fresh", "level"),
    [(0, "unknown"), (1, "loose"), (3, "loose"), (4, "fair"), (6, "fair"), (7, "firm"), (10, "firm")],
)
def test_willingness_is_the_number_of_fresh_signs(fresh: int, level: str) -> None:
    assert bond.willingness(fresh, LEVELS) == level


def test_the_checklist_has_the_handbook_s_ten_signs_and_each_says_how_long_it_speaks() -> None:
    assert len(bond.SIGNS) == 10
    assert set(OWN.fresh_for) == set(bond.SIGNS)
    assert all(timedelta(days=90) <= term <= timedelta(days=366) for term in OWN.fresh_for.values())


def test_a_sign_speaks_to_the_last_day_of_its_term() -> None:
    seen, term = date(2026, 1, 1), timedelta(days=180)
    assert bond.is_fresh(seen, term, today=seen + term)
    assert not bond.is_fresh(seen, term, today=seen + term + timedelta(days=1))


def test_every_cell_of_the_matrix_has_its_own_advice_in_both_languages() -> None:
    cells = [(will, worth) for will in bond.WILLINGNESS for worth in bond.QUALITY]
    told = {cell: OWN.advice(*cell) for cell in cells}
    assert all(one.zh and one.en for one in told.values())
    assert len({one.zh for one in told.values()}) == len(cells) == 12


def test_loyal_is_over_two_years_and_four_of_five_make_core() -> None:
    assert OWN.core == CoreTerms(need=4, loyal_days=730, lately_days=365, answers=2)
    assert bond.is_core(["loyal", "forgiving", "answers", "brings"], OWN.core)
    assert not bond.is_core(["value", "loyal", "answers", "answers", "hat"], OWN.core)


@pytest.mark.parametrize(
    ("kind", "facts", "signs"),
    [
        ("care.callback.completed", {"tries": 1, "ladder": "brings_friends"}, ("answers", "best")),
        ("care.callback.completed", {"tries": 2, "ladder": "comes_back"}, ()),
        ("care.look_in.completed", {"tries": 1}, ("answers",)),
        ("complaints.complaint.closed", {"word": "accepts"}, ("scolds",)),
        ("complaints.complaint.closed", {"word": "unreachable"}, ()),
        ("care.dissatisfaction.settled", {}, ("scolds",)),
        ("complaints.improvement.done", {}, ("points_out",)),
        ("service.call.answered", {"tries": 1}, ()),
    ],
)
def test_the_journal_proves_signs(kind: str, facts: dict[str, object], signs: tuple[str, ...]) -> None:
    assert bond.proven(kind, facts) == signs


def test_a_treatment_says_nothing_of_any_clock() -> None:
    """Guarantee, safety and complaints go by the same clocks for all (practice §4.2): no grade's terms can hold one."""
    for row in own("treatment").values():
        if row.key in treating.KEYS:
            assert set(row.value) == treating.FIELDS
    assert not {"due", "hours", "minutes"} & treating.FIELDS


def test_each_answers_his_own_queue_first_and_nobody_waits_for_a_senior() -> None:
    calls = [("first", "senior"), ("second", "standard"), ("third", "senior"), ("fourth", "standard")]
    assert treating.in_turn(calls, senior=True) == ["first", "third", "second", "fourth"]
    assert treating.in_turn(calls, senior=False) == ["second", "fourth", "first", "third"]
    seniors = Seniors(roles=("hotline_lead",), teams=("senior",))
    assert treating.is_senior(["hotline_lead"], [], seniors) and treating.is_senior(["agent"], ["senior"], seniors)
    assert not treating.is_senior(["agent"], ["hotline"], seniors)


def test_what_begins_tonight_for_many_is_spread_over_half_the_rhythm() -> None:
    tonight = datetime(2026, 11, 23, 18, tzinfo=UTC)
    due = [treating.first_contact_by(tonight, 60, pk) for pk in range(1, 200)]
    assert min(due) == tonight + timedelta(days=30) and max(due) == tonight + timedelta(days=60)
    assert len({day.date() for day in due}) == 31
