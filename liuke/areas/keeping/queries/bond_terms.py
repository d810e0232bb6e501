"""What the company has stated about bond and core customers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from liuke.areas.keeping.queries.own_terms import stated_on
from liuke.areas.keeping.rules.bond import SIGNS, CoreTerms, Levels
from liuke.foundation.words import Words

TABLE: Final = "bond"


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
    return BondTerms(stated_on(TABLE, day))
