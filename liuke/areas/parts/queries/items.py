"""Reading the catalogue, and how each site keeps and owes its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, OuterRef, Q, Subquery

from liuke.areas.network import access as network
from liuke.areas.parts import access
from liuke.areas.parts.models import Credit, Part, Stock
from liuke.areas.parts.queries.credit import out_of
from liuke.areas.parts.queries.modes import COMPANY, list_modes
from liuke.areas.parts.queries.rows import ItemRow, item_row
from liuke.areas.parts.rules.names import MODES
from liuke.foundation.dated.queries import list_values
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

PAGE: Final = 100


@dataclass(frozen=True)
class SiteParts:
    """How a site keeps parts (`own`: by its own word), what it may have out and what is out with it, in cents."""

    number: str
    name: str
    mode: str
    mode_words: Words
    own: bool
    limit_cents: int | None
    deposit_cents: int
    out_cents: int


def list_items(
    *, query: str = "", line: str = "", after: str = "", active: bool | None = None, limit: int = PAGE
) -> tuple[ItemRow, ...]:
    """The catalogue by code; `query` is the beginning of a code or part of a name, `after` the last code."""
    rows = Part.objects.prefetch_related("substitutes").order_by("code")
    if query:
        rows = rows.filter(Q(code__istartswith=query) | Q(name__icontains=query))
    if line:
        rows = rows.filter(product_lines__contains=[line])
    if active is not None:
        rows = rows.filter(active=active)
    if after:
        rows = rows.filter(code__gt=after)
    return tuple(item_row(p, substitutes=True) for p in rows[:limit])


def get_item(code: str, *, by: Actor) -> ItemRow:
    """The part, or Missing."""
    return item_row(access.part(code, by=by), substitutes=True)


def list_site_parts(*, on: date, by: Actor) -> tuple[SiteParts, ...]:
    """Every site this actor may see, in five queries."""
    sites = list(network.sites(by=by).order_by("number"))
    modes = list_modes([s.number for s in sites], on=on)
    own = {value.key for value in list_values("parts_mode", on=on)} - {COMPANY}
    credit = {c.site_id: c for c in Credit.objects.filter(site__in=sites)}
    out = out_of([s.pk for s in sites])
    found = []
    for s in sites:
        has = credit.get(s.pk)
        found.append(
            SiteParts(
                s.number,
                s.name,
                modes[s.number],
                MODES[modes[s.number]],
                s.number in own,
                has.limit_cents if has else None,
                has.deposit_cents if has else 0,
                out[s.pk],
            )  # fmt: skip
        )
    return tuple(found)


def general_mode(*, on: date) -> str:
    """How parts are kept where a site has no word of its own."""
    return list_modes([""], on=on)[""]


def list_fitting(*, lines: list[str], models: list[str], limit: int = 24) -> tuple[tuple[ItemRow, int], ...]:
    """Parts in use that fit one of these models, or the whole line; with how many are free in the warehouse."""
    free = Stock.objects.filter(part=OuterRef("pk"), place__key=COMPANY).values(n=F("quantity") - F("reserved"))
    fits = Q(models_fit__overlap=models) | Q(product_lines__overlap=lines, models_fit=[])
    if not models:
        fits = Q(product_lines__overlap=lines)
    rows = Part.objects.filter(fits, active=True).annotate(free_n=Subquery(free[:1]))
    return tuple((item_row(p), int(p.free_n or 0)) for p in rows.order_by("code")[:limit])
