"""Pure: which repairs are alike, and which parts they make likely."""

from __future__ import annotations

import pytest

from liuke.areas.parts.rules.likely import FEWEST, MOST, Likely, Repair, alike, likely

SAID = "开机后异响，吸力变小"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (SAID, SAID, True), (SAID, "油烟机有异响，吸力变小了很多", True), ("异响", SAID, True),
        ("点火后几秒熄灭，显示 E2", "热水器报 e2", True), ("不点火，显示 E1", "点火后熄灭，显示 E2", False),
        (SAID, "照明灯不亮，按键无反应", False), ("制冷慢，出风不冷", "不制冷", False),
        (SAID, "", False), ("", "", False), ("The drum is loud", "drum very loud", True),
    ],
)  # fmt: skip
def test_what_names_the_same_code_or_shares_half_of_its_words_is_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is alike(other, one) is same


def test_a_part_is_likely_with_its_count_and_of_how_many() -> None:
    past = [Repair(SAID, ["M-12"])] * 12 + [Repair(SAID, [])] * 3 + [Repair("照明灯不亮", ["L-1"])] * 30
    assert likely(SAID, past) == (Likely("M-12", 12, 15),)


def test_too_few_repairs_alike_tell_nothing() -> None:
    past = [Repair(SAID, ["M-12"])] * (FEWEST - 1) + [Repair("照明灯不亮", ["M-12"])] * 30
    assert likely(SAID, past) == ()
    assert likely(SAID, [*past, Repair(SAID, [])]) == (Likely("M-12", FEWEST - 1, FEWEST),)


def test_what_is_rarely_put_in_is_not_likely() -> None:
    past = [Repair(SAID, ["M-12"])] * 4 + [Repair(SAID, ["F-3"])] * 3 + [Repair(SAID, [])] * 3
    assert likely(SAID, past) == (Likely("M-12", 4, 10),)


def test_a_part_put_in_twice_on_one_visit_counts_once_and_only_the_most_usual_are_named() -> None:
    past = [Repair(SAID, ["A", "A", "B", "C", "D"])] * FEWEST
    found = likely(SAID, past)
    assert [(one.part, one.used) for one in found] == [("A", 5), ("B", 5), ("C", 5)]
    assert len(found) == MOST
