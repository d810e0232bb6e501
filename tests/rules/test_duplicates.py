"""What speaks for one customer, and what does not: without a database."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.areas.customers.rules.duplicate_facts import Facts, Place, name_of
from liuke.areas.customers.rules.duplicate_weights import Rarity
from liuke.areas.customers.rules.duplicates import compare
from liuke.areas.customers.rules.likeness import Field, digits, estimate, exact, levels_of, probability, weigh, words

EAST, NORTH = "330212005", "330205103"
LI_PHONE, LI_TAIL = frozenset({b"13812342203"}), frozenset({b"2203"})
LI = Facts((name_of("李秀英"),), LI_PHONE, LI_TAIL, places=frozenset({Place(EAST, b"1203")}))
HAICHUAN = Facts((name_of("宁波海川食堂设备有限公司", of_person=False),), is_company=True)


def test_a_phone_alone_never_decides() -> None:
    son = replace(LI, names=(name_of("李强"),))
    verdict = compare(son, LI)
    assert not verdict.is_likely
    assert "phone_alone" in verdict.reasons


def test_number_and_mailbox_together_decide_nothing_without_a_name() -> None:
    wife = replace(LI, names=(name_of("王芳"),), places=frozenset(), emails=frozenset({"li@home.example"}))
    verdict = compare(wife, replace(LI, places=frozenset(), emails=wife.emails))
    assert not verdict.is_likely
    assert verdict.reasons[-1] == "reach_alone"
    assert compare(
        replace(LI, phones=frozenset(), tails=frozenset(), emails=wife.emails), replace(LI, emails=wife.emails)
    ).is_likely


def test_a_phone_alone_is_said_where_no_name_is_known() -> None:
    assert not compare(Facts(phones=LI_PHONE, tails=LI_TAIL), LI).is_likely


@pytest.mark.parametrize(
    ("newcomer", "likely"),
    [
        (Facts((name_of("李秀英"),), LI_PHONE, LI_TAIL), True),
        (Facts((name_of("李秀瑛"),), LI_PHONE, LI_TAIL), True),
        (Facts((name_of("李秀英"),), places=frozenset({Place(EAST, b"1203")})), True),
        (Facts((name_of("李秀英"),), places=frozenset({Place(EAST, b"7")})), True),
        (Facts((name_of("李秀英"),)), False),
        (Facts((name_of("李秀英"),), places=frozenset({Place(NORTH, b"1203")})), False),
        (Facts((name_of("王芳"),), places=frozenset({Place(EAST, b"1203")})), False),
    ],
)
def test_name_and_phone_or_name_and_place_are_likely(newcomer: Facts, likely: bool) -> None:
    assert compare(newcomer, LI).is_likely is likely


@pytest.mark.parametrize(
    "name", ["海川食堂设备", "宁波海川食堂设备", "宁波海川食堂设备厂", "宁波海川食堂设备集团有限公司"]
)
def test_a_company_is_known_with_or_without_town_and_legal_form(name: str) -> None:
    phone = {"phones": LI_PHONE, "tails": LI_TAIL}
    newcomer = Facts((name_of(name, of_person=False),), is_company=True, **phone)
    assert compare(newcomer, replace(HAICHUAN, **phone)).is_likely


def test_one_identity_is_one_customer_and_two_are_two() -> None:
    one, other = (replace(LI, identities=frozenset({number})) for number in (b"1", b"2"))
    assert compare(replace(one, phones=frozenset()), replace(one, names=(name_of("王芳"),))).is_likely
    assert compare(one, other).reasons[0] == "other_identity"
    assert not compare(replace(one, places=frozenset()), other).is_likely


def test_a_common_name_says_less_than_a_rare_one() -> None:
    alone = Facts((name_of("王芳"),), places=frozenset({Place(EAST, b"")}))
    common = compare(alone, alone, Rarity({"王芳": 8.0}, {EAST: 6.0}))
    rare = compare(alone, alone, Rarity({"王芳": 17.0}, {EAST: 10.0}))
    assert (common.is_likely, rare.is_likely) == (False, True)


names = st.sampled_from(["李秀英", "李秀瑛", "李强", "王芳", "海川食堂设备", "宁波海川食堂设备有限公司", ""])
facts = st.builds(
    Facts,
    names=st.lists(names.map(name_of), max_size=2).map(tuple),
    phones=st.frozensets(st.sampled_from([b"1", b"2"])),
    tails=st.frozensets(st.sampled_from([b"1", b"2"])),
    identities=st.frozensets(st.sampled_from([b"1", b"2"])),
    places=st.frozensets(st.builds(Place, st.sampled_from([EAST, NORTH, "3302", ""]), st.sampled_from([b"", b"7"]))),
    is_company=st.booleans(),
)


@given(facts, facts)
def test_it_does_not_matter_who_is_compared_with_whom(one: Facts, other: Facts) -> None:
    assert compare(one, other) == compare(other, one)
    assert 0 <= compare(one, other).points <= 100


def test_weights_are_learnt_without_being_told_who_is_who() -> None:
    fields = [Field("name", words, 3), Field("born", digits, 3), Field("state", exact, 1)]
    chance = np.random.default_rng(7)
    same = np.where(chance.random((400, 3)) < 0.9, [3, 3, 1], 0)
    apart = np.where(chance.random((1600, 3)) < [0.01, 0.02, 0.3], [3, 3, 1], 0)
    learnt = estimate(fields, np.concatenate([same, apart]).astype(np.int8), apart.astype(np.int8))
    assert probability(learnt.prior) == pytest.approx(0.2, abs=0.03)
    assert learnt.bits["name"][3] > learnt.bits["state"][1] > 0 > learnt.bits["name"][0]
    assert weigh(fields, levels_of(fields, *2 * [{"name": "mason", "born": "1950", "state": "nsw"}]), learnt) > 0


def test_a_slip_of_the_pen_is_less_than_the_same_and_more_than_another() -> None:
    assert [words("mccarthy", other) for other in ("mccarthy", "mcarthy", "mackarty", "green", "")] == [3, 2, 1, 0, -1]
    assert [digits("19190", other) for other in ("19190", "19910", "19918", "55555", "")] == [3, 2, 1, 0, -1]
