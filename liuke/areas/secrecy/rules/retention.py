"""How long data of a kind stay (PIPL 19, 47): by law at least so long, by our word no longer. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

from liuke.foundation.words import Words

LONGEST_MONTHS: Final = 30 * 12


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months before; its last day where it has none such."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def why_not_months(months: int, least: int) -> Words | None:
    """Why a kind may not stay for so many months, or None."""
    if months < least:
        return Words(f"依法至少保存 {least} 个月。", f"The law keeps them for at least {least} months.")
    if months > LONGEST_MONTHS:
        return Words("最长 30 年。", "At most 30 years.")
    return None
