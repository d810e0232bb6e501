"""What a quote adds up to, what is wrong with it, and how two versions differ. Amounts are cents. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from liuke.areas.charges.rules.names import LINE_KINDS
from liuke.foundation import money
from liuke.foundation.words import Words

MOST_LINES: Final = 30
MOST_OF_ONE: Final = 999
DEAREST: Final = 10_000_000  # 100,000 yuan: more is a slip of the finger


@dataclass(frozen=True)
class Price:
    """One price of the open list. `code` is unique within the list of a product line."""

    code: str
    kind: str
    words: Words
    unit: Words
    cents: int
    source: str = ""


@dataclass(frozen=True)
class Wanted:
    """A line as somebody wants it: from the list by `code`, or a free one with its reason (`code` "")."""

    code: str = ""
    quantity: int = 1
    kind: str = ""
    name: str = ""
    unit_cents: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """A line as it is quoted."""

    code: str
    kind: str
    words: Words
    quantity: int
    unit_cents: int
    reason: str = ""
    source: str = ""

    @property
    def cents(self) -> int:
        return self.quantity * self.unit_cents


def priced(wanted: Sequence[Wanted], prices: Sequence[Price]) -> tuple[Line, ...]:
    """The lines with their prices; what the list does not hold stays a free line. `faults_of` comes first."""
    known = {price.code: price for price in prices}
    return tuple(_priced(one, known.get(one.code)) for one in wanted)


def faults_of(wanted: Sequence[Wanted], prices: Sequence[Price]) -> dict[str, Words]:
    """What is wrong, by field; empty when the quote can be made."""
    if not wanted:
        return {"lines": Words("请至少选择一个收费项目", "Choose at least one charge")}
    if len(wanted) > MOST_LINES:
        return {"lines": Words(f"最多 {MOST_LINES} 项", f"At most {MOST_LINES} lines")}
    known = {price.code for price in prices}
    found: dict[str, Words] = {}
    for n, one in enumerate(wanted, start=1):
        found |= {f"lines.{n}.{name}": words for name, words in _faults(one, known).items()}
    return found


def total(lines: Iterable[Line]) -> int:
    """The sum in cents."""
    return sum(line.cents for line in lines)


def yuan(cents: int) -> str:
    """Cents as text in yuan, as events and statements carry it: 18000 is "180.00"."""
    sign, whole = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{whole // 100}.{whole % 100:02}"


def cents_of(typed: str) -> int | None:
    """Yuan as people type them (`1,280.50`, `¥80`, `80元`) in cents; None where it is no amount to the cent."""
    try:
        return money.cents_of(typed)
    except ValueError:
        return None


def difference(theirs: Sequence[Line], yours: Sequence[Line]) -> dict[str, tuple[object, object]]:
    """What stands now beside what was before somebody, by line name and in total; only where they differ."""
    now, before = _sums(theirs), _sums(yours)
    changed = {
        name: (yuan(now.get(name, 0)), yuan(before.get(name, 0)))
        for name in dict.fromkeys([*before, *now])
        if now.get(name) != before.get(name)
    }
    return {**changed, "total": (yuan(total(theirs)), yuan(total(yours)))}


def _sums(lines: Sequence[Line]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.words.zh] = sums.get(line.words.zh, 0) + line.cents
    return sums


def _priced(one: Wanted, price: Price | None) -> Line:
    if price is None:
        name = one.name.strip()
        return Line("", one.kind, Words(name, name), one.quantity, one.unit_cents, one.reason.strip())
    return Line(price.code, price.kind, price.words, one.quantity, price.cents, source=price.source)


def _faults(one: Wanted, known: set[str]) -> dict[str, Words]:
    found: dict[str, Words] = {}
    if not 1 <= one.quantity <= MOST_OF_ONE:
        found["quantity"] = Words(f"数量为 1 至 {MOST_OF_ONE}", f"A quantity is 1 to {MOST_OF_ONE}")
    if one.code:
        if one.code not in known:
            found["code"] = Words("价目表中没有此项，请刷新", "The price list has no such line; reload")
        return found
    if one.kind not in LINE_KINDS:
        found["kind"] = Words("请选择费用类别", "Choose what kind of charge it is")
    if not one.name.strip():
        found["name"] = Words("请写明收费项目", "Say what is charged")
    if not 0 < one.unit_cents <= DEAREST:
        found["price"] = Words("金额须大于 0 且不超过 10 万元", "An amount is above 0 and at most 100,000")
    if not one.reason.strip():
        found["reason"] = Words("价目表外收费须写明理由", "Say why it is not from the price list")
    return found
