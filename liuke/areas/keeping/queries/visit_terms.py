"""What the company has stated about the day of a visitor; where it has stated nothing, the house's own values."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from liuke.areas.keeping.rules.visiting import Terms, terms_of
from liuke.foundation.dated.queries import list_values
from liuke.foundation.dated.seed import read

TABLE: Final = "visits"
_SEED: Final = Path(__file__).parent.parent / "seed" / "visits.toml"


def visit_terms_on(day: date) -> Terms:
    """The hours, the lunch and the minutes with a customer that hold on this day."""
    return terms_of({**_own(), **{value.key: value.value for value in list_values(TABLE, on=day)}})


@cache
def _own() -> Mapping[str, Any]:
    return {row.key: row.value for row in read(tomllib.loads(_SEED.read_text(encoding="utf-8")))}
