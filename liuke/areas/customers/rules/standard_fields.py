"""The fields every installation begins with, read from `standard_fields.toml` by the migrations that lay them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read() -> list[dict[str, Any]]:
    """Columns of the definitions, in their order."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return [_columns(place, dict(field)) for place, field in enumerate(told["field"], 1)]


def _columns(place: int, field: dict[str, Any]) -> dict[str, Any]:
    of = field.pop("of", ["company"])
    return field | {
        "for_company": "company" in of,
        "for_household": "household" in of,
        "position": place * 10,
        "is_standard": True,
    }
