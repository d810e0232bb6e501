"""Reading orders: one with everything, pages by filter, counts by state, those of customers, by the last four."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.db.models.functions import Right

from liuke.areas.service import access
from liuke.areas.service.models import PartRequest, WorkOrder
from liuke.areas.service.queries.order_filters import filtered, whole
from liuke.areas.service.queries.rows import (
    LISTED,
    NOTHING,
    Act,
    OrderMachineRow,
    OrderRow,
    VisitRow,
    acts_for,
    machine_row,
    order_rows,
    visit_row,
    with_due,
)
from liuke.areas.service.queries.safety import Script, script_for
from liuke.areas.service.rules import states
from liuke.areas.service.rules.names import PAYERS
from liuke.areas.service.rules.waiting import chooses_himself, waits_for_part
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.promises.models import Promise

PAGE: Final = 50
LONGEST_PAGE: Final = 200
MOST_FOUND: Final = 20
COUNTED: Final = 1_000  # more is shown as 999+


@dataclass(frozen=True)
class OfferRow:
    """An order laid before a site, why this one, and what it answered."""

    site: str
    site_name: str
    offered_at: datetime
    reasons: Words
    overruled_reason: str
    answer: str
    answered_at: datetime | None
    reason: str


@dataclass(frozen=True)
class PartRow:
    number: str
    part: str
    state: str
    requested_at: datetime
    moved_at: datetime


@dataclass(frozen=True)
class OrderFile:
    """One order with everything that hangs on it, and the acts open to the reader now."""

    row: OrderRow
    fault: str
    hazards: tuple[str, ...]
    script: Script
    call: str
    received_at: datetime | None
    machines: tuple[OrderMachineRow, ...]
    visits: tuple[VisitRow, ...]
    offers: tuple[OfferRow, ...]
    parts: tuple[PartRow, ...]
    repeats: tuple[str, ...]
    hold_until: datetime | None
    hold_evidence: tuple[str, ...]
    tries: int
    second_visit_reason: str
    paid: bool
    payer: Words
    has_code: bool
    code_used_at: datetime | None
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class OrderPage:
    """`next_after` goes into the next call; None on the last page."""

    rows: tuple[OrderRow, ...]
    next_after: str | None


def get_order(number: str, *, by: Actor) -> OrderFile:
    """The order with machines, visits, offers and parts; Missing for whoever may not see it."""
    order = access.order(number, by=by)
    row = order_rows([order])[0]
    request = order.request
    hazards = tuple(request.hazards) if request else ()
    sees_all = access.sees_all(by)
    parts = tuple(_part(p) for p in order.parts.order_by("pk"))
    return OrderFile(
        row=with_due([row], due_of([row.number]))[0],
        fault=request.fault if request else "",
        hazards=hazards,
        script=script_for(hazards),
        call=request.call.number if request and request.call and sees_all else "",
        received_at=request.received_at if request else None,
        machines=tuple(machine_row(m) for m in order.machines.select_related("machine").order_by("line")),
        visits=tuple(visit_row(v) for v in order.visits.select_related("technician", "order").order_by("pk")),
        offers=_offers(order) if sees_all else (),
        parts=parts,
        repeats=tuple(order.repeats.order_by("pk").values_list("number", flat=True)),
        hold_until=order.held_until,
        hold_evidence=tuple(order.hold_evidence),
        tries=order.tries,
        second_visit_reason=order.second_visit_reason,
        paid=order.paid,
        payer=PAYERS.get(order.payer, NOTHING),
        has_code=bool(order.verification_code),
        code_used_at=order.code_used_at,
        acts=_acts(order, parts, by),
    )


def _acts(order: WorkOrder, parts: Iterable[PartRow], by: Actor) -> tuple[Act, ...]:
    """What is open to the reader; no window is offered before the part is there, nor to a customer where a site calls."""
    found = acts_for(order.state, access.groups(by))
    waits = waits_for_part(order.state, order.second_visit_reason, [part.state for part in parts])
    mode = order.site.mode if order.site else ""
    books = chooses_himself(mode, waits=waits) if by.kind == Actor.Kind.CUSTOMER else not waits
    return found if books else tuple(act for act in found if act.act != "book")


def list_orders(
    filters: Mapping[str, str], *, by: Actor, after: str | None = None, size: int = PAGE, due: bool = False
) -> OrderPage:
    """Orders in pages, newest first, by FILTERS (`state` may name several, by comma; `open` and `safety` are "yes").

    `due` adds what is owed next about each (one query more).
    """
    rows = filtered(filters, by)
    if after is not None:
        rows = rows.filter(pk__lt=whole("after", after))
    size = max(1, min(size, LONGEST_PAGE))
    found = list(rows.select_related(*LISTED).order_by("-pk")[: size + 1])
    page = order_rows(found[:size])
    if due:
        page = with_due(page, due_of([row.number for row in page]))
    return OrderPage(page, str(page[-1].id) if len(found) > size else None)


def count_by_state(filters: Mapping[str, str], *, by: Actor) -> dict[str, int]:
    """How many orders in each open state, in the order of the table; other filters apply, `state` does not.

    COUNTED stands for more: every state is counted on its index as far as that and no further.
    """
    others = {name: value for name, value in filters.items() if name not in ("state", "open")}
    rows = filtered(others, by).order_by()
    some = [rows.filter(state=state).values_list("state")[:COUNTED] for state in states.OPEN]
    counts = Counter(state for (state,) in some[0].union(*some[1:], all=True))
    return {state: counts[state] for state in states.OPEN}


def newest_by_state(filters: Mapping[str, str], *, by: Actor, size: int) -> dict[str, tuple[OrderRow, ...]]:
    """The newest orders of each open state with what is owed next, read at once; filters as for the counts."""
    others = {name: value for name, value in filters.items() if name not in ("state", "open")}
    rows = filtered(others, by)
    some = [rows.filter(state=state).order_by("-pk").values("pk")[:size] for state in states.OPEN]
    newest = some[0].union(*some[1:], all=True)
    found = order_rows(WorkOrder.objects.filter(pk__in=newest).select_related(*LISTED).order_by("-pk"))
    by_state: dict[str, list[OrderRow]] = {}
    for row in with_due(found, due_of([row.number for row in found])):
        by_state.setdefault(row.state, []).append(row)
    return {state: tuple(listed) for state, listed in by_state.items()}


def orders_of_customer(
    customer_id: int, *, by: Actor, after: str | None = None, size: int = PAGE
) -> tuple[OrderRow, ...]:
    """A customer's orders, newest first."""
    rows = WorkOrder.objects.filter(access.orders_for(by), customer=customer_id)
    if after is not None:
        rows = rows.filter(pk__lt=whole("after", after))
    return order_rows(rows.select_related(*LISTED).order_by("-pk")[:size])


