"""The season table: on which days what a site can take is more or less than its people say (practice §3; H13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

LEAST, MOST = 10, 100
"""Percent. Below a tenth a site is suspended rather; more than its people can do needs more people."""
MOST_CREWS: Final = 50
USUAL: Final = 100


@dataclass(frozen=True)
class Season:
    """Some days of a site (None: of every site) and a product line ("": of all), and what a window can take in them.

    `percent` of what its own people can take; `extra_crews` hands who come beside them, one visit a window each.
    """

    site_id: int | None
    product_line: str
    from_date: date
    until_date: date
    percent: int
    extra_crews: int = 0

    def holds(self, site_id: int, lines: Collection[str], day: date) -> bool:
        return (
            self.site_id in (None, site_id)
            and (not self.product_line or self.product_line in lines)
            and self.from_date <= day <= self.until_date
        )


def in_force(seasons: Iterable[Season], site_id: int, lines: Collection[str], day: date) -> Season | None:
    """The one that counts: a site's own before the company's, a product line's before all lines', then the tightest."""
    held = [one for one in seasons if one.holds(site_id, lines, day)]
    return min(held, key=lambda s: (s.site_id is None, not s.product_line, s.percent, s.extra_crews), default=None)


def places(own: int, season: Season | None) -> int:
    """What a window can take that the site's own people could fill `own` times. Part of a visit is none."""
    if season is None:
        return own
    return own * season.percent // USUAL + season.extra_crews
