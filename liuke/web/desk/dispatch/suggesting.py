"""Where the selected order should go: the best site with its reasons, its real windows, and the other sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.service.queries.names import Ranked, Window
from liuke.areas.service.queries.placing import OfferedWindow
from liuke.areas.service.queries.rows import OrderRow
from liuke.areas.service.queries.suggesting import suggest_with_windows
from liuke.foundation.identity.models import Actor
from liuke.web.desk.orders.asking import key_of

OTHERS = 5


@dataclass(frozen=True)
class Other:
    """A site that may be chosen instead; our own with its nearest window."""

    site: Ranked
    window: tuple[datetime, datetime] | None
    window_key: str


@dataclass(frozen=True)
class Suggestion:
    """`best` is the first fit site (none: nobody can take it); `others` are what a dispatcher may choose instead."""

    best: Ranked | None
    windows: tuple[OfferedWindow, ...]
    others: tuple[Other, ...]
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
    found = suggest_with_windows(row.number, by=by, at=at, count=count)
    ranked = [r for r in found.ranked if r.number != row.site]
    fit = [r for r in ranked if r.fit]
    best = fit[0] if fit else None
    others = tuple(_other(r, found.windows.get(r.number, ())) for r in fit[1 : OTHERS + 1])
    unfit = tuple(r for r in ranked if not r.fit)[:OTHERS]
    return Suggestion(best, found.windows.get(best.number, ()) if best else (), others, unfit)


def _other(site: Ranked, windows: tuple[OfferedWindow, ...]) -> Other:
    first = windows[0] if windows else None
    return Other(site, (first.start, first.end) if first else None, key_of(first) if first else "")


def wish_of(row: OrderRow) -> Window | None:
    """The customer's own time, agreed or wished."""
    start, end = row.window_start or row.wished_start, row.window_end or row.wished_end
    return Window(start, end) if start and end else None
