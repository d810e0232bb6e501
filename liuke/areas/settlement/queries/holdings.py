"""What is to be given back of what was held of sites' money, and what was, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.settlement import access
from liuke.areas.settlement.models import Holding
from liuke.areas.settlement.rules.holding import BECAUSE, HOLDINGS, STATES
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

__all__ = ["BECAUSE", "HOLDINGS", "STATES", "HoldingRow", "list_holdings"]


@dataclass(frozen=True)
class HoldingRow:
    """One sum that is to be, or was, given back. `statement`: the month whose retention it is."""

    number: str
    site: str
    site_name: str
    kind: str
    words: Words
    statement: str
    cents: int
    because: Words
    due_on: date
    state: str
    state_words: Words
    version: int
    given_back_at: datetime | None
    given_back_by: str


def list_holdings(*, by: Actor, state: str = "", number: str = "") -> tuple[HoldingRow, ...]:
    """Those this actor may see, the longest due first; those given back behind them."""
    rows = Holding.objects.filter(access.holdings_for(by)).select_related("site", "statement", "given_back_by")
    if state:
        rows = rows.filter(state=state)
    if number:
        rows = rows.filter(number=number.strip().upper())
    return tuple(_row(one) for one in rows.order_by("state", "due_on", "pk")[:1000])


def _row(one: Holding) -> HoldingRow:
    return HoldingRow(
        number=one.number, site=one.site.number, site_name=one.site.name, kind=one.kind, words=HOLDINGS[one.kind],
        statement=one.statement.number if one.statement else "", cents=one.cents, because=BECAUSE[one.because],
        due_on=one.due_on, state=one.state, state_words=STATES[one.state], version=one.version,
        given_back_at=one.given_back_at, given_back_by=one.given_back_by.name if one.given_back_by else "",
    )  # fmt: skip
