"""The one way in which pieces move: a line of the ledger and the stock at both ends, under their locks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from liuke.areas.parts import access
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Move, Part, Place, Stock
from liuke.areas.service.models import WorkOrder
from liuke.events.parts.stock import StockLow, StockReplenished
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor

MOST_AT_ONCE = 100_000


@dataclass(frozen=True)
class Step:
    """Pieces from a place (None: from outside) to a place (None: away), why, and for what.

    `set_aside` takes those that were set aside there; `keep_aside` sets them aside where they come to.
    """

    why: str
    quantity: int
    from_place: Place | None = None
    to_place: Place | None = None
    set_aside: bool = False
    keep_aside: bool = False
    order: WorkOrder | None = None
    reference: str = ""
    note: str = ""


def move(part: Part, step: Step, *, by: Actor, at: datetime) -> None:
    """Move pieces of a part. The caller holds the histories of the sites concerned; Refused where too few are free."""
    move_all(part, [step], by=by, at=at)


@transaction.atomic
def move_all(part: Part, steps: Sequence[Step], *, by: Actor, at: datetime) -> None:
    """Several moves of one part one after another, with all stock concerned locked before the first."""
    ends = [place for step in steps for place in (step.from_place, step.to_place) if place is not None]
    stock = access.locked_stock(part, ends)
    before = {pk: row.free for pk, row in stock.items()}
    for step in steps:
        whole(step.quantity)
        _take(stock, part, step)
        _put(stock, step)
    for row in stock.values():
        row.save(update_fields=["quantity", "reserved"])
    Move.objects.bulk_create(_line(part, step, by, at) for step in steps)
    for place in {p.pk: p for p in ends}.values():
        note_level(stock[place.pk], place, part, before[place.pk], by=by, at=at)


def set_aside(part: Part, place: Place, quantity: int, *, by: Actor, at: datetime) -> bool:
    """Set pieces aside where as many are free; False where they are not."""
    row = access.locked_stock(part, [place])[place.pk]
    if row.free < quantity:
        return False
    _aside(row, place, part, quantity, by=by, at=at)
    return True


def free_again(part: Part, place: Place, quantity: int, *, by: Actor, at: datetime) -> None:
    """What was set aside is free again."""
    row = access.locked_stock(part, [place])[place.pk]
    _aside(row, place, part, -quantity, by=by, at=at)


def whole(quantity: int, field: str = "quantity") -> int:
    """The quantity, if it can be meant; else Invalid."""
    if not 1 <= quantity <= MOST_AT_ONCE:
        raise Invalid.field(field, f"数量须为 1 至 {MOST_AT_ONCE}", f"A whole number from 1 to {MOST_AT_ONCE}")
    return quantity


def note_level(row: Stock, place: Place, part: Part, before: int, *, by: Actor, at: datetime) -> None:
    """Say where what is free fell below the minimum, or reached it again.

    On the company's history, which is never locked: orders are called off under their customer's lock alone. Opener
    and keeper of one stock are kept apart by the lock on its row.
    """
    site = place.its_site
    fields: dict[str, Any] = {
        "stock": f"{place.key}/{part.code}", "part": part.code, "title": part.name, "place": place.key,
        "site": site.number if site else "", "free": row.free,
    }  # fmt: skip
    if before >= row.minimum > row.free:
        tell(StockLow(minimum=row.minimum, **fields), by=by, at=at)
    elif before < row.minimum <= row.free:
        tell(StockReplenished(**fields), by=by, at=at)


def _aside(row: Stock, place: Place, part: Part, quantity: int, *, by: Actor, at: datetime) -> None:
    before = row.free
    row.reserved += quantity
    row.save(update_fields=["reserved"])
    note_level(row, place, part, before, by=by, at=at)


def _take(stock: dict[int, Stock], part: Part, step: Step) -> None:
    if step.from_place is None:
        return
    row = stock[step.from_place.pk]
    if (row.reserved if step.set_aside else row.free) < step.quantity:
        raise Refused(
            f"{part.name}在{step.from_place.key}只剩 {max(row.free, 0)} 件可用，需要 {step.quantity} 件。",
            f"Only {max(row.free, 0)} of {part.code} are free at {step.from_place.key}; {step.quantity} are needed.",
            code="not-in-stock",
        )
    row.quantity -= step.quantity
    row.reserved -= step.quantity if step.set_aside else 0


def _put(stock: dict[int, Stock], step: Step) -> None:
    if step.to_place is None:
        return
    row = stock[step.to_place.pk]
    row.quantity += step.quantity
    row.reserved += step.quantity if step.keep_aside else 0


def _line(part: Part, step: Step, by: Actor, at: datetime) -> Move:
    return Move(
        part=part, from_place=step.from_place, to_place=step.to_place, quantity=step.quantity, why=step.why,
        order=step.order, reference=step.reference[:40], note=step.note[:200], at=at, by=by,
    )  # fmt: skip
