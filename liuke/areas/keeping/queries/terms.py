"""The cut-offs of grades as the company has stated them."""

from __future__ import annotations

from datetime import date
from typing import Final

from liuke.areas.keeping.queries.own_terms import stated_on
from liuke.areas.keeping.rules.grading import Cuts

TABLE: Final = "grading"


def cuts_on(day: date) -> Cuts:
    """The cut-offs that hold on a day: `a_share`, `b_share` (in %), `days`, `by_hand_days` of the table `grading`."""
    stated = {key: int(value) for key, value in stated_on(TABLE, day).items()}
    return Cuts(stated["a_share"], stated["b_share"], stated["days"], stated["by_hand_days"])
