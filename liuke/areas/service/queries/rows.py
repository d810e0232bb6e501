"""What leaves the room: frozen rows of orders, machines and visits, with the words a page needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.customers.queries.rows import AddressRow, brief_of
from liuke.areas.service.models import OrderMachine, Visit, WorkOrder
from liuke.areas.service.rules import states
from liuke.areas.service.rules.arrival import Away
from liuke.areas.service.rules.names import GUARANTEE, MACHINE_RESULTS, ORDER_KINDS, PAYERS, SOURCES
from liuke.foundation.words import Words

NOTHING: Final = Words("", "")


@dataclass(frozen=True)
class OrderRow:
    """An order in one line. `area` and `address` are without the door; `due_at` is what is owed next, if asked for."""

    id: int
    number: str
    state: str
    state_words: Words
    kind: str
    kind_words: Words
    source: str
    source_words: Words
    customer_id: int
    customer_code: str
    customer: Words
    grade: str
    is_core: bool
    address_id: int | None
    area: str
    address: str
    product_line: str
    machines: int
    site: str
    site_name: str
    technician_id: int | None
    technician: str
    wished_start: datetime | None
    wished_end: datetime | None
    window_start: datetime | None
    window_end: datetime | None
    guarantee: str
    guarantee_words: Words
    safety: bool
    chases: int
    moves_ours: int
    hold_reason: str
    repeat_of: str
    request: str
    external_no: str
    outcome: str
    version: int
    made_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    due_at: datetime | None = None
    owes: str = ""  # the promise kind that is due next
    payer: Words = NOTHING
    has_code: bool = False  # of the platform, to be used up at the door

    def is_late(self, at: datetime) -> bool:
        """Is what is owed next overdue, or the window over without an arrival?"""
        if self.due_at is not None and self.due_at < at:
            return True
        waiting = self.state in ("booked", "on_the_way")
        return bool(waiting and self.window_end and self.window_end < at)


@dataclass(frozen=True)
class OrderMachineRow:
    """One machine of an order with its verdict on the phone and its result at the door."""

    line: int
    machine: str
    product_line: str
    model: str
    serial: str
    fault: str
    guarantee: str
    guarantee_words: Words
    guarantee_reason: Words
    final: str  # in | out once it was settled at the machine, else ""
    standing: str  # the verdict that counts
    result: str
    result_words: Words
    note: str


@dataclass(frozen=True)
class VisitRow:
    """A visit, planned or past."""

    number: str
    order: str
    technician_id: int
    technician: str
    site_id: int
    state: str
    starts_at: datetime
    ends_at: datetime
    announced_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    in_window: bool | None
    late_minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    result: str
    reason: str
    note: str
    checklist: tuple[str, ...]
    photos: tuple[str, ...]
    signature: str
    far_km: float | None = None  # checked in so far from the address; None where that was near or is not known


@dataclass(frozen=True)
class Act:
    """One act open to the reader now: the key of the table and the word on its button."""

    act: str
    words: Words


def acts_for(state: str, groups: frozenset[str]) -> tuple[Act, ...]:
    """What somebody of these groups may do with an order in this state."""
    return tuple(Act(step.act, step.words) for step in states.acts_in(state, groups))


def order_rows(orders: Iterable[WorkOrder]) -> tuple[OrderRow, ...]:
    """Rows of orders that were read with `LISTED`; addresses come in one query more."""
    found = list(orders)
    places = list_addresses({o.address_id for o in found if o.address_id})
    return tuple(_row(order, places) for order in found)


LISTED: Final = ("customer", "site", "technician", "repeat_of", "request")


def with_due(rows: Iterable[OrderRow], due: Mapping[str, tuple[datetime, str]]) -> tuple[OrderRow, ...]:
    """The rows with what is owed next about each."""
    return tuple(
        replace(row, due_at=due[row.number][0], owes=due[row.number][1]) if row.number in due else row for row in rows
    )


def machine_row(row: OrderMachine) -> OrderMachineRow:
    reason = (row.final_reason_zh, row.final_reason_en) if row.final_guarantee else ()
    return OrderMachineRow(
        line=row.line,
        machine=row.machine.number if row.machine else "",
        product_line=row.product_line,
        model=row.model,
        serial=row.serial,
        fault=row.fault,
        guarantee=row.guarantee,
        guarantee_words=GUARANTEE.get(row.standing, NOTHING),
        guarantee_reason=Words(*(reason or (row.guarantee_reason_zh, row.guarantee_reason_en))),
        final=row.final_guarantee,
        standing=row.standing,
        result=row.result,
        result_words=MACHINE_RESULTS.get(row.result, NOTHING),
        note=row.note,
    )


def _far_km(visit: Visit) -> float | None:
    if visit.away_metres is None or not Away(visit.away_metres, visit.away_accuracy or 0).is_far:
        return None
    return visit.away_metres / 1000


def visit_row(visit: Visit) -> VisitRow:
    return VisitRow(
        number=visit.number,
        order=visit.order.number,
        technician_id=visit.technician_id,
        technician=visit.technician.name,
        site_id=visit.site_id,
        state=visit.state,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        announced_at=visit.announced_at,
        departed_at=visit.departed_at,
        arrived_at=visit.arrived_at,
        in_window=visit.in_window,
        late_minutes=visit.late_minutes,
        started_at=visit.started_at,
        ended_at=visit.ended_at,
        result=visit.result,
        reason=visit.reason,
        note=visit.note,
        checklist=tuple(visit.checklist),
        photos=tuple(visit.photos),
        signature=visit.signature,
        far_km=_far_km(visit),
    )


def _row(o: WorkOrder, places: Mapping[int, AddressRow]) -> OrderRow:
    place = places.get(o.address_id) if o.address_id else None
    customer: Customer = o.customer
    return OrderRow(
        id=o.pk,
        number=o.number,
        state=o.state,
        state_words=states.STATES[o.state],
        kind=o.kind,
        kind_words=ORDER_KINDS.get(o.kind, NOTHING),
        source=o.source,
        source_words=SOURCES.get(o.source, NOTHING),
        customer_id=customer.pk,
        customer_code=customer.code,
        customer=brief_of(customer).display,
        grade=customer.grade,
        is_core=customer.is_core,
        address_id=o.address_id,
        area=place.area if place else "",
        address=place.masked if place else "",
        product_line=o.product_line,
        machines=getattr(o, "machine_count", 0) or 1,
        site=o.site.number if o.site else "",
        site_name=o.site.name if o.site else "",
        technician_id=o.technician_id,
        technician=o.technician.name if o.technician else "",
        wished_start=o.wished_start,
        wished_end=o.wished_end,
        window_start=o.window_start,
        window_end=o.window_end,
        guarantee=o.guarantee,
        guarantee_words=GUARANTEE.get(o.guarantee, NOTHING),
        safety=o.safety,
        chases=o.chases,
        moves_ours=o.moves_ours,
        hold_reason=o.hold_reason,
        repeat_of=o.repeat_of.number if o.repeat_of else "",
        request=o.request.number if o.request else "",
        external_no=o.external_no,
        outcome=o.outcome,
        version=o.version,
        made_at=o.made_at,
        changed_at=o.changed_at,
        ended_at=o.ended_at,
        payer=PAYERS.get(o.payer, NOTHING),
        has_code=bool(o.verification_code),
    )
