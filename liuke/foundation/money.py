"""Money: a decimal amount with its currency, to the cent; never a float."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

CENT: Final = Decimal("0.01")
SIGNS: Final = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "JPY": "JP¥"}
LARGEST_CENTS: Final = 2 * 10**9  # twenty million yuan: no sum that people type here is more, and every column holds it
WITHOUT_CENTS: Final = frozenset({"JPY", "KRW"})


@dataclass(frozen=True)
class Money:
    """An amount of one currency. Other currencies are never mixed silently: that raises ValueError."""

    amount: Decimal
    currency: str = "CNY"

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"money is Decimal, not {type(self.amount).__name__}; use Money.of for text and int")
        if not self.amount.is_finite():
            raise ValueError("money is a finite amount")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"not a currency code: {self.currency!r}")
        object.__setattr__(self, "amount", _rounded(self.amount, self.currency))

    @classmethod
    def of(cls, amount: str | int | Decimal, currency: str = "CNY") -> Money:
        """From text as people type it (`1,280.50`, `¥80`), a whole number or a decimal."""
        if isinstance(amount, bool | float):
            raise TypeError("money is never a float")
        if isinstance(amount, str):
            amount = _typed(amount, currency)
        return cls(Decimal(amount), currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str = "CNY") -> Money:
        """The sum of many; nothing sums to zero of `currency`."""
        sum_ = cls(Decimal(0), currency)
        for part in parts:
            sum_ += part
        return sum_

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, times: int | Decimal) -> Money:
        if isinstance(times, float):
            raise TypeError("money is never multiplied by a float")
        return Money(self.amount * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def told(self, language: str = "zh-hans") -> str:
        """`¥1,280.50` in Chinese, `CNY 1,280.50` in English; whole and negative amounts as people write them."""
        places = 0 if self.currency in WITHOUT_CENTS else 2
        digits, minus = f"{abs(self.amount):,.{places}f}", "-" if self.amount < 0 else ""
        if language.startswith("en"):
            return f"{minus}{self.currency} {digits}"
        sign = SIGNS.get(self.currency)
        return f"{minus}{sign}{digits}" if sign else f"{minus}{digits} {self.currency}"

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.amount


def _rounded(amount: Decimal, currency: str) -> Decimal:
    try:
        return amount.quantize(Decimal(1) if currency in WITHOUT_CENTS else CENT, rounding=ROUND_HALF_UP)
    except InvalidOperation:
        raise ValueError(f"too long for an amount of money: {amount}") from None


def _typed(text: str, currency: str) -> Decimal:
    plain = text.strip().replace("，", ",").replace("￥", "¥").removesuffix("元").removeprefix(currency)
    plain = plain.strip().removeprefix(SIGNS.get(currency, "\0")).replace(",", "").strip()
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"not an amount of money: {text!r}") from None


def cents_of(typed: str) -> int:
    """Yuan as people type them, in cents; ValueError where it is none, has parts of a cent, or is beyond LARGEST_CENTS."""
    cents = _typed(typed, "CNY") * 100
    if not cents.is_finite() or abs(cents) > LARGEST_CENTS or cents != cents.to_integral_value():
        raise ValueError(f"not an amount to the cent: {typed[:40]!r}")
    return int(cents)
