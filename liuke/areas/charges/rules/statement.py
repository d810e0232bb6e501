"""A provider's statement as a table: which column is what, what is wrong with a row. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liuke.areas.charges.rules.pricing import cents_of
from liuke.areas.charges.rules.reconciling import Stated
from liuke.foundation.words import Words

HEADS: Final = {
    "reference": ("交易单号", "交易号", "平台流水号", "流水号", "transaction", "reference"),
    "number": ("商户订单号", "收款单号", "商户单号", "order", "number"),
    "amount": ("金额", "交易金额", "收款金额", "amount"),
    "kind": ("交易类型", "类型", "kind", "type"),
}
REFUNDS: Final = frozenset({"退款", "refund"})


class Unreadable(ValueError):
    """The table cannot be read as a statement; `row` counts from 1 with the head, 0: the head itself."""

    def __init__(self, row: int, words: Words) -> None:
        super().__init__(words.en)
        self.row, self.words = row, words


def read(table: Sequence[Sequence[str]]) -> tuple[Stated, ...]:
    """All rows of a statement, or Unreadable at the first that is wrong: half a statement compares to nothing."""
    if not table:
        raise Unreadable(0, Words("文件是空的", "The file is empty"))
    places = _places([cell.strip().lstrip("`\ufeff").lower() for cell in table[0]])
    found: list[Stated] = []
    for n, row in enumerate(table[1:], start=2):
        cells = [cell.strip().lstrip("`\ufeff") for cell in row]
        if not _cell(cells, places["reference"]) and not _cell(cells, places["number"]):
            continue  # totals and blank lines at the end
        found.append(_row(n, cells, places))
    seen = {stated.reference for stated in found}
    if len(seen) != len(found):
        raise Unreadable(0, Words("有重复的交易单号", "A transaction number stands there twice"))
    return tuple(found)


def _places(heads: Sequence[str]) -> dict[str, int]:
    places = {}
    for field, names in HEADS.items():
        at = next((heads.index(name) for name in names if name in heads), -1)
        if at < 0 and field in ("reference", "amount"):
            raise Unreadable(0, Words(f"缺少列“{names[0]}”", f"The column “{names[-1]}” is missing"))
        places[field] = at
    return places


def _row(n: int, cells: Sequence[str], places: dict[str, int]) -> Stated:
    if not _cell(cells, places["reference"]):
        raise Unreadable(n, Words(f"第 {n} 行没有交易单号", f"Row {n} has no transaction number"))
    told = _cell(cells, places["amount"])
    cents = cents_of(told)
    if cents is None:
        raise Unreadable(n, Words(f"第 {n} 行金额无法识别：{told}", f"Row {n}: no amount: {told}"))
    refund = _cell(cells, places["kind"]).lower() in REFUNDS
    return Stated(
        _cell(cells, places["reference"])[:64], -abs(cents) if refund else cents,
        _cell(cells, places["number"])[:20].upper(),
    )  # fmt: skip


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""
