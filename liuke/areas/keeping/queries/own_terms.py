"""What the company has stated; where it has stated nothing, the house's own values, which stand beside as seed files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from liuke.foundation.dated.queries import list_values
from liuke.foundation.dated.seed import SeedRow, read

_SEEDS: Final = Path(__file__).parent.parent / "seed"


def stated_on(table: str, day: date) -> dict[str, Any]:
    """The values of a table that hold on a day, by key."""
    own_values = {row.key: row.value for row in own(table).values()}
    return own_values | {value.key: value.value for value in list_values(table, on=day)}


@cache
def own(table: str) -> Mapping[str, SeedRow]:
    """The house's own values of a table, by key."""
    file = _SEEDS / f"{table}.toml"
    return {row.key: row for row in read(tomllib.loads(file.read_text(encoding="utf-8")))}
