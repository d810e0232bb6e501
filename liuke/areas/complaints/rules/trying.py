"""When a try to reach somebody counts: once in each part of a day, so that three tries are three chances (§3 #19)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from liuke.foundation.calendar.rules import LOCAL

PARTS: Final = (8, 12, 17, 21)


def counts_as_another(at: datetime, before: Iterable[datetime]) -> bool:
    """Is this the first try in its part of its day?"""
    return _part(at) not in {_part(moment) for moment in before}


def _part(moment: datetime) -> tuple[str, int]:
    here = moment.astimezone(LOCAL)
    return here.date().isoformat(), sum(here.hour >= hour for hour in PARTS)
