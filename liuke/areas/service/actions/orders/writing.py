"""The rows of an order, of a repeat that carries one on, and the event that says it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.service.actions.changing import one_of
from liuke.areas.service.actions.orders.lines import MachineDraft, lines_of, refuse_open, worst_guarantee
from liuke.areas.service.models import OrderMachine, ServiceRequest, WorkOrder
from liuke.areas.service.queries.places import area_of_division, division_of
from liuke.areas.service.rules.names import ORDER_KINDS
from liuke.areas.service.rules.windows import Window, fault_of
from liuke.events.service.orders import OrderMade
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid

MOST_MACHINES = 50


def write_repeat(original: WorkOrder, *, at: datetime, fault: str = "") -> WorkOrder:
    """The linked order that carries an unfinished matter on: same household, same machines."""
    order = _blank(original.kind, original.source, at)
    order.customer_id, order.request_id = original.customer_id, original.request_id
    order.address_id, order.division = original.address_id, original.division
    order.product_line, order.product_lines = original.product_line, original.product_lines
    order.guarantee, order.safety, order.repeat_of = original.guarantee, original.safety, original
    order.save(force_insert=True)
    OrderMachine.objects.bulk_create(
        [
            OrderMachine(
                order=order, line=m.line, machine_id=m.machine_id, product_line=m.product_line, model=m.model,
                fault=fault or m.fault, guarantee=m.guarantee, guarantee_reason_zh=m.guarantee_reason_zh,
                guarantee_reason_en=m.guarantee_reason_en, serial=m.serial,
            )
            for m in original.machines.order_by("line")
        ]
    )  # fmt: skip
    return order


def made(order: WorkOrder, *, site: str = "") -> OrderMade:
    """The event that says an order stands; `site` when it goes there in the same act."""
    return OrderMade(
        number=order.number,
        request=order.request.number if order.request else "",
        kind=order.kind,
        product_line=order.product_line,
        source=order.source,
        area=area_of_division(order.division),
        guarantee=order.guarantee,
        safety=order.safety,
        repeat_of=order.repeat_of.number if order.repeat_of else "",
        machines=order.machines.count(),
        wished=order.wished_start is not None,
        wished_at=order.wished_start,
        site=site,
    )


@dataclass(frozen=True)
class NewOrder:
    """What is known of an order to be, beside its request and its machines."""

    kind: str
    address_id: int | None
    wished: Window | None
    payer: str = ""
    verification_code: str = ""


def write_order(
    asked: ServiceRequest, draft: NewOrder, machines: Sequence[MachineDraft], second: bool, *, at: datetime,
    state: str = "to_dispatch",
) -> WorkOrder:  # fmt: skip
    """The order's rows. Refused where a machine has an open order already, unless it is a `second` matter."""
    if len(machines) > MOST_MACHINES:
        raise Invalid.field("machines", "一单最多 50 台", "At most 50 machines an order")
    order = _blank(one_of("kind", draft.kind, ORDER_KINDS), asked.source, at)
    order.state, order.request, order.customer_id, order.external_no = (
        state,
        asked,
        asked.customer_id,
        asked.external_no,
    )
    order.address_id, order.division = draft.address_id, division_of(draft.address_id)
    order.payer, order.verification_code = draft.payer, draft.verification_code
    order.safety = bool(asked.hazards)
    if draft.wished:
        _check_window("wished", draft.wished, at)
        order.wished_start, order.wished_end = draft.wished.start, draft.wished.end
    lines = lines_of(order, machines, asked, at)
    if not second:
        refuse_open(lines)
    order.product_lines = list(dict.fromkeys(line.product_line for line in lines if line.product_line))
    order.product_line = order.product_lines[0] if order.product_lines else asked.product_line
    order.guarantee = worst_guarantee(lines)
    order.save(force_insert=True)
    OrderMachine.objects.bulk_create(lines)
    return order


def _blank(kind: str, source: str, at: datetime) -> WorkOrder:
    return WorkOrder(
        number=numbers.take("WO"), kind=kind, source=source, state="to_dispatch", made_at=at, changed_at=at
    )


def _check_window(field: str, window: Window, at: datetime) -> None:
    if wrong := fault_of(window, at=at):
        raise Invalid.field(field, wrong.zh, wrong.en)
