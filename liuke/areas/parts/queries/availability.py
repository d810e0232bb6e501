"""Where the parts of orders are, for the chip beside an order: many orders, one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from liuke.areas.parts.rules.chips import Wanted, chip, where, words_of
from liuke.foundation.words import Words

_WANTED: Final = """
    select o.number, r.state, r.quantity,
        coalesce((select s.quantity - s.reserved from parts_stock s join parts_place p on p.id = s.place_id
            where p.technician_id = o.technician_id and s.part_id = r.part_id), 0),
        coalesce((select s.quantity - s.reserved from parts_stock s join parts_place p on p.id = s.place_id
            where p.site_id = o.site_id and s.part_id = r.part_id), 0),
        coalesce((select s.quantity - s.reserved from parts_stock s join parts_place p on p.id = s.place_id
            where p.kind = 'company' and s.part_id = r.part_id), 0), r.moved_at
    from parts_request r join service_workorder o on o.id = r.order_id
    where o.number = any(%s) and r.state in ('requested', 'approved', 'shipped', 'received', 'given')"""


@dataclass(frozen=True)
class Chip:
    """`key` van | site | on_order | company | missing: that of the order's worst part; `since` its request stands so."""

    key: str
    words: Words
    since: datetime


def availability(orders: Collection[str]) -> Mapping[str, Chip]:
    """The chip of each of these orders that waits for parts, by number; others are left out. One statement.

    The caller has the numbers from orders he may see; nothing but where the parts are is told.
    """
    if not orders:
        return {}
    found: dict[str, list[tuple[Wanted, datetime]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_WANTED, [list(orders)])
        for number, *wanted, moved_at in cursor.fetchall():
            found[number].append((Wanted(*wanted), moved_at))
    return {number: _chip(wanted) for number, wanted in found.items()}


def _chip(wanted: list[tuple[Wanted, datetime]]) -> Chip:
    key = chip([one for one, _moved_at in wanted])
    return Chip(key, words_of(key), min(moved_at for one, moved_at in wanted if where(one) == key))
