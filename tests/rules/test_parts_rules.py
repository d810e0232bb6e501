"""Pure: which part is meant, credit, the old part, the guarantee of a part, what a count is worth, the chip."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.areas.parts.rules.asking import Credit, code_in, guarantee_end, is_code, old_state, why_not
from liuke.areas.parts.rules.chips import Wanted, chip
from liuke.areas.parts.rules.counting import Counted, differences, needs_second, value_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("电机 M-12", "M-12"), ("m-12b 电机", "M-12B"), ("电机（M-12）×2", "M-12"), ("M-12、M-12B", "M-12B"),
        ("M-120", ""), ("电机", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_code_is_found_only_as_a_word_of_its_own(text: str, code: str) -> None:
    assert code_in(text, ["M-12", "M-12B"]) == code


@pytest.mark.parametrize("text", ["", "m-12", "M 12", "M/12", "-M", "M" * 41, "电机"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("limit", "out", "amount", "fine"),
    [(None, 10**9, 1, True), (1000, 0, 1000, True), (1000, 1, 1000, False), (0, 0, 1, False), (0, 0, 0, True)],
)
def test_credit_is_a_limit_on_what_is_out(limit: int | None, out: int, amount: int, fine: bool) -> None:
    assert (why_not(Credit(limit, out), amount) is None) == fine


def test_the_refusal_says_the_figures() -> None:
    words = why_not(Credit(500_000, 480_000), 30_000)

    assert words and "4,800.00" in words.zh and "5,000.00" in words.en and "300.00" in words.zh


@pytest.mark.parametrize(
    ("returnable", "in_guarantee", "keeps", "state"),
    [
        (True, True, False, "owed"), (False, True, False, "none"), (True, False, False, "none"),
        (True, False, True, "kept"), (False, False, True, "kept"),
    ],
)  # fmt: skip
def test_what_becomes_of_the_old_part(returnable: bool, in_guarantee: bool, keeps: bool, state: str) -> None:
    assert old_state(returnable=returnable, in_guarantee=in_guarantee, customer_keeps=keeps) == state


@pytest.mark.parametrize(
    ("used", "months", "end"),
    [
        (date(2026, 11, 23), 36, date(2029, 11, 23)), (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)), (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 23), None, None),
    ],
)  # fmt: skip
def test_the_guarantee_of_a_part_ends_on_the_same_day_of_the_month(
    used: date, months: int | None, end: date | None
) -> None:
    assert guarantee_end(used, months) == end


def test_a_surplus_makes_up_for_no_loss() -> None:
    lines = [Counted("A", 5, 3, 1000), Counted("B", 1, 3, 1000), Counted("C", 4, None, 1000), Counted("D", 2, 2, 99)]

    assert [line.part for line in differences(lines)] == ["A", "B"]
    assert value_of(lines) == 4000
    assert needs_second(lines, 4000) and not needs_second(lines, 4001) and not needs_second(lines, 0)


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ([], ""),
        ([Wanted("requested", 1, 0, 0)], "missing"), ([Wanted("requested", 1, 1, 0)], "van"),
        ([Wanted("requested", 2, 1, 1)], "missing"), ([Wanted("requested", 1, 0, 1)], "site"),
        ([Wanted("approved", 1, 0, 0)], "company"), ([Wanted("shipped", 1, 0, 0)], "on_order"),
        ([Wanted("requested", 2, 0, 0, 1)], "missing"), ([Wanted("requested", 2, 0, 0, 2)], "company"),
        ([Wanted("approved", 1, 0, 0), Wanted("shipped", 1, 0, 0)], "company"),
        ([Wanted("received", 1, 0, 0)], "site"), ([Wanted("given", 1, 0, 0)], "van"),
        ([Wanted("given", 1, 0, 0), Wanted("shipped", 1, 0, 0)], "on_order"),
        ([Wanted("received", 1, 0, 0), Wanted("requested", 1, 0, 0)], "missing"),
    ],
)  # fmt: skip
def test_the_chip_is_that_of_the_worst_part(wanted: list[Wanted], key: str) -> None:
    assert chip(wanted) == key
