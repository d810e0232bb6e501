"""What the company has stated about bond and core customers. Where it has stated nothing, our own."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

from liuke.areas.keeping.rules.bond import SIGNS, CoreTerms, Levels
from liuke.foundation.dated.queries import list_values
from liuke.foundation.dated.seed import SeedRow, read
from liuke.foundation.words import Words

TABLE: Final = "bond"
_SEED: Final = Path(__file__).parent.parent / "seed" / "bond.toml"


class BondTerms:
    """The terms of a day, read once: how long a sign stays fresh, levels, core, what is advised."""

    def __init__(self, stated: dict[str, Any]) -> None:
        self._stated = stated

    @property
    def fresh_for(self) -> dict[str, timedelta]:
        """Of each of the ten signs."""
        return {sign: timedelta(days=int(self._stated[f"stale.{sign}"]["days"])) for sign in SIGNS}

    @property
    def levels(self) -> Levels:
        said = self._stated["levels"]
        return Levels(int(said["firm"]), int(said["fair"]))

    @property
    def core(self) -> CoreTerms:
        said = self._stated["core"]
        return CoreTerms(
            int(said["need"]), int(said["loyal_days"]), int(said["lately_days"]), int(said["answers"])
        )  # fmt: skip

    def advice(self, willingness: str, quality: str) -> Words:
        """What is advised in a cell of the matrix (H6)."""
        said = self._stated[f"advice.{willingness}.{quality}"]
        return Words(said["zh"], said["en"])


def terms_on(day: date) -> BondTerms:
    """The terms that hold on a day."""
    stated = {value.key: value.value for value in list_values(TABLE, on=day)}
    return BondTerms({row.key: row.value for row in _own()} | stated)


@cache
def _own() -> tuple[SeedRow, ...]:
    return tuple(read(tomllib.loads(_SEED.read_text(encoding="utf-8"))))
