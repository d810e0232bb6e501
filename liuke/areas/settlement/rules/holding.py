"""Deposit and retention: when what the company holds of a site's money is given back, by terms (practice §1.17)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from liuke.areas.settlement.rules.months import later_month
from liuke.foundation.words import Words

HOLDINGS: Final = {"retention": Words("质保金", "retention"), "deposit": Words("押金", "deposit")}
STATES: Final = {
    "due": Words("应返还", "to be given back"),
    "given_back": Words("已返还", "given back"),
    "withdrawn": Words("不再返还", "no longer due"),
}
BECAUSE: Final = {
    "term_over": Words("留存满约定月数", "kept for the agreed months"),
    "agreement_ended": Words("协议已终止", "the agreement has ended"),
}


def retention_due_on(month: date, *, months: int, ended_on: date | None, days: int) -> date | None:
    """From which day on a month's retention is given back: so many whole months after that month.

    Where no months are agreed it is kept as long as the agreement runs, and goes back as a deposit does.
    """
    return later_month(month, months + 1) if months else deposit_due_on(ended_on, days=days)


def deposit_due_on(ended_on: date | None, *, days: int) -> date | None:
    """From which day on a deposit is given back: so many days after the agreement's last; None while none has ended."""
    return None if ended_on is None else ended_on + timedelta(days=days + 1)
