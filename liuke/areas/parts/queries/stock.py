"""Reading stock: what lies where, what is low first; and the ledger of one part at one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, Q, QuerySet, Value, When

from liuke.areas.parts import access
from liuke.areas.parts.models import Move, Part, Place, Stock
from liuke.areas.parts.queries.rows import (
    ItemRow,
    MoveRow,
    PlaceRow,
    StockRow,
    item_row,
    place_row,
    stock_row,
)
from liuke.areas.parts.rules.names import WHYS
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor

PAGE: Final = 100
_PLACE: Final = ("place__site", "place__technician__site", "place__technician__actor")


@dataclass(frozen=True)
class StockView:
    """One part at one place with its ledger, the latest first, and where else it lies."""

    row: StockRow
    item: ItemRow
    moves: tuple[MoveRow, ...]
    elsewhere: tuple[StockRow, ...]


def list_stock(
    *, by: Actor, place: str = "", part: str = "", low: bool = False, after: str = "", limit: int = PAGE
) -> tuple[StockRow, ...]:
    """What lies at the places this actor may see: what is below its minimum first, then by place and code.

    `part` is the beginning of a code, or two characters of a name. `after` is the last row's `place/code`.
    """
    rows = Stock.objects.filter(place__in=access.places(by=by)).exclude(quantity=0, minimum=0)
    if place:
        rows = rows.filter(place__key=place)
    if part:
        rows = rows.filter(Q(part__code__istartswith=part) | Q(part__name__icontains=part))
    is_low = Q(quantity__lt=F("minimum") + F("reserved"))
    if low:
        rows = rows.filter(is_low)
    rows = rows.annotate(rank=Case(When(is_low, then=Value(0)), default=Value(1)))
    found = _after(rows, after).order_by("rank", "place__kind", "place__key", "part__code")
    return tuple(stock_row(s) for s in found.select_related("part", *_PLACE)[:limit])


def count_low(*, by: Actor) -> int:
    """How many stocks are below their minimum."""
    rows = Stock.objects.filter(place__in=access.places(by=by), quantity__lt=F("minimum") + F("reserved"))
    return rows.count()


def list_places(*, by: Actor) -> tuple[PlaceRow, ...]:
    """The places where something lies or lay, company first."""
    rows = access.places(by=by).filter(stock__isnull=False).distinct()
    found = rows.select_related("site", "technician__site", "technician__actor").order_by("kind", "key")
    return tuple(place_row(p) for p in found)


def get_stock(name: str, *, by: Actor, limit: int = PAGE) -> StockView:
    """One part at one place, named `S-0001/M-12`; Missing for whoever may not see the place."""
    place, part = access.stock(name, by=by)
    places = access.places(by=by)
    rows = Stock.objects.filter(part=part, place__in=places).select_related("part", *_PLACE)
    here = next((s for s in rows if s.place_id == place.pk), None) or Stock(place=place, part=part)
    others = sorted((s for s in rows if s.place_id != place.pk and s.quantity), key=lambda s: s.place.key)
    return StockView(
        stock_row(here), item_row(part, substitutes=True), _ledger(place, part, here.quantity, limit),
        tuple(stock_row(s) for s in others),
    )  # fmt: skip


def van_of_technician(technician: int, *, by: Actor) -> tuple[StockRow, ...]:
    """What lies in a technician's van (his actor id), by name."""
    rows = Stock.objects.filter(place__technician=technician, quantity__gt=0, place__in=access.places(by=by))
    return tuple(stock_row(s) for s in rows.select_related("part", *_PLACE).order_by("part__name"))


def _ledger(place: Place, part: Part, quantity: int, limit: int) -> tuple[MoveRow, ...]:
    rows = Move.objects.filter(Q(from_place=place) | Q(to_place=place), part=part)
    found, left = [], quantity
    for m in rows.select_related("order", "by").order_by("-pk")[:limit]:
        change = m.quantity if m.to_place_id == place.pk else -m.quantity
        found.append(
            MoveRow(
                m.pk,
                m.at,
                WHYS[m.why],
                m.quantity,
                change,
                left,
                m.order.number if m.order else "",
                m.reference,
                m.by.name,
            )  # fmt: skip
        )
        left -= change
    return tuple(found)


def _after(rows: QuerySet[Any], after: str) -> QuerySet[Any]:
    if not after:
        return rows
    key, _sep, code = after.partition("/")
    last = rows.filter(place__key=key, part__code=code).values("rank", "place__kind").first()
    if last is None:
        raise Missing("翻页位置已失效，请从第一页开始。", "This place in the list is gone; begin at the first page.")
    rank, kind = last["rank"], last["place__kind"]
    return rows.filter(
        Q(rank__gt=rank)
        | Q(rank=rank, place__kind__gt=kind)
        | Q(rank=rank, place__kind=kind, place__key__gt=key)
        | Q(rank=rank, place__kind=kind, place__key=key, part__code__gt=code)
    )
