from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.foundation.money import Money, cents_of

amounts = st.decimals(-(10**12), 10**12, places=2)


def test_money_is_written_as_people_read_it() -> None:
    assert Money.of("1280.5").told("zh-hans") == "¥1,280.50"
    assert Money.of("1280.5").told("en") == "CNY 1,280.50"
    assert Money.of(-80).told() == "-¥80.00"
    assert Money.of(9, "CHF").told() == "9.00 CHF"


@pytest.mark.parametrize("text", ["1,280.50", "¥1280.5", "￥1,280.5元", " 1280.50 ", "CNY 1,280.50"])
def test_money_is_read_as_people_type_it(text: str) -> None:
    assert Money.of(text) == Money(Decimal("1280.50"))


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Money.of(text)


def test_money_never_touches_a_float() -> None:
    for act in (lambda: Money(1.5), lambda: Money.of(1.5), lambda: Money.of(1) * 1.5):  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            act()


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="do not mix"):
        Money.of(1) + Money.of(1, "USD")


def test_half_a_cent_rounds_up_and_yen_have_no_cents() -> None:
    assert Money.of("0.005").amount == Decimal("0.01")
    assert Money.of("99.5", "JPY").told("en") == "JPY 100"


@given(st.lists(amounts))
def test_a_total_is_exact(parts: list[Decimal]) -> None:
    assert Money.total(Money(p) for p in parts).amount == sum(parts, Decimal(0))


@given(amounts)
def test_what_was_told_is_read_back(amount: Decimal) -> None:
    money = Money(abs(amount))
    assert Money.of(money.told("zh-hans")) == Money.of(money.told("en")) == money


def test_thirty_digits_are_no_amount() -> None:
    with pytest.raises(ValueError, match="too long"):
        Money.of("9" * 30)


@pytest.mark.parametrize(
    ("typed", "cents"), [("128", 12800), ("1,280.50", 128050), ("¥80", 8000), ("80元", 8000), ("-3.5", -350), ("0", 0)]
)
def test_yuan_as_people_type_them_are_cents(typed: str, cents: int) -> None:
    assert cents_of(typed) == cents


@pytest.mark.parametrize("typed", ["", "a lot", "1.005", "nan", "inf", "20000001", "9" * 40])
def test_what_is_no_amount_to_the_cent_is_none(typed: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        cents_of(typed)
