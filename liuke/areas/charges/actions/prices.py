"""Keeping the open price list: the house's seed, and a company's own prices from a day on, each with its decision."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction

from liuke.areas.charges import access
from liuke.areas.charges.queries.prices import ANY, TABLE
from liuke.areas.charges.rules.names import LINE_KINDS
from liuke.areas.charges.rules.pricing import DEAREST
from liuke.areas.products.queries.catalogue import list_lines
from liuke.foundation.dated.actions import load_seed as load_dated
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line as one_line

SEED: Final = Path(__file__).parent.parent / "seed"
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,38}")


@transaction.atomic
def load_seed(*, by: Actor, at: datetime) -> int:
    """Take over the house's prices and terms; may be repeated. Returns how many were new or changed."""
    access.sets_prices(by)
    return sum(load_dated(SEED / name, by=by, at=at) for name in ("prices.toml", "terms.toml"))


def set_price(
    line: str, code: str, *, kind: str, zh: str, en: str, unit_zh: str, unit_en: str, cents: int, from_date: date,
    source: str, by: Actor, at: datetime,
) -> None:  # fmt: skip
    """State a price from a day on, by which decision. What was quoted before keeps its price.

    Raises Invalid naming the field; a day that has passed is refused, for customers have seen that day's list.
    """
    access.sets_prices(by)
    if line != ANY and line not in {known.key for known in list_lines()}:
        raise Invalid.field("line", "没有这个产品类别", "There is no such product line")
    if not _CODE.fullmatch(code):
        raise Invalid.field("code", "代码用小写字母、数字和下划线", "A code is small letters, digits and underscores")
    if kind not in LINE_KINDS:
        raise Invalid.field("kind", "请选择费用类别", "Choose what kind of charge it is")
    if not 0 < cents <= DEAREST:
        raise Invalid.field("price", "金额须大于 0 且不超过 10 万元", "An amount is above 0 and at most 100,000")
    if from_date < at.date():
        raise Invalid.field("from_date", "不能改过去的价目", "The list of a day that has passed stands")
    value = {
        "kind": kind, "zh": one_line("zh", zh, most=80), "en": one_line("en", en, most=80),
        "unit_zh": one_line("unit_zh", unit_zh, most=10), "unit_en": one_line("unit_en", unit_en, most=20),
        "cents": cents,
    }  # fmt: skip
    set_value(TABLE, f"{line}.{code}", value, from_date=from_date, source=source, by=by, at=at)
