"""What is out with a site and not settled, against what it may have out."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Q, Sum

from liuke.areas.network.models import Site
from liuke.areas.parts.models import Credit as CreditRow
from liuke.areas.parts.models import Request, Stock, Use
from liuke.areas.parts.rules.asking import Credit
from liuke.areas.parts.rules.names import STOCK


def credit_of(site: Site, *, lock: bool = False) -> Credit:
    """The site's limit (None: no limit is set) and what is out with it, in cents.

    With `lock` two approvals for one site wait for each other; the site's history is held already.
    """
    rows = CreditRow.objects.filter(site=site)
    row = (rows.select_for_update() if lock else rows).first()
    return Credit(row.limit_cents if row else None, out_of([site.pk])[site.pk])


def out_of(sites: Sequence[int]) -> dict[int, int]:
    """What is out with each of these sites, in cents: in store and vans, on its way, and used with the old part owed."""
    found = dict.fromkeys(sites, 0)
    value, price = F("quantity") * F("part__price_cents"), F("quantity") * F("price_cents")
    for key in ("place__site", "place__technician__site"):
        rows = Stock.objects.filter(**{f"{key}__in": sites}).values_list(key).annotate(cents=Sum(value))
        _add(found, rows)
    under_way = Q(state__in=["approved", "shipped"]) | (~Q(mode=STOCK) & Q(state__in=["received", "given"]))
    _add(found, Request.objects.filter(under_way, site__in=sites).values_list("site").annotate(cents=Sum(price)))
    owed = Use.objects.filter(site__in=sites, old_state__in=["owed", "returned"])
    _add(found, owed.values_list("site").annotate(cents=Sum(price)))
    return found


def _add(found: dict[int, int], rows: object) -> None:
    for site, cents in rows:  # type: ignore[attr-defined]
        found[site] += int(cents or 0)
