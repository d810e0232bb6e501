"""The dispatcher's question about one order: which sites, in which order and why, and when could ours be there?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from liuke.areas.service import access
from liuke.areas.service.queries.drafts import draft_of
from liuke.areas.service.queries.placing import OFFERED_OVER_DAYS, OfferedWindow, look
from liuke.areas.service.rules.ranking import Ranked
from liuke.areas.service.rules.windows import offer
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class Suggested:
    """All sites that serve the place, best first; `windows` of our own sites nearest to the wish, by site number."""

    ranked: tuple[Ranked, ...]
    windows: Mapping[str, tuple[OfferedWindow, ...]]


def suggest_with_windows(number: str, *, by: Actor, at: datetime, count: int = 3) -> Suggested:
    """One look at the network for one order; Missing for whoever may not see it."""
    order = access.order(number, by=by)
    until = local(at).date() + timedelta(days=OFFERED_OVER_DAYS - 1)
    seen = look(draft_of(order), at=at, until=until)
    wished = order.window_start or order.wished_start
    return Suggested(
        seen.ranked,
        {
            site.number: tuple(
                OfferedWindow(room.window.start, room.window.end, room.left)
                for room in offer(seen.rooms.get(site.number, ()), at=at, count=count, wished=wished)
            )
            for site in seen.ranked
            if site.fit and site.mode == "own"
        },
    )
