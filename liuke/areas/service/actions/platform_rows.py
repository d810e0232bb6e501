"""The rows of orders that come in bulk: requests by an INSERT that the constraint may thin out, the rest by COPY."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from liuke.areas.customers.actions.copying import ids_of, insert_objects
from liuke.areas.products.models import Machine
from liuke.areas.products.queries.guarantee import with_terms
from liuke.areas.service.actions.changing import change
from liuke.areas.service.actions.orders import (  # one verdict, whichever way it comes
    MachineDraft,
    from_base,
    worst_guarantee,
)
from liuke.areas.service.models import OrderMachine, ServiceRequest, WorkOrder
from liuke.areas.service.queries import safety
from liuke.areas.service.rules.names import TAKEN_AT_ONCE
from liuke.areas.service.rules.windows import Window
from liuke.foundation import numbers
from liuke.foundation.identity.models import Actor

Key = tuple[str, str, int]
"""Source and external number; of an order without a number its place in the file."""


@dataclass(frozen=True)
class PlatformOrder:
    """One order as `receive_order` is told it: `happened_at` is when it was placed, `wished` when we may come."""

    customer_id: int
    kind: str
    source: str
    external_no: str
    machines: Sequence[MachineDraft] = ()
    address_id: int | None = None
    wished: Window | None = None
    fault: str = ""
    happened_at: datetime | None = None
    payer: str = ""
    verification_code: str = ""


@dataclass
class Arrival:
    """An order on its way into the tables, at its division."""

    key: Key
    told: PlatformOrder
    division: str
    request: ServiceRequest = field(init=False)
    order: WorkOrder = field(init=False)
    lines: list[OrderMachine] = field(init=False)


def write(arrivals: Sequence[Arrival], *, by: Actor, at: datetime) -> list[Arrival]:
    """Write what is new; returns those whose number no other process has taken meanwhile."""
    _make_requests(arrivals, by, at)
    stand = _insert_requests([arrival.request for arrival in arrivals])
    made = [arrival for arrival in arrivals if arrival.request.pk in stand]
    base = _base([arrival.told for arrival in made])
    counted = zip(ids_of(WorkOrder, len(made)), numbers.take_many("WO", len(made)), made, strict=True)
    for pk, number, arrival in counted:
        _make_order(arrival, WorkOrder(pk=pk, number=number), base, by, at)
    insert_objects(WorkOrder, [arrival.order for arrival in made])
    lines = [line for arrival in made for line in arrival.lines]
    for pk, line in zip(ids_of(OrderMachine, len(lines)), lines, strict=True):
        line.pk = pk
    insert_objects(OrderMachine, lines)
    return made


def _make_requests(arrivals: Sequence[Arrival], by: Actor, at: datetime) -> None:
    ids, called = ids_of(ServiceRequest, len(arrivals)), numbers.take_many("R", len(arrivals))
    for pk, number, arrival in zip(ids, called, arrivals, strict=True):
        told, line = arrival.told, _product_line(arrival.told)
        heard = safety.safety_script(told.fault, product_line=line).hazards
        arrival.request = ServiceRequest(
            pk=pk, number=number, customer_id=told.customer_id, kind=told.kind, source=told.source,
            external_no=arrival.key[1], product_line=line, fault=told.fault.strip(), address_id=told.address_id,
            received_at=told.happened_at or at, by=by, hazards=[hazard.key for hazard in heard],
            taken_at=at if told.source in TAKEN_AT_ONCE else None, state=ServiceRequest.State.ORDERED,
        )  # fmt: skip


def _insert_requests(requests: Sequence[ServiceRequest]) -> set[int]:
    """By their numbers, so that two processes with the same numbers wait for each other in one order only."""
    rows = sorted(requests, key=lambda row: (row.source, row.external_no))
    ServiceRequest.objects.bulk_create(rows, ignore_conflicts=True)
    ids = [row.pk for row in rows]
    return set(ServiceRequest.objects.filter(pk__in=ids).values_list("pk", flat=True))


def _base(told: Sequence[PlatformOrder]) -> Mapping[tuple[int, str], Machine]:
    """The machines named, by customer and number: another customer's is not his."""
    named = {draft.machine.strip().upper() for row in told for draft in row.machines if draft.machine}
    rows = with_terms(Machine.objects.filter(number__in=named)) if named else ()
    return {(row.customer_id, row.number): row for row in rows}


def _make_order(
    arrival: Arrival, order: WorkOrder, base: Mapping[tuple[int, str], Machine], by: Actor, at: datetime
) -> None:
    told, asked = arrival.told, arrival.request
    order.kind, order.source, order.external_no, order.state = told.kind, told.source, asked.external_no, "new"
    order.request, order.customer_id = asked, told.customer_id
    order.payer, order.verification_code = told.payer, told.verification_code.strip()
    order.address_id, order.division, order.safety = told.address_id, arrival.division, bool(asked.hazards)
    order.made_at = order.changed_at = told.happened_at or at
    if told.wished:
        order.wished_start, order.wished_end = told.wished.start, told.wished.end
    arrival.lines = list(_lines(order, arrival, base))
    order.product_lines = list(dict.fromkeys(line.product_line for line in arrival.lines if line.product_line))
    order.product_line = order.product_lines[0] if order.product_lines else asked.product_line
    order.guarantee = worst_guarantee(arrival.lines)
    arrival.order = order
    if asked.taken_at is not None:
        change(order, "take", by=by, at=at)


def _lines(order: WorkOrder, arrival: Arrival, base: Mapping[tuple[int, str], Machine]) -> Iterator[OrderMachine]:
    told, asked = arrival.told, arrival.request
    for position, draft in enumerate(told.machines or [MachineDraft()], start=1):
        line = OrderMachine(order=order, line=position, fault=draft.fault.strip() or asked.fault)
        line.product_line, line.model = draft.product_line or asked.product_line, draft.model[:80]
        if draft.machine:
            from_base(line, base.get((told.customer_id, draft.machine.strip().upper())), order.made_at)
        yield line


def _product_line(told: PlatformOrder) -> str:
    return told.machines[0].product_line if told.machines else ""
