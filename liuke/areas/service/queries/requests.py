"""Reading requests and calls, and the closed lists that forms offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuke.areas.customers.queries.rows import brief_of
from liuke.areas.service import access
from liuke.areas.service.models import Call, ServiceRequest
from liuke.areas.service.queries.safety import Script, script_for
from liuke.areas.service.rules import names, states
from liuke.areas.service.rules.checklists import CHECKLIST
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

MOST: Final = 100

LISTS: Final[Mapping[str, Mapping[str, Words]]] = {
    "state": states.STATES,
    "kind": names.ORDER_KINDS,
    "source": names.SOURCES,
    "solved": names.SOLVED_REASONS,
    "decline": names.DECLINE_REASONS,
    "recall": names.RECALL_REASONS,
    "overrule": names.OVERRULE_REASONS,
    "hold": names.HOLD_REASONS,
    "mover": names.MOVERS,
    "move": names.MOVE_REASONS,
    "cancel": names.CANCEL_REASONS,
    "second_visit": names.SECOND_VISIT_REASONS,
    "no_service": names.NO_SERVICE_REASONS,
    "topic": names.EXPLAIN_TOPICS,
    "send_back": names.SEND_BACK_REASONS,
    "repeat": names.REPEAT_REASONS,
    "result": names.MACHINE_RESULTS,
    "guarantee": names.GUARANTEE,
    "outcome": names.OUTCOMES,
    "checklist": CHECKLIST,
}
"""Every closed list of the room by name: what forms offer and what codes are called."""


@dataclass(frozen=True)
class RequestRow:
    """A request with its script, and the order it became."""

    number: str
    customer_id: int
    customer_code: str
    customer: Words
    address_id: int | None
    source: str
    source_words: Words
    external_no: str
    kind: str
    kind_words: Words
    product_line: str
    fault: str
    hazards: tuple[str, ...]
    script: Script
    state: str
    call: str
    received_at: datetime
    taken_at: datetime | None
    solved_reason: str
    order: str


@dataclass(frozen=True)
class CallRow:
    number: str
    phone_mask: str
    line: str
    customer_id: int | None
    state: str
    started_at: datetime
    returned_at: datetime | None
    by: str


def get_request(number: str, *, by: Actor) -> RequestRow:
    """A request, or Missing."""
    return _row(access.request(number, by=by))


def list_untaken(*, by: Actor, size: int = MOST) -> tuple[RequestRow, ...]:
    """Wishes that nobody has taken on, the oldest first; the centre's."""
    access.centre(by)
    rows = ServiceRequest.objects.filter(taken_at=None).select_related("customer", "call")
    return tuple(_row(request) for request in rows.order_by("received_at", "pk")[:size])


def get_call(number: str, *, by: Actor) -> CallRow:
    """A call, or Missing; the centre's."""
    c = access.call(number, by=by)
    who = c.by.name if c.by else ""
    return CallRow(c.number, c.phone_mask, c.line, c.customer_id, c.state, c.started_at, c.returned_at, who)


def list_calls_to_return(*, by: Actor, size: int = MOST) -> tuple[CallRow, ...]:
    """Abandoned calls that still owe a call back, oldest first; the centre's."""
    access.centre(by)
    rows = Call.objects.filter(state=Call.State.ABANDONED, returned_at=None).order_by("started_at", "pk")[:size]
    return tuple(
        CallRow(c.number, c.phone_mask, c.line, c.customer_id, c.state, c.started_at, c.returned_at, "") for c in rows
    )


def _row(r: ServiceRequest) -> RequestRow:
    return RequestRow(
        number=r.number,
        customer_id=r.customer_id,
        customer_code=r.customer.code,
        customer=brief_of(r.customer).display,
        address_id=r.address_id,
        source=r.source,
        source_words=names.SOURCES.get(r.source, Words(r.source, r.source)),
        external_no=r.external_no,
        kind=r.kind,
        kind_words=names.ORDER_KINDS.get(r.kind, Words(r.kind, r.kind)),
        product_line=r.product_line,
        fault=r.fault,
        hazards=tuple(r.hazards),
        script=script_for(tuple(r.hazards)),
        state=r.state,
        call=r.call.number if r.call else "",
        received_at=r.received_at,
        taken_at=r.taken_at,
        solved_reason=r.solved_reason,
        order=r.orders.order_by("pk").values_list("number", flat=True).first() or "",
    )
