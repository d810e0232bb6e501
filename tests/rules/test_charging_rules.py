"""What a quote adds up to, what may be sold, and how a day's takings compare: tables."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.areas.charges.rules import collecting, pricing, reconciling, selling, statement
from liuke.areas.charges.rules.pricing import Line, Price, Wanted
from liuke.areas.charges.rules.reconciling import Booked, Stated
from liuke.areas.charges.rules.selling import Covered
from liuke.foundation.words import Words

W = Words("电机", "motor")
PRICES = (
    Price("hood.motor", "part", W, Words("件", "piece"), 26000, "公示"),
    Price("any.call_out", "call_out", Words("上门费", "call-out"), Words("次", "visit"), 3000),
)
FREE = {"kind": "labour", "name": "开孔", "unit_cents": 5000, "reason": "用户要求加开墙孔"}


def test_a_line_of_the_list_takes_its_price_there_and_not_the_senders() -> None:
    lines = pricing.priced([Wanted("hood.motor", 2, unit_cents=1), Wanted("", 1, **FREE)], PRICES)

    assert [(line.unit_cents, line.cents, line.source) for line in lines] == [(26000, 52000, "公示"), (5000, 5000, "")]
    assert pricing.total(lines) == 57000


FAULTS = [
    ([], {"lines"}),
    ([Wanted("hood.motor", 0)], {"lines.1.quantity"}),
    ([Wanted("hood.motor", 1000)], {"lines.1.quantity"}),
    ([Wanted("stove.burner")], {"lines.1.code"}),
    ([Wanted("any.call_out"), Wanted("", 1)], {"lines.2.kind", "lines.2.name", "lines.2.price", "lines.2.reason"}),
    ([Wanted("", 1, **(FREE | {"reason": " "}))], {"lines.1.reason"}),
    ([Wanted("", 1, **(FREE | {"unit_cents": 10_000_001}))], {"lines.1.price"}),
    ([Wanted("any.call_out")] * 31, {"lines"}),
    ([Wanted("any.call_out"), Wanted("", 1, **FREE)], set()),
]


@pytest.mark.parametrize(("wanted", "fields"), FAULTS)
def test_what_is_wrong_with_a_quote_is_named_by_line(wanted: list[Wanted], fields: set[str]) -> None:
    assert set(pricing.faults_of(wanted, PRICES)) == fields


@pytest.mark.parametrize(("cents", "told"), [(0, "0.00"), (5, "0.05"), (18000, "180.00"), (-18050, "-180.50")])
def test_cents_are_said_in_yuan(cents: int, told: str) -> None:
    assert pricing.yuan(cents) == told


def test_two_versions_differ_by_line_and_in_total() -> None:
    old = (Line("a", "part", W, 1, 26000), Line("b", "call_out", Words("上门费", "call-out"), 1, 3000))
    new = (Line("a", "part", W, 2, 26000),)

    assert pricing.difference(new, old) == {
        "电机": ("520.00", "260.00"), "上门费": ("0.00", "30.00"), "total": ("520.00", "290.00"),
    }  # fmt: skip


LABOUR, MATERIAL, OWN = ("labour", True), ("material", True), ("material", False)
SOLD = [
    ("repair", [Covered(1, "in")], [LABOUR], False),
    ("repair", [Covered(1, "in", "in")], [MATERIAL], False),
    ("repair", [Covered(1, "out", "out")], [LABOUR, OWN], True),
    ("repair", [Covered(1, "out")], [LABOUR], True),
    ("repair", [Covered(1, "unknown")], [LABOUR], False),
    ("repair", [Covered(1, "unknown", on_file=False)], [LABOUR], True),
    ("repair", [Covered(1, "in"), Covered(2, "out", "out")], [LABOUR], True),
    ("workshop", [Covered(1, "in")], [LABOUR], False),
    ("maintenance", [Covered(1, "in")], [LABOUR], True),
    ("move", [Covered(1, "in")], [LABOUR], True),
    ("install", [Covered(1, "in")], [MATERIAL], True),
    ("install", [Covered(1, "in")], [OWN], False),
    ("install", [Covered(1, "in")], [MATERIAL, LABOUR], False),
    ("repair", [], [LABOUR], True),
]


@pytest.mark.parametrize(("kind", "machines", "kinds", "sold"), SOLD)
def test_nothing_is_sold_under_guarantee(kind: str, machines: list[Covered], kinds: list, sold: bool) -> None:
    assert (selling.may_sell(kind, machines, kinds) is None) == sold


COMPARED = [
    (Booked("PY-1", "T1", 18000), Stated("T1", 18000), "matched"),
    (Booked("PY-1", "T1", 18000), Stated("T1", 17000), "differing"),
    (Booked("PY-1", "", 18000), Stated("T9", 18000, "PY-1"), "matched"),
    (Booked("PY-1", "R1", -18000), Stated("R1", -18000), "matched"),
    (Booked("PY-1", "", -18000), Stated("T1", 18000, "PY-1"), "missing"),
    (Booked("PY-1", "T1", 18000), None, "missing"),
    (None, Stated("T1", 18000), "unknown"),
]


@pytest.mark.parametrize(("booked", "stated", "result"), COMPARED)
def test_a_payment_is_found_by_the_providers_number_then_by_ours(
    booked: Booked | None, stated: Stated | None, result: str
) -> None:
    pairs = reconciling.compare([booked] if booked else [], [stated] if stated else [])

    assert result in [pair.result for pair in pairs]


def test_what_differs_stands_first_and_each_row_is_used_once() -> None:
    booked = [Booked("PY-1", "T1", 100), Booked("PY-2", "T2", 100), Booked("PY-3", "", 100)]
    pairs = reconciling.compare(booked, [Stated("T1", 100), Stated("T2", 90), Stated("T4", 100)])

    assert [p.result for p in pairs] == ["differing", "missing", "unknown", "matched"]
    assert reconciling.differences(pairs) == 3


def test_a_statement_is_read_by_its_heads_in_chinese_or_english() -> None:
    wechat = [["交易时间", "`交易单号", "商户订单号", "金额", "交易类型"], ["x", "`T1", "PY-000001", "¥1,180.50", "支付"],
              ["x", "T2", "PY-000001", "20", "退款"], ["", "", "", "1160.50", ""]]  # fmt: skip
    assert statement.read(wechat) == (Stated("T1", 118050, "PY-000001"), Stated("T2", -2000, "PY-000001"))
    assert statement.read([["Reference", "Amount"], ["T1", "-3.00"]]) == (Stated("T1", -300),)


UNREADABLE = [
    [],
    [["金额"], ["1"]],
    [["交易单号", "金额"], ["T1", "一百"]],
    [["交易单号", "金额"], ["T1", "1.005"]],
    [["交易单号", "金额"], ["T1", "NaN"]],
    [["交易单号", "金额"], ["T1", "1"], ["T1", "1"]],
    [["交易单号", "商户订单号", "金额"], ["", "PY-1", "1"]],
]


@pytest.mark.parametrize("table", UNREADABLE)
def test_a_statement_with_a_wrong_row_is_not_taken_by_half(table: list[list[str]]) -> None:
    with pytest.raises(statement.Unreadable):
        statement.read(table)


D = date(2026, 11, 27), date(2026, 11, 28)


@pytest.mark.parametrize(
    ("paid", "recorded", "closed", "day"),
    [(D[0], D[0], [], D[0]), (D[0], D[1], [], D[0]), (D[0], D[1], [D[0]], D[1]), (D[1], D[0], [], D[0])],
)
def test_money_is_reconciled_on_its_day_unless_that_is_closed(
    paid: date, recorded: date, closed: list, day: date
) -> None:
    assert collecting.day_of(paid, recorded, closed) == day


@pytest.mark.parametrize(
    ("buyer", "tax_id", "fine"),
    [("person", "", True), ("company", "", False), ("company", "91110000600037341L", True),
     ("company", "91110000600037341X", False), ("company", "123", False)],
)  # fmt: skip
def test_a_companys_invoice_needs_its_code_with_the_right_check_digit(buyer: str, tax_id: str, fine: bool) -> None:
    assert (collecting.tax_id_fault(buyer, tax_id) is None) == fine


def test_what_is_due_is_never_below_nothing() -> None:
    assert collecting.still_due([18000, 3000], [18000]) == 3000
    assert collecting.still_due([18000], [20000]) == 0
