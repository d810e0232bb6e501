"""A request becomes a work order, and goes to its site in the same transaction where one is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liuke.areas.products.models import Machine
from liuke.areas.products.queries.guarantee import judge, with_terms
from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, RequestOpened, done
from liuke.areas.service.actions.changing import change, one_of, tell_all
from liuke.areas.service.actions.placing import Placement, place, site_called
from liuke.areas.service.actions.requests import open_request
from liuke.areas.service.models import OrderMachine, ServiceRequest, WorkOrder
from liuke.areas.service.queries.places import area_of_division, division_of
from liuke.areas.service.rules import states
from liuke.areas.service.rules.names import ORDER_KINDS, PAYERS
from liuke.areas.service.rules.windows import Window, fault_of
from liuke.events.service.orders import OrderMade
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.listeners import Rules

MOST_MACHINES = 50
LONGEST_CODE = 60


@dataclass(frozen=True)
class MachineDraft:
    """One machine of an order to be: its number in the installed base, or line and model as the caller knows them."""

    machine: str = ""
    product_line: str = ""
    model: str = ""
    fault: str = ""


def order_visit(
    request: str, *, by: Actor, at: datetime, machines: Sequence[MachineDraft] = (), kind: str = "",
    address_id: int | None = None, site: str = "", window: Window | None = None, wished: Window | None = None,
    overrule_reason: str = "", second: bool = False, keeps: int | None = None,
) -> Done:  # fmt: skip
    """Make the work order of a request; with a site it is dispatched at once, with a window (own site) booked too.

    Refused where one of the machines has an open order already (that is a chase-up) unless `second` says it is
    another matter; where the window is full; where the site lacks a certificate.
    """
    access.may_act("dispatch", by=by)
    with transaction.atomic():
        chosen = site_called(site) if site else None
        asked = access.request(request, by=by, lock=True, beside=[chosen.pk] if chosen else [])
        _may_order(asked)
        draft = _Draft(kind or asked.kind, address_id or asked.address_id, wished or (None if chosen else window))
        order = _write(asked, draft, machines or [MachineDraft(product_line=asked.product_line)], second, at=at)
        _answer_request(asked, at)
        events: list[object] = [made(order, site=chosen.number if chosen else "")]
        if chosen:
            events += place(order, Placement(chosen, window, wished, overrule_reason), by=by, at=at)
        tell_all(order, events, by=by, at=at, keeps=keeps)
    return done(order)


def receive_order(
    customer_id: int, *, kind: str, source: str, external_no: str, by: Actor, at: datetime,
    machines: Sequence[MachineDraft] = (), address_id: int | None = None, wished: Window | None = None,
    fault: str = "", payer: str = "", verification_code: str = "", happened_at: datetime | None = None,
    rules: Rules = "apply",
) -> RequestOpened:  # fmt: skip
    """An order of a platform or from a spreadsheet: request and order in state `new`; taking it on is owed.

    A number that came before answers with the first (`repeated`), nothing is doubled. `payer` is one of PAYERS; the
    customer shows `verification_code` at the door (practice §1.1).
    """
    check_paying(payer, verification_code)
    with transaction.atomic():
        lines = list(machines) or [MachineDraft()]
        opened = open_request(
            customer_id, kind=kind, source=source, external_no=external_no, by=by, at=at, fault=fault,
            product_line=lines[0].product_line, address_id=address_id, happened_at=happened_at, rules=rules,
        )  # fmt: skip
        if opened.repeated:
            return opened
        asked = ServiceRequest.objects.get(number=opened.number)
        draft = _Draft(kind, address_id, wished, payer, verification_code.strip())
        order = _write(asked, draft, lines, True, at=happened_at or at, state="new")
        _answer_request(asked, None)
        if asked.taken_at is not None:
            change(order, "take", by=by, at=at)
            order.save()
            tell_all(order, [made(order)], by=by, at=at)
    return RequestOpened(opened.number, opened.customer_id, ServiceRequest.State.ORDERED, order.number)


def check_paying(payer: str, code: str) -> None:
    """Raise Invalid where a platform's word on paying cannot be kept as it is."""
    if payer:
        one_of("payer", payer, PAYERS)
    if len(code.strip()) > LONGEST_CODE:
        raise Invalid.field("verification_code", "核销码最多 60 个字符", "At most 60 characters")


def take(number: str, *, by: Actor, at: datetime, keeps: int | None = None) -> Done:
    """Take on an order that came in by itself: from now on somebody owes its dispatch."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)

        change(order, "take", by=by, at=at)

        order.save()
        if order.request is not None and order.request.taken_at is None:
            order.request.taken_at = at
            order.request.save(update_fields=["taken_at"])

        tell_all(order, [made(order)], by=by, at=at, keeps=keeps)
    return done(order)


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
class _Draft:
    kind: str
    address_id: int | None
    wished: Window | None
    payer: str = ""
    verification_code: str = ""


def _may_order(asked: ServiceRequest) -> None:
    if asked.state == ServiceRequest.State.SOLVED:
        raise Refused("这张请求已在电话中解决。", "This request was solved on the phone.", code="request-state")
    open_order = asked.orders.filter(state__in=list(states.OPEN)).values_list("number", flat=True).first()
    if open_order:
        raise Refused(
            f"这张请求已有工单 {open_order}。", f"This request has order {open_order} already.", code="open-order"
        )


def _write(
    asked: ServiceRequest, draft: _Draft, machines: Sequence[MachineDraft], second: bool, *, at: datetime,
    state: str = "to_dispatch",
) -> WorkOrder:  # fmt: skip
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
    lines = _lines(order, machines, asked, at)
    if not second:
        _refuse_open(lines)
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


def _lines(
    order: WorkOrder, machines: Sequence[MachineDraft], asked: ServiceRequest, at: datetime
) -> list[OrderMachine]:
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


def _refuse_open(lines: Sequence[OrderMachine]) -> None:
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


def _check_window(field: str, window: Window, at: datetime) -> None:
    if wrong := fault_of(window, at=at):
        raise Invalid.field(field, wrong.zh, wrong.en)


def _answer_request(asked: ServiceRequest, taken_at: datetime | None) -> None:
    asked.state = ServiceRequest.State.ORDERED
    asked.taken_at = asked.taken_at or taken_at
    asked.save(update_fields=["state", "taken_at"])
