"""The machines of an order: from the installed base with the verdict of the day, or as the caller knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.products.models import Machine
from liuke.areas.products.queries.guarantee import judge, with_terms
from liuke.areas.service.models import OrderMachine, ServiceRequest, WorkOrder
from liuke.areas.service.rules import states
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused


@dataclass(frozen=True)
class MachineDraft:
    """One machine of an order to be: its number in the installed base, or line and model as the caller knows them."""

    machine: str = ""
    product_line: str = ""
    model: str = ""
    fault: str = ""


def lines_of(
    order: WorkOrder, machines: Sequence[MachineDraft], asked: ServiceRequest, at: datetime
) -> list[OrderMachine]:
    """A line for each machine, not saved yet."""
    named = [m.machine.strip().upper() for m in machines if m.machine]
    base = with_terms(Machine.objects.filter(number__in=named, customer=asked.customer_id)) if named else []
    known = {row.number: row for row in base}
    lines = []
    for position, draft in enumerate(machines, start=1):
        line = OrderMachine(order=order, line=position, fault=draft.fault.strip() or asked.fault)
        line.product_line, line.model = draft.product_line or asked.product_line, draft.model[:80]
        if draft.machine:
            from_base(line, known.get(draft.machine.strip().upper()), at)
        lines.append(line)
    return lines


def from_base(line: OrderMachine, machine: Machine | None, at: datetime) -> None:
    """Fill a line from its machine, with the verdict of that day; Invalid where it is not this customer's."""
    if machine is None:
        raise Invalid.field(
            "machines", f"第 {line.line} 台不在该客户名下", f"Machine {line.line} is not this customer's"
        )
    verdict = judge(machine, on=local(at).date())
    line.machine, line.product_line = machine, machine.model.line.key
    line.model, line.serial = machine.model.code, machine.serial
    line.guarantee = verdict.state
    line.guarantee_reason_zh, line.guarantee_reason_en = verdict.words.zh[:200], verdict.words.en[:200]


def refuse_open(lines: Sequence[OrderMachine]) -> None:
    """A machine that has an open order gets a chase-up instead."""
    machines = [line.machine_id for line in lines if line.machine_id]
    rows = OrderMachine.objects.filter(machine__in=machines, order__state__in=list(states.OPEN)) if machines else None
    number = rows.values_list("order__number", flat=True).first() if rows is not None else None
    if number:
        raise Refused(
            f"这台机器已有未完工单 {number}：请登记催单。",
            f"This machine has the open order {number}: note a chase-up.",
            code="open-order",
        )


def worst_guarantee(lines: Sequence[OrderMachine]) -> str:
    """What the order as a whole counts as: paid where one machine is, then undecided, then free."""
    given = {line.standing for line in lines}
    return next((state for state in ("out", "unknown", "in") if state in given), "unknown")
