"""What the company has stated about secrecy: purposes, how long a file waits. Where it has stated nothing, our own."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from liuke.foundation.dated.queries import list_values
from liuke.foundation.dated.seed import SeedRow, read
from liuke.foundation.words import Words

TABLE: Final = "secrecy"
_SEED: Final = Path(__file__).parent.parent / "seed" / "secrecy.toml"


def terms_on(day: date) -> dict[str, Any]:
    """All terms by key, as they hold on a day."""
    stated = {value.key: value.value for value in list_values(TABLE, on=day)}
    return {row.key: row.value for row in _own()} | stated


def purposes_on(day: date) -> dict[str, Words]:
    """What data may leave in bulk for, in the order of the house's own and then the company's."""
    return _words("purpose.", day)


def looks_on(day: date) -> dict[str, Words]:
    """What one clear value may be looked at for."""
    return _words("look.", day)


def _words(prefix: str, day: date) -> dict[str, Words]:
    found = {key.removeprefix(prefix): value for key, value in terms_on(day).items() if key.startswith(prefix)}
    return {key: Words(value["zh"], value["en"]) for key, value in found.items() if value}


def file_waits(day: date) -> timedelta:
    """How long a file waits to be taken."""
    return timedelta(hours=int(terms_on(day)["release.hours"]))


def request_waits(day: date) -> timedelta:
    """How long a request may stay undecided before it lapses."""
    return timedelta(days=int(terms_on(day)["release.undecided_days"]))


def level_stands(day: date) -> timedelta:
    """How long a level above general stands unless somebody says until when."""
    return timedelta(days=int(terms_on(day)["level.days"]))


def level_reviewed_before(day: date) -> timedelta:
    """How long before it lapses a level is looked over."""
    return timedelta(days=int(terms_on(day)["level.review_days"]))


def api_rows_a_day(day: date) -> int:
    """How many rows of lists a program may read within 24 hours without an approved request."""
    return int(terms_on(day)["api.rows_a_day"])


@cache
def _own() -> tuple[SeedRow, ...]:
    return tuple(read(tomllib.loads(_SEED.read_text(encoding="utf-8"))))
