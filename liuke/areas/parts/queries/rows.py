"""What leaves the room: frozen rows of parts, stock, requests, used parts and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.parts.models import Part, Place, Request, Stock, Use
from liuke.areas.parts.rules.names import OLD_STATES, PLACE_KINDS, REQUEST_STATES
from liuke.foundation.words import Words


@dataclass(frozen=True)
class ItemRow:
    """A part of the catalogue."""

    code: str
    name: str
    price_cents: int
    product_lines: tuple[str, ...]
    models: tuple[str, ...]
    returnable: bool
    serial_tracked: bool
    guarantee_months: int | None
    guarantee_source: str
    active: bool
    version: int
    substitutes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlaceRow:
    """`name` is what people call it: the site's, or whose van it is; empty for the company's own."""

    key: str
    kind: str
    kind_words: Words
    name: str
    site: str


@dataclass(frozen=True)
class StockRow:
    """How many of a part lie at a place; `short` is how many are missing to the minimum."""

    place: PlaceRow
    code: str
    title: str
    quantity: int
    reserved: int
    free: int
    minimum: int
    short: int
    value_cents: int


@dataclass(frozen=True)
class MoveRow:
    """A line of the ledger as seen from a place: `change` is what came (+) or went (-), `left` what lay there after."""

    id: int
    at: datetime
    why_words: Words
    quantity: int
    change: int
    left: int | None
    order: str
    reference: str
    by_name: str


@dataclass(frozen=True)
class RequestRow:
    """A wanted part. `timeline` is where its promises lie; `free` how many are free in the company's warehouse."""

    id: int
    number: str
    order: str
    site: str
    site_name: str
    mode: str
    wanted: str
    code: str
    title: str
    asked: str
    quantity: int
    state: str
    state_words: Words
    reserved: bool
    free: int
    carrier: str
    waybill: str
    requested_at: datetime
    moved_at: datetime
    version: int
    timeline: int
    technician: int

    @property
    def as_asked(self) -> bool:
        """Was it asked for in other words than the catalogue's?"""
        return not self.asked and bool(self.code) and not self.wanted.startswith(f"{self.title} {self.code}")


@dataclass(frozen=True)
class UseRow:
    """A part that was put in, and where its old one is."""

    id: int
    number: str
    order: str
    line: int
    site: str
    site_name: str
    technician: str
    code: str
    title: str
    quantity: int
    serial: str
    price_cents: int
    in_guarantee: bool
    guarantee_until: date | None
    used_at: datetime
    taken_back: bool
    old_state: str
    old_words: Words
    carrier: str
    waybill: str
    freight_cents: int
    returned_at: datetime | None
    version: int
    timeline: int


def item_row(p: Part, *, substitutes: bool = False) -> ItemRow:
    """With `substitutes` reads them: prefetch them for lists."""
    return ItemRow(
        p.code, p.name, p.price_cents, tuple(p.product_lines), tuple(p.models_fit), p.returnable, p.serial_tracked,
        p.guarantee_months, p.guarantee_source, p.active, p.version,
        tuple(sorted(s.code for s in p.substitutes.all())) if substitutes else (),
    )  # fmt: skip


def place_row(p: Place) -> PlaceRow:
    """Reads site and technician: select them for lists."""
    site = p.its_site
    name = p.technician.actor.name if p.technician else site.name if site else ""
    return PlaceRow(p.key, p.kind, PLACE_KINDS[p.kind], name, site.number if site else "")


def stock_row(s: Stock) -> StockRow:
    return StockRow(
        place_row(s.place), s.part.code, s.part.name, s.quantity, s.reserved, s.free, s.minimum,
        max(s.minimum - s.free, 0), s.quantity * s.part.price_cents,
    )  # fmt: skip


def request_row(r: Request, free: int = 0) -> RequestRow:
    """Reads order, site, part and asked: select them for lists."""
    return RequestRow(
        r.pk, r.number, r.order.number if r.order else "", r.site.number if r.site else "",
        r.site.name if r.site else "", r.mode, r.wanted, r.part.code if r.part else "",
        r.part.name if r.part else r.wanted, str(r.asked) if r.asked else "", r.quantity, r.state,
        REQUEST_STATES[r.state], r.reserved, free, r.carrier, r.waybill, r.requested_at, r.moved_at, r.version,
        r.order.customer_id if r.order else r.site_id or 0, (r.order.technician_id or 0) if r.order else 0,
    )  # fmt: skip


def use_row(u: Use) -> UseRow:
    """Reads order, site, part and technician: select them for lists."""
    return UseRow(
        u.pk, u.number, u.order.number, u.line, u.site.number, u.site.name, u.technician.name if u.technician else "",
        u.part.code, u.part.name, u.quantity, u.serial, u.price_cents, u.in_guarantee, u.guarantee_until, u.used_at,
        u.taken_back_at is not None, u.old_state, OLD_STATES[u.old_state], u.carrier, u.waybill, u.freight_cents,
        u.returned_at, u.version, u.order.customer_id,
    )  # fmt: skip
