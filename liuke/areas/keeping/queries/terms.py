"""What the company has stated about keeping: the cut-offs of grades. Where it has stated nothing, our own."""

from __future__ import annotations

from datetime import date
from typing import Final

from liuke.areas.keeping.rules.grading import Cuts
from liuke.foundation.dated.queries import list_values

TABLE: Final = "grading"


def cuts_on(day: date) -> Cuts:
    """The cut-offs that hold on a day: `a_share`, `b_share` (in %), `days`, `by_hand_days` of the table `grading`."""
    stated = {value.key: int(value.value) for value in list_values(TABLE, on=day)}
    own = Cuts()
    return Cuts(
        stated.get("a_share", own.a), stated.get("b_share", own.b), stated.get("days", own.days),
        stated.get("by_hand_days", own.by_hand_days),
    )  # fmt: skip
