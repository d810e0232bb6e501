"""What orders still need from a van and what the vans carry, for whoever plans a day (service asks, parts tells)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from django.db import connection

from liuke.areas.service.queries.planning_vans import Vans

_NEEDED: Final = """
    select o.number, c.name || ' ' || c.code, r.quantity
    from parts_request r join service_workorder o on o.id = r.order_id join parts_part c on c.id = r.part_id
    where o.number = any(%s) and r.state in ('requested', 'approved', 'shipped', 'given')"""
_CARRIED: Final = """
    select p.technician_id, c.name || ' ' || c.code, s.quantity
    from parts_stock s join parts_place p on p.id = s.place_id join parts_part c on c.id = s.part_id
    where p.technician_id = any(%s) and s.quantity > 0"""


def vans(orders: Collection[str], technicians: Collection[int]) -> Vans:
    """Two statements. A part that waits for its order in the site's store binds nobody: whoever goes takes it along."""
    return Vans(_read(_NEEDED, list(orders)), _read(_CARRIED, list(technicians)))


def _read(statement: str, keys: list[Any]) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with connection.cursor() as cursor:
        cursor.execute(statement, [keys])
        for key, part, quantity in cursor.fetchall():
            found[key][part] += quantity
    return {key: dict(parts) for key, parts in found.items()}