def open_orders_of_customers(customer_ids: Collection[int]) -> dict[int, tuple[OrderRow, ...]]:
    """Open orders of some customers, newest first, for the screen pop: whoever asks has got them through access."""
    rows = WorkOrder.objects.filter(customer__in=list(customer_ids), state__in=list(states.OPEN))
    found: dict[int, list[OrderRow]] = {}
    for row in order_rows(rows.select_related(*LISTED).order_by("-pk")):
        found.setdefault(row.customer_id, []).append(row)
    return {pk: tuple(listed) for pk, listed in found.items()}


def find_by_number(text: str, *, by: Actor) -> tuple[OrderRow, ...]:
    """Orders by number, by its last four digits ("318" is taken as 0318), or by the external number."""
    told = text.strip().upper()
    digits = told.removeprefix("WO").lstrip("-")
    rows = WorkOrder.objects.filter(access.orders_for(by))
    if digits.isdecimal() and digits.isascii() and len(digits) <= 4:
        rows = rows.alias(tail=Right("number", 4)).filter(tail=digits.zfill(4))
        return order_rows(rows.select_related(*LISTED).order_by("-pk")[:MOST_FOUND])
    if digits.isdecimal() and digits.isascii() and len(digits) < 19:
        number = f"WO-{int(digits):06}"
        rows = rows.filter(Q(number=number) | Q(external_no=text.strip()[:64]))
    else:
        rows = rows.filter(external_no=text.strip()[:64]).exclude(external_no="")
    return order_rows(rows.select_related(*LISTED).order_by("-pk")[:MOST_FOUND])


def list_by_number(numbers: Iterable[str], *, by: Actor) -> dict[str, OrderRow]:
    """Orders by their numbers in two queries; those not to be seen are left out."""
    rows = WorkOrder.objects.filter(access.orders_for(by), number__in=list(numbers))
    return {row.number: row for row in order_rows(rows.select_related(*LISTED))}


def due_of(numbers: Collection[str]) -> dict[str, tuple[datetime, str]]:
    """What is owed next about each order: (due, promise kind)."""
    rows = Promise.objects.filter(about__in=list(numbers), state=Promise.State.OPEN, held_since=None)
    found: dict[str, tuple[datetime, str]] = {}
    for about, due, what in rows.order_by("due_at", "pk").values_list("about", "due_at", "what"):
        found.setdefault(about, (due, what))
    return found


def _offers(order: WorkOrder) -> tuple[OfferRow, ...]:
    return tuple(
        OfferRow(
            o.site.number, o.site.name, o.offered_at, Words(o.reasons_zh, o.reasons_en), o.overruled_reason, o.answer,
            o.answered_at, o.reason,
        )
        for o in order.offers.select_related("site").order_by("pk")
    )  # fmt: skip


def _part(p: PartRequest) -> PartRow:
    return PartRow(p.number, p.part, p.state, p.requested_at, p.moved_at)
