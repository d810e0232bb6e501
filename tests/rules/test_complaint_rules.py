"""H22–H24, C4: how grave, who takes it, what may be offered, and what stands between a complaint and its closing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import liuke
from liuke.areas.complaints.queries.catalogue import read
from liuke.areas.complaints.rules import remedies
from liuke.areas.complaints.rules.catalogue import CatalogueError, parse
from liuke.areas.complaints.rules.causes import Branch, Causes
from liuke.areas.complaints.rules.closing import Gate, why_not
from liuke.areas.complaints.rules.duty import Candidate, suggested
from liuke.areas.complaints.rules.severity import Known, severity_of
from liuke.areas.complaints.rules.trying import PARTS
from liuke.foundation.calendar.parts import counts_as_another
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words

DATA = read([Path(liuke.__file__).parent / "handbook"])
NOON = datetime(2026, 11, 23, 12, tzinfo=LOCAL)


def known(**said: object) -> Known:
    return Known(**{"kind": "service", "sub": "", "source": "hotline", **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "level", "hard"),
    [
        (known(), "ordinary", False), (known(sub="attitude"), "serious", False), (known(sub="damage"), "grave", True),
        (known(source="authority_12345"), "grave", False), (known(earlier=1), "serious", False),
        (known(earlier=2), "grave", False), (known(hazards=True, sub="attitude"), "grave", False),
        (known(kind="contract", sub="refused_rights"), "serious", True),
    ],
)  # fmt: skip
def test_severity_is_the_worst_that_any_reason_says(case: Known, level: str, hard: bool) -> None:
    found = severity_of(case, DATA.severity)

    assert (found.level, found.hard) == (level, hard)
    assert bool(found.reasons) == (level != "ordinary")


def test_the_file_names_only_what_exists() -> None:
    subs = {sub for kinds in DATA.subs.values() for sub in kinds}
    severity = DATA.severity
    assert severity.grave_subs | severity.serious_subs | severity.hard_subs <= subs
    assert severity.grave_sources <= set(DATA.sources)
    assert all(exposure.subs <= subs for exposure in DATA.exposures)
    assert set(DATA.authority) <= set(ROLES)
    assert all(remedy.stances <= set(DATA.stances) for remedy in DATA.remedies.values())
    assert all(source.answer_working_days for source in DATA.sources.values() if source.formal)


def test_a_broken_file_is_told() -> None:
    with pytest.raises(CatalogueError):
        parse({"version": "1"})


def candidate(name: str, **said: object) -> Candidate:
    return Candidate(**{"id": 1, "name": name, "rank": 0, "on_duty": True, "open": 0, "settled": 0, **said})  # type: ignore[arg-type]


def test_the_one_with_the_least_to_do_is_asked_first_and_nobody_who_is_away() -> None:
    people = [candidate("甲", open=3), candidate("乙", open=1), candidate("丙", on_duty=False), candidate("丁", rank=1)]

    assert [s.candidate.name for s in suggested(people, is_core=False)] == ["乙", "甲", "丁"]


def test_a_core_customers_goes_to_who_settled_most_unless_he_drowns() -> None:
    people = [candidate("甲", open=3, settled=20), candidate("乙", open=1, settled=2)]
    assert suggested(people, is_core=True)[0].candidate.name == "甲"
    drowned = [candidate("甲", open=30, settled=20), candidate("乙", open=1, settled=2), candidate("丙", open=1)]
    assert suggested(drowned, is_core=True)[0].candidate.name == "乙"


def gate(**said: object) -> Gate:
    settled = {
        "word": "satisfied", "tries": 0, "stance": "ours", "kind": "service", "improvements": 1, "fulfilling": False,
    }  # fmt: skip
    return Gate(**{**settled, **said})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "missing"),
    [
        (gate(), 0), (gate(word=""), 1), (gate(improvements=0), 1), (gate(improvements=0, kind="quality"), 0),
        (gate(improvements=0, stance="misunderstanding"), 0), (gate(stance=""), 1), (gate(fulfilling=True), 1),
        (gate(word="refuses", fulfilling=True), 0), (gate(word="unreachable", tries=2), 1),
        (gate(word="unreachable", tries=3), 0), (gate(word="", stance="", fulfilling=True), 2),
    ],
)  # fmt: skip
def test_what_stands_before_closing_is_all_said_at_once(case: Gate, missing: int) -> None:
    assert len(why_not(case)) == missing


@pytest.mark.parametrize(
    "text", ["您撤诉我们就退款", "请删除差评后处理", "签字后不得再投诉", "Please withdraw the complaint first"]
)
def test_withdrawing_is_found_as_a_condition(text: str) -> None:
    assert remedies.sets_a_condition(text)


def test_ordinary_words_are_no_condition() -> None:
    assert not remedies.sets_a_condition("今天15:00前退回80元，并当面致歉")


def test_before_a_finding_only_what_costs_nothing_is_offered() -> None:
    found = {r.key for r in remedies.allowed(DATA.remedies.values(), "")}

    assert {"apology", "explanation", "redo"} <= found
    assert not {"refund", "exchange", "compensation", "gift"} & found


def test_a_try_counts_once_in_each_part_of_the_day() -> None:
    assert counts_as_another(NOON, [], PARTS)
    assert not counts_as_another(NOON + timedelta(hours=4), [NOON], PARTS)
    assert counts_as_another(NOON + timedelta(hours=6), [NOON], PARTS)
    assert not counts_as_another(NOON + timedelta(days=1), [NOON], PARTS)


def test_a_cause_is_named_by_its_branch_and_leaf_and_an_old_one_stays_readable() -> None:
    tree = Causes({"people": Branch(Words("人员", "people"), {"skill": Words("技能不足", "lack of skill")})})

    assert tree.list_all() == [("people.skill", Words("人员 · 技能不足", "people · lack of skill"))]
    assert tree.words_of("people.gone") == Words("people.gone", "people.gone")
