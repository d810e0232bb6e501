"""What belongs to a complaint, pulled in from every room: orders, machines with their rights, earlier complaints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.complaints.queries.complaints import list_of_customer
from liuke.areas.complaints.queries.rows import ComplaintRow
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.products.queries.machines import list_of_customer as machines_of
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.queries.orders import orders_of_customer
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.insight import machine_rights
from liuke.insight.machine_rights import Rights

MOST = 8


@dataclass(frozen=True)
class Related:
    """Rights are what the law and the guarantee give for each machine today, each figure with its source."""

    orders: tuple[OrderRow, ...]
    machines: tuple[tuple[MachineRow, Rights | None], ...]
    earlier: tuple[ComplaintRow, ...]


def related(row: ComplaintRow, *, by: Actor, at: datetime) -> Related:
    """In a bounded number of reads, whatever the customer has."""
    today = local(at).date()
    orders = orders_of_customer(row.customer_id, by=by)[:MOST]
    machines = machines_of(row.customer_id, by=by, on=today)[:MOST]
    rights = machine_rights.of_customer(machines, kind=get_brief(row.customer_id, by=by).kind, on=today)
    earlier = tuple(c for c in list_of_customer(row.customer_id, by=by, limit=MOST + 1) if c.id != row.id)[:MOST]
    return Related(tuple(orders), tuple((m, rights.get(m.number)) for m in machines), earlier)
