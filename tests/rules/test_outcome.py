"""The outcome class of a callback (H11): derived, one primary, the worst wins, the rest are flags."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.areas.care.rules.outcome import (
    ATTITUDE,
    CLASSES,
    COMPLAINED,
    DISSATISFIED,
    NOT_FIXED_FIRST,
    NOT_FIXED_REPEATEDLY,
    SATISFIED,
    Answers,
    OutcomeFacts,
    outcome,
)
from liuke.areas.service.rules.names import OUTCOMES

GOOD = Answers(solved=True, attitude_good=True, satisfied=True)
BAD = Answers(solved=True, attitude_good=True, satisfied=False)
BROKEN = Answers(solved=False, attitude_good=True, satisfied=False)
RUDE = Answers(solved=True, attitude_good=False, satisfied=True)

TABLE = [
    (OutcomeFacts(GOOD), SATISFIED, (), True),
    (OutcomeFacts(BAD), DISSATISFIED, (), False),
    (OutcomeFacts(BROKEN), NOT_FIXED_FIRST, (DISSATISFIED,), False),
    (OutcomeFacts(BROKEN, earlier_attempts=1), NOT_FIXED_REPEATEDLY, (DISSATISFIED,), False),
    (OutcomeFacts(GOOD, earlier_attempts=1), SATISFIED, (), True),
    (OutcomeFacts(GOOD, later_repeats=1), NOT_FIXED_FIRST, (), False),
    (OutcomeFacts(GOOD, later_repeats=2), NOT_FIXED_REPEATEDLY, (), False),
    (OutcomeFacts(GOOD, complained=True), COMPLAINED, (), True),
    (OutcomeFacts(RUDE), ATTITUDE, (), True),
    (OutcomeFacts(RUDE, complained=True), COMPLAINED, (ATTITUDE,), True),
    (OutcomeFacts(BROKEN, complained=True), COMPLAINED, (NOT_FIXED_FIRST, DISSATISFIED), False),
    (
        OutcomeFacts(BROKEN, complained=True, earlier_attempts=2),
        NOT_FIXED_REPEATEDLY,
        (COMPLAINED, DISSATISFIED),
        False,
    ),
]


@pytest.mark.parametrize(("facts", "primary", "flags", "finishes"), TABLE)
def test_the_class_follows_from_answers_and_events(
    facts: OutcomeFacts, primary: str, flags: tuple[str, ...], finishes: bool
) -> None:
    verdict = outcome(facts)

    assert (verdict.primary, verdict.flags, verdict.finishes) == (primary, flags, finishes)


def test_the_verdict_says_why_in_both_languages() -> None:
    verdict = outcome(OutcomeFacts(BROKEN, complained=True, earlier_attempts=1))

    assert verdict.words.zh.startswith("多次维修不到位：第 2 次维修后仍未解决")
    assert "had complained" in verdict.words.en


@pytest.mark.parametrize(
    ("come_back", "friends", "rung"),
    [(None, None, "satisfied"), (True, None, "comes_back"), (True, True, "brings_friends"), (False, True, "satisfied")],
)
def test_the_ladder_has_three_rungs_each_on_the_one_before(
    come_back: bool | None, friends: bool | None, rung: str
) -> None:
    answers = Answers(solved=True, satisfied=True, comes_back=come_back, brings_friends=friends)

    assert outcome(OutcomeFacts(answers)).ladder == rung


def test_dissatisfied_stands_outside_the_ladder() -> None:
    answers = Answers(solved=True, satisfied=False, comes_back=True, brings_friends=True)

    assert outcome(OutcomeFacts(answers)).ladder == ""


@pytest.mark.parametrize(
    ("said", "paid", "reported", "differs"),
    [
        (None, False, None, False),
        (Decimal(0), False, None, False),
        (Decimal(80), False, None, True),
        (Decimal(80), True, None, False),
        (Decimal(0), True, None, True),
        (Decimal(80), True, Decimal(80), False),
        (Decimal(120), True, Decimal(80), True),
    ],
)
def test_an_amount_that_differs_from_the_report_is_flagged(
    said: Decimal | None, paid: bool, reported: Decimal | None, differs: bool
) -> None:
    answers = Answers(solved=True, satisfied=True, charged=said)

    verdict = outcome(OutcomeFacts(answers, reported_paid=paid, reported_charge=reported))

    assert verdict.charge_differs is differs
    assert ("charge_differs" in verdict.flags) is differs


yes_no = st.sampled_from([None, True, False])
facts_of_any_kind = st.builds(
    OutcomeFacts,
    answers=st.builds(
        Answers,
        solved=yes_no,
        charged=st.one_of(st.none(), st.decimals(0, 1000, places=2)),
        attitude_good=yes_no,
        satisfied=yes_no,
        comes_back=yes_no,
        brings_friends=yes_no,
    ),
    complained=st.booleans(),
    earlier_attempts=st.integers(0, 4),
    later_repeats=st.integers(0, 4),
    reported_paid=st.booleans(),
)


@given(facts_of_any_kind)
def test_the_worst_class_is_the_primary_one_whatever_is_answered(facts: OutcomeFacts) -> None:
    verdict = outcome(facts)
    classes = [f for f in verdict.flags if f in CLASSES]

    assert verdict.primary in CLASSES
    assert [CLASSES.index(c) for c in (verdict.primary, *classes)] == sorted(
        CLASSES.index(c) for c in {verdict.primary, *classes}
    )


@given(facts_of_any_kind)
def test_only_a_satisfied_customer_with_something_that_works_finishes_an_order(facts: OutcomeFacts) -> None:
    verdict = outcome(facts)

    if verdict.finishes:
        assert facts.answers.satisfied is True
        assert facts.answers.solved is not False
        assert not {NOT_FIXED_FIRST, NOT_FIXED_REPEATEDLY, DISSATISFIED} & {verdict.primary, *verdict.flags}


@given(facts_of_any_kind)
def test_a_complaint_never_gets_lost(facts: OutcomeFacts) -> None:
    verdict = outcome(facts)

    assert (COMPLAINED in (verdict.primary, *verdict.flags)) is facts.complained


def test_the_order_and_its_callback_know_the_same_classes() -> None:
    assert set(CLASSES) == set(OUTCOMES)
