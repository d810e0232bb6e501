"""The form of a seed file (TOML), read strictly.

table = "guarantee_period"
source = "《部分商品修理更换退货责任规定》"      # for all values that name none of their own

[[value]]
key = "air_conditioner.whole"
value = { months = 72 }
from = 2023-01-01
until = 2025-12-31                              # optional, the last day
source = "…"                                    # optional
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from liuke.foundation.faults import Invalid

ALLOWED = frozenset({"key", "value", "from", "until", "source"})


@dataclass(frozen=True)
class SeedRow:
    table: str
    key: str
    value: Any
    from_date: date
    until_date: date | None
    source: str


def read(file: Mapping[str, Any]) -> list[SeedRow]:
    """The rows of a parsed file; Invalid names the first row that is wrong and why."""
    table = file.get("table")
    if not isinstance(table, str) or not table:
        raise Invalid.field("table", "缺少表名 table。", "The name of the table is missing.")
    return [_row(table, n, row, str(file.get("source", ""))) for n, row in enumerate(file.get("value", []), start=1)]


def _row(table: str, n: int, row: Mapping[str, Any], source: str) -> SeedRow:
    wrong = _wrong(row, source)
    if wrong:
        raise Invalid.field(f"value.{n}", f"{table} 第 {n} 条：{wrong[0]}", f"{table}, value {n}: {wrong[1]}")
    return SeedRow(table, row["key"], row["value"], row["from"], row.get("until"), row.get("source") or source)


def _wrong(row: Mapping[str, Any], source: str) -> tuple[str, str] | None:
    if unknown := sorted(set(row) - ALLOWED):
        return f"不认识的字段 {unknown}", f"unknown fields {unknown}"
    if missing := sorted({"key", "value", "from"} - set(row)):
        return f"缺少字段 {missing}", f"missing fields {missing}"
    if not all(_is_date(row[field]) for field in ("from", "until") if field in row):
        return "from 和 until 须为日期，如 2026-01-01", "from and until are dates such as 2026-01-01"
    if "until" in row and row["until"] < row["from"]:
        return "until 早于 from", "until comes before from"
    if not (row.get("source") or source):
        return "缺少依据 source", "its source is missing"
    try:
        json.dumps(row["value"], allow_nan=False)
    except (TypeError, ValueError):
        return "value 中的日期请写成文字", "write dates within value as text"
    return None


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
