"""Where the selected order should go: the best site with its reasons, its real windows, and the other sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.service.queries import placing
from liuke.areas.service.queries.names import Ranked, Window
from liuke.areas.service.queries.placing import OfferedWindow
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.identity.models import Actor

OTHERS = 5


@dataclass(frozen=True)
class Suggestion:
    """`best` is the first fit site (none: nobody can take it); `others` are what a dispatcher may choose instead."""

    best: Ranked | None
    windows: tuple[OfferedWindow, ...]
    others: tuple[Ranked, ...]
    unfit: tuple[Ranked, ...]

    @property
    def window(self) -> OfferedWindow | None:
        return self.windows[0] if self.windows else None

    @property
    def asks_wish(self) -> bool:
        """A commissioned site books by itself, near the customer's wish."""
        return self.best is not None and self.best.mode != "own"


def suggestion(row: OrderRow, *, by: Actor, at: datetime, count: int = 3) -> Suggestion:
    """For an order that waits, or one that is to go elsewhere (its present site is left out)."""
    ranked = [r for r in placing.suggest(row.number, by=by, at=at) if r.number != row.site]
    fit = [r for r in ranked if r.fit]
    best = fit[0] if fit else None
    windows = windows_at(best, row, by=by, at=at, count=count) if best and best.mode == "own" else ()
    return Suggestion(best, windows, tuple(fit[1 : OTHERS + 1]), tuple(r for r in ranked if not r.fit)[:OTHERS])


def windows_at(site: Ranked, row: OrderRow, *, by: Actor, at: datetime, count: int = 3) -> tuple[OfferedWindow, ...]:
    """Real windows of a site for this order, nearest to the wish."""
    offer = placing.offer_windows(
        kind=row.kind, product_lines=[row.product_line], address_id=row.address_id, site=site.number,
        wished=row.window_start or row.wished_start, count=count, by=by, at=at,
    )  # fmt: skip
    return offer.windows


def wish_of(row: OrderRow) -> Window | None:
    """The customer's own time, agreed or wished."""
    start, end = row.window_start or row.wished_start, row.window_end or row.wished_end
    return Window(start, end) if start and end else None
