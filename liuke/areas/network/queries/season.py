"""Reading the season table: what counts on some days, and the table as people keep it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liuke.areas.network import access
from liuke.areas.network.models import SeasonRow
from liuke.areas.network.rules.season import USUAL as USUAL
from liuke.areas.network.rules.season import Season
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class SeasonShown:
    """A row as it is kept. No `site`: all sites."""

    number: str
    name: str
    site: str
    site_name: str
    product_line: str
    from_date: date
    until_date: date
    percent: int
    extra_crews: int
    version: int
    over: bool
    now: bool


def read_seasons(site_ids: Collection[int], *, first: date, last: date) -> tuple[Season, ...]:
    """What may count for these sites on these days, in one query."""
    rows = SeasonRow.objects.filter(_days(first, last), Q(site=None) | Q(site__in=site_ids))
    fields = ("site_id", "product_line", "from_date", "until_date", "percent", "extra_crews")
    return tuple(Season(*row) for row in rows.values_list(*fields))


def list_seasons(*, by: Actor, on: date, over: bool = False) -> tuple[SeasonShown, ...]:
    """The table, the nearest first; with `over` also what has ended. A site's people see their own and the general."""
    rows = SeasonRow.objects.select_related("site").order_by("from_date", "site__number", "product_line")
    rows = rows.filter(Q(site=None) | Q(site__in=access.sites(by=by)))
    if not over:
        rows = rows.filter(until_date__gte=on)
    return tuple(_shown(row, on) for row in rows[:200])


def list_on(day: date, *, by: Actor, site: str = "") -> tuple[SeasonShown, ...]:
    """What counts on this day: for a site, else for all that this actor sees; for a chip beside the day."""
    rows = SeasonRow.objects.filter(_days(day, day)).select_related("site").order_by("site__number", "product_line")
    rows = rows.filter(Q(site=None) | (Q(site__number=site) if site else Q(site__in=access.sites(by=by))))
    return tuple(_shown(row, day) for row in rows[:6])


def _days(first: date, last: date) -> Q:
    return Q(from_date__lte=last, until_date__gte=first)


def _shown(row: SeasonRow, on: date) -> SeasonShown:
    site = row.site
    return SeasonShown(
        row.number, row.name, site.number if site else "", site.name if site else "", row.product_line, row.from_date,
        row.until_date, row.percent, row.extra_crews, row.version, row.until_date < on,
        row.from_date <= on <= row.until_date,
    )  # fmt: skip
