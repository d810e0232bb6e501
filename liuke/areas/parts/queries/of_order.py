"""The parts of one order, for its page and for the technician's phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liuke.areas.parts.models import Part
from liuke.areas.parts.queries import old, requests
from liuke.areas.parts.queries.availability import Chip, availability
from liuke.areas.parts.queries.modes import mode_of
from liuke.areas.parts.queries.rows import RequestRow, UseRow
from liuke.areas.parts.queries.stock import van_of_technician
from liuke.areas.parts.rules.names import SIMPLE, STOCK, WAITING_STATES
from liuke.areas.service import access as service
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class OrderParts:
    """`mode` simple: the order's own note is all there is. `chip`: where what it waits for is."""

    mode: str
    requests: tuple[RequestRow, ...]
    uses: tuple[UseRow, ...]
    chip: Chip | None


@dataclass(frozen=True)
class Pick:
    """A part that can be put in now, one tap: `source` van or site; `mine`: it was sent for this order."""

    code: str
    title: str
    free: int
    source: str
    serial_tracked: bool
    returnable: bool
    mine: bool


def parts_of(number: str, site: str, *, on: date) -> OrderParts:
    """What an order waits for and what was put in. The caller has reached the order and says at which site it is."""
    waits = requests.list_of_order(number)
    chips = availability([number]) if any(r.state in WAITING_STATES for r in waits) else {}
    return OrderParts(mode_of(site, on=on), waits, old.list_of_order(number), chips.get(number))


def picks_of(number: str, *, on: date, by: Actor) -> tuple[Pick, ...]:
    """What he can put in on this order: what was sent for it first, then his van, by name.

    Where no stock is kept, what has arrived for the order; nothing where a note is enough.
    """
    order = service.order(number, by=by)
    mode = mode_of(order.site.number if order.site else "", on=on)
    if mode == SIMPLE or order.site is None:
        return ()
    meant = {r.code: r for r in requests.list_of_order(order.number) if r.state in ("received", "given")}
    technician = by.pk if by.has_role("technician") else order.technician_id or 0
    van = {row.code: row.free for row in van_of_technician(technician, by=by)} if mode == STOCK else {}
    store = {r.code: r.quantity for r in meant.values() if r.state == "received" or mode != STOCK}
    at_site = {code: n for code, n in store.items() if not van.get(code)}
    parts = {p.code: p for p in Part.objects.filter(code__in=[*van, *at_site])}
    found = [_pick(parts[c], n, "van", c in meant) for c, n in van.items()]
    found += [_pick(parts[c], n, "site", True) for c, n in at_site.items()]
    return tuple(sorted(found, key=lambda pick: (not pick.mine, pick.title)))


def _pick(part: Part, free: int, source: str, mine: bool) -> Pick:
    return Pick(part.code, part.name, free, source, part.serial_tracked, part.returnable, mine)
