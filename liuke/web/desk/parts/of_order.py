"""The parts of an order as its page shows them (`desk/parts/of_order.html`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from liuke.areas.parts import access
from liuke.areas.parts.queries.likely import likely_parts
from liuke.areas.parts.queries.names import SIMPLE
from liuke.areas.parts.queries.of_order import parts_of
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.identity.models import Actor
from liuke.web.desk.filters import day_of
from liuke.web.desk.parts.old import STATE_OF as OLD_STATE_OF
from liuke.web.desk.parts.requests import STATE_OF
from liuke.web.desk.parts.tabs import READERS


def section(order: OrderRow, *, by: Actor, at: datetime) -> dict[str, Any]:
    """What it waits for and what was put in (empty where a simple note is enough), and what it will likely need."""
    found = parts_of(order.number, order.site, on=day_of(at))
    return {
        "order_parts": found,
        "worked_parts": {r.number for r in found.requests},
        "wanted_parts": [(r, STATE_OF[r.state]) for r in found.requests],
        "used_parts": [(u, OLD_STATE_OF[u.old_state]) for u in found.uses if not u.taken_back],
        "likely_parts": likely_parts(order, on=day_of(at)),
        "may_open_parts": by.has_role(*READERS),
        "may_ask_part": found.mode != SIMPLE and not order.ended_at and by.has_role(*access.DESK, *access.KEEPERS),
    }
