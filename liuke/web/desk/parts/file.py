"""A catalogue as a file: which heading is which field, and each row as it is meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from liuke.areas.parts.actions.catalogue import Item
from liuke.foundation.faults import Invalid
from liuke.foundation.money import cents_of
from liuke.foundation.words import Words
from liuke.processes.intake.reading.files import table
from liuke.web.ui.doors import Request

MOST_ROWS: Final = 5_000
HEADINGS: Final = (
    ("code", Words("编码", "Code"), "M-12"),
    ("name", Words("名称", "Name"), "电机"),
    ("price", Words("价格", "Price"), "128.00"),
    ("product_lines", Words("产品线", "Product lines"), "hood"),
    ("models", Words("适用机型", "Models"), "CXW-268-T5"),
    ("returnable", Words("返还旧件", "Old part comes back"), "是"),
    ("serial_tracked", Words("扫序列号", "With serial number"), "否"),
    ("guarantee_months", Words("保修月数", "Guarantee in months"), "36"),
    ("guarantee_source", Words("保修依据", "Source of the guarantee"), "家用电器三包规定：主要部件 3 年"),
    ("substitutes", Words("代用件", "Substitutes"), "M-12B"),
)
_YES: Final = frozenset({"是", "y", "yes", "1", "true", "√"})


def items_of(request: Request) -> list[Item]:
    """The rows of the handed-in file; Invalid says what is wrong with it, row and column named."""
    given = request.FILES.get("file")
    if given is None:
        raise Invalid.field("file", "请选择文件", "Choose a file")
    rows = table(given.read(), given.name or "")
    if len(rows) < 2 or len(rows) > MOST_ROWS + 1:
        raise Invalid.field("file", f"须有表头和 1 至 {MOST_ROWS} 行", f"A heading and 1 to {MOST_ROWS} rows")
    places = _places(rows[0])
    told = [{key: row[n].strip() if n < len(row) else "" for key, n in places.items()} for row in rows[1:]]
    return [_item(n, row) for n, row in enumerate(told) if any(row.values())]


def _places(headings: list[str]) -> dict[str, int]:
    known = {name.casefold(): key for key, words, _example in HEADINGS for name in (words.zh, words.en, key)}
    found = {known[h.strip().casefold()]: n for n, h in enumerate(headings) if h.strip().casefold() in known}
    if missing := [words for key, words, _e in HEADINGS[:2] if key not in found]:
        zh, en = "、".join(w.zh for w in missing), ", ".join(w.en for w in missing)
        raise Invalid.field("file", f"缺少列：{zh}", f"Columns are missing: {en}")
    return found


def _item(n: int, row: Mapping[str, str]) -> Item:
    return Item(
        code=row["code"], name=row["name"], price_cents=_cents(n, row.get("price", "")),
        product_lines=_codes(row.get("product_lines", "")), models=_codes(row.get("models", "")),
        returnable=row.get("returnable", "").casefold() in _YES,
        serial_tracked=row.get("serial_tracked", "").casefold() in _YES,
        guarantee_months=_months(n, row.get("guarantee_months", "")),
        guarantee_source=row.get("guarantee_source", ""), substitutes=_codes(row.get("substitutes", "")),
    )  # fmt: skip


def _codes(said: str) -> list[str]:
    for mark in "，、；;":
        said = said.replace(mark, ",")
    return [one.strip() for one in said.split(",") if one.strip()]


def _cents(n: int, said: str) -> int:
    try:
        return cents_of(said) if said else 0
    except ValueError:
        raise Invalid.field(
            "file", f"第 {n + 2} 行价格有误：{said[:20]}", f"Row {n + 2}: no price: {said[:20]}"
        ) from None


def _months(n: int, said: str) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 4):
        raise Invalid.field("file", f"第 {n + 2} 行保修月数有误", f"Row {n + 2}: no number of months")
    return int(said)
