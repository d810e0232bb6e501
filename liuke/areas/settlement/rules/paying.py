"""The clock of payment to a small enterprise (保障中小企业款项支付条例, rev. 2025, arts. 9 and 17): ≤ 60 days, 0.05 % a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from liuke.areas.settlement.rules.months import last_day
from liuke.areas.settlement.rules.tariff import share
from liuke.foundation.words import Words


def pay_by(month: date, locked_on: date, *, contract_days: int, most_days: int) -> date:
    """By contract so many days after the lock, by law at most so many after the month in which the work was done."""
    return min(locked_on + timedelta(days=contract_days), last_day(month) + timedelta(days=most_days))


def late_interest(cents: int, due: date, on: date, *, percent_a_day: Decimal) -> int:
    """What is owed beside a late payment; nothing in time, and nothing on what the site owes."""
    days = max((on - due).days, 0)
    return share(max(cents, 0), percent_a_day * days)


def not_paid(total_cents: int) -> Words | None:
    """Why a sum is not paid: what the site owes is carried into its next month. None where it may be."""
    if total_cents >= 0:
        return None
    return Words(
        "本月结算为负，不付款，结转下月抵扣。",
        "The month came out negative: nothing is paid, it is set off in the next month.",
    )
