"""Complaints of one matter lie side by side (H22, H33)."""

from __future__ import annotations

from liuke.areas.complaints.rules.likeness import Heard, groups, words_of

SAID = {
    "late 1": "师傅约好上午来，一直没有来，也没打电话",
    "late 2": "说好周六上午来，等到晚上师傅没来",
    "leak 1": "修了三次还是漏水，热水器一直漏",
    "leak 2": "热水器漏水修了又漏，来了三次了",
    "floor 1": "把我家地板砸坏了一块",
    "floor 2": "安装的时候把地板划花了",
    "parts 1": "配件等了二十天还没到",
    "parts 2": "说配件缺货，等了快一个月",
    "stove 1": "灶具打不着火，换了电池还是打不着",
    "stove 2": "灶具装上第二天就打不着火了",
    "alone": "客服说话冲，听不进去人讲",
}
HEARD = [Heard(number, text) for number, text in SAID.items()]


def test_what_speaks_of_one_matter_is_laid_together_and_the_rest_is_left() -> None:
    found = {frozenset(group.members) for group in groups(HEARD)}

    assert found == {
        frozenset({f"{matter} 1", f"{matter} 2"}) for matter in ("late", "leak", "floor", "parts", "stove")
    }


def test_a_group_is_named_by_the_words_that_half_of_it_share() -> None:
    leak = next(group for group in groups(HEARD) if "leak 1" in group.members)

    assert {"热水器", "漏水"} <= set(leak.shared)


def test_the_same_order_gives_the_same_groups() -> None:
    assert [g.members for g in groups(HEARD)] == [g.members for g in groups(list(HEARD))]


def test_a_text_without_a_word_stands_alone() -> None:
    assert groups([Heard("a", "！！！"), Heard("b", "！！！"), Heard("c", "")]) == []


def test_courtesies_and_who_was_meant_to_come_are_no_matter() -> None:
    assert words_of("您好，请问师傅今天上门尽快处理") == []
