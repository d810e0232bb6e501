"""Which parts an order will likely need, from what the latest repairs of the same model took; where one lies now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from liuke.areas.parts.queries.modes import list_modes
from liuke.areas.parts.rules.likely import LOOKED_AT, Likely, Repair, likely
from liuke.areas.parts.rules.names import SIMPLE
from liuke.areas.service.queries.rows import OrderRow
from liuke.areas.service.rules.names import REPAIRING
from liuke.areas.service.rules.states import BEFORE_THE_DOOR

BEFORE_THE_WORK_ENDS: Final = frozenset({*BEFORE_THE_DOOR, "on_the_way", "in_service"})
MACHINES: Final = 5  # of an order are looked at

# Bounded: the latest repairs of each machine's model come from their own index, however long the past is.
_PAST: Final = """
    select mine.line, coalesce(nullif(mine.fault, ''), r.fault, ''), s.number,
        coalesce(nullif(past.fault, ''), w.fault, ''),
        array(select p.code from parts_use u join parts_part p on p.id = u.part_id
            where u.order_id = past.order_id and u.line = past.line and u.taken_back_at is null)
    from service_workorder o
    join service_ordermachine mine on mine.order_id = o.id and mine.model <> '' and mine.line <= %s
    left join service_servicerequest r on r.id = o.request_id
    cross join lateral (select m.order_id, m.line, m.fault from service_ordermachine m
        where m.model = mine.model and m.model <> '' and m.result = 'repaired' and m.order_id <> o.id
        order by m.id desc limit %s) past
    join service_workorder po on po.id = past.order_id
    join network_site s on s.timeline_id = po.site_id
    left join service_servicerequest w on w.id = po.request_id
    where o.number = %s"""
# What is asked for or put in already is no hint any more.
_WHERE: Final = """
    select c.code, c.name,
        exists(select from parts_stock s join parts_place p on p.id = s.place_id
            where s.part_id = c.id and p.technician_id = o.technician_id and s.quantity > s.reserved),
        exists(select from parts_stock s join parts_place p on p.id = s.place_id
            where s.part_id = c.id and p.site_id = o.site_id and s.quantity > s.reserved)
    from service_workorder o join parts_part c on c.active and c.code = any(%s)
    where o.number = %s
    and not exists(select from parts_use u where u.order_id = o.id and u.part_id = c.id and u.taken_back_at is null)
    and not exists(select from parts_request q where q.order_id = o.id and q.part_id = c.id
        and q.state not in ('refused', 'withdrawn'))
    and not exists(select from service_partrequest q where q.order_id = o.id and q.state <> 'dropped'
        and strpos(q.part, c.code) > 0)"""


@dataclass(frozen=True)
class Hint:
    """A part that repairs alike took, in `used` of `of`. `at`: van | site where a free one lies, else ""."""

    code: str
    title: str
    used: int
    of: int
    at: str

    @property
    def wanted(self) -> str:
        """As it is asked for: name and code."""
        return f"{self.title} {self.code}"


def likely_parts(order: OrderRow, *, on: date) -> tuple[Hint, ...]:
    """What this repair will likely need, until its work ends; the caller has the order through access.

    One statement, two more where the model was repaired before. Repairs of sites that note parts in words say nothing.
    """
    if order.kind not in REPAIRING or order.state not in BEFORE_THE_WORK_ENDS:
        return ()
    usual = _usual(_read(_PAST, [MACHINES, LOOKED_AT, order.number]), on)
    places = _read(_WHERE, [list(usual), order.number]) if usual else []
    hints = [
        Hint(code, title, usual[code].used, usual[code].of, "van" if van else "site" if site else "")
        for code, title, van, site in places
    ]
    return tuple(sorted(hints, key=lambda hint: (-hint.used / hint.of, hint.code)))


def _usual(rows: list[tuple[Any, ...]], on: date) -> dict[str, Likely]:
    """The parts of all machines of the order by code; of a part that two of them may need, the surer one."""
    modes = list_modes(sorted({site for _line, _fault, site, _said, _parts in rows}), on=on) if rows else {}
    past: dict[tuple[int, str], list[Repair]] = defaultdict(list)
    for line, fault, site, said, parts in rows:
        if modes[site] != SIMPLE:
            past[line, fault].append(Repair(said, parts))
    return _surest(one for (_line, fault), repairs in past.items() for one in likely(fault, repairs))


def _surest(found: Iterable[Likely]) -> dict[str, Likely]:
    usual: dict[str, Likely] = {}
    for one in sorted(found, key=lambda one: one.used / one.of):
        usual[one.part] = one
    return usual


def _read(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
