"""Who should keep whom next (H8): the area, the grade, the load; every proposal says why."""

from __future__ import annotations

from liuke.areas.keeping.rules.proposing import Candidate, Orphan, candidate, propose

HAISHU, YINZHOU = "330203001", "330212005"


def test_whoever_knows_the_county_is_proposed_and_the_proposal_says_so() -> None:
    near, far = Candidate(1, 20, {"330212": 15}), Candidate(2, 18, {"330203": 18})

    (found,) = propose([Orphan(9, YINZHOU)], [near, far])

    assert found.keeper_id == 1 and "同区已负责 15 户" in found.because.zh


def test_two_hundred_are_shared_out_instead_of_falling_to_one() -> None:
    found = propose([Orphan(n, YINZHOU) for n in range(200)], [Candidate(1, 10, {}), Candidate(2, 10, {})])

    assert sorted(sum(1 for p in found if p.keeper_id == k) for k in (1, 2)) == [100, 100]


def test_the_best_customers_go_first_to_those_who_are_used_to_them() -> None:
    used, new = Candidate(1, 10, {}, of_grade_a=8), Candidate(2, 10, {})

    found = propose([Orphan(1, grade="C"), Orphan(2, grade="A")], [used, new])

    assert (found[0].customer_id, found[0].keeper_id) == (2, 1)


def test_without_anybody_the_proposal_is_nobody() -> None:
    (found,) = propose([Orphan(1)], [])

    assert found.keeper_id is None and found.because.zh.startswith("暂无")


def test_a_candidate_is_counted_from_what_he_keeps() -> None:
    assert candidate(7, [(HAISHU, "A"), (HAISHU, "B"), ("", "A")]) == Candidate(7, 3, {"330203": 2}, 2)
