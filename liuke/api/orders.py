"""Work orders: lists and one with everything."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Query

from liuke.api import shapes
from liuke.api.customers import Limit
from liuke.api.doors import Noun, Request
from liuke.api.fields import Id, Out, Ref
from liuke.api.passing import passing
from liuke.api.policies import STAFF, policy
from liuke.api.shapes import Order, Span
from liuke.areas.service.queries import orders as queries
from liuke.areas.service.queries.rows import OrderMachineRow, VisitRow

orders = Noun("orders")
_READ = policy("read", roles=STAFF)


class OrderMachine(Out):
    line: int
    machine: str
    product_line: str
    model: str
    serial: str
    fault: str
    guarantee: str
    guarantee_reason: str
    result: str
    note: str


class Visit(Out):
    number: str
    technician: str
    state: str
    planned: Span
    departed_at: datetime | None
    arrived_at: datetime | None
    in_window: bool | None
    late_minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    result: str
    reason: str
    note: str


class OrderFile(Order):
    """`acts` are those that the state lets somebody of your roles do now."""

    fault: str
    machines_done: list[OrderMachine]
    visits: list[Visit]
    repeats: list[str]
    acts: list[str]


class Orders(Out):
    rows: list[Order]
    next: str | None


@orders.get("/orders", _READ, Orders)
def list_orders(
    request: Request,
    *,
    state: Annotated[str, Query(max_length=200, description="several by comma")] = "",
    site: Annotated[str, Query(max_length=20)] = "",
    customer: Annotated[Id | None, Query()] = None,
    kind: Annotated[str, Query(max_length=20)] = "",
    external_no: Annotated[str, Query(max_length=64)] = "",
    after: Annotated[Id | None, Query()] = None,
    limit: Limit = 50,
) -> Orders:
    """Orders, newest first."""
    filters = {"state": state, "site": site, "customer": customer or "", "kind": kind, "external_no": external_no}
    page = queries.list_orders(filters, by=request.by, after=after, size=limit, due=True)
    return Orders(
        rows=[shapes.order(row, request.at) for row in passing(page.rows, "orders", request)], next=page.next_after
    )


@orders.get("/orders/{number}", _READ, OrderFile)
def get_order(request: Request, number: Ref) -> OrderFile:
    """An order with its machines and visits."""
    found = queries.get_order(number, by=request.by)
    return OrderFile(
        **shapes.order_values(found.row, request.at),
        fault=found.fault,
        machines_done=[_machine(m) for m in found.machines],
        visits=[_visit(v) for v in found.visits],
        repeats=list(found.repeats),
        acts=[act.act for act in found.acts],
    )


def _machine(row: OrderMachineRow) -> OrderMachine:
    return OrderMachine(
        line=row.line,
        machine=row.machine,
        product_line=row.product_line,
        model=row.model,
        serial=row.serial,
        fault=row.fault,
        guarantee=row.guarantee,
        guarantee_reason=row.guarantee_reason.told(shapes.language()),
        result=row.result,
        note=row.note,
    )


def _visit(row: VisitRow) -> Visit:
    return Visit(
        number=row.number,
        technician=row.technician,
        state=row.state,
        planned=Span(start=row.starts_at, end=row.ends_at),
        departed_at=row.departed_at,
        arrived_at=row.arrived_at,
        in_window=row.in_window,
        late_minutes=row.late_minutes,
        started_at=row.started_at,
        ended_at=row.ended_at,
        result=row.result,
        reason=row.reason,
        note=row.note,
    )
