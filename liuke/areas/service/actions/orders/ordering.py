"""A request is ordered, an order of a platform received, and taken on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, RequestOpened, done
from liuke.areas.service.actions.changing import change, one_of, tell_all
from liuke.areas.service.actions.orders.lines import MachineDraft
from liuke.areas.service.actions.orders.writing import NewOrder, made, write_order
from liuke.areas.service.actions.placing import Placement, place, site_called
from liuke.areas.service.actions.requests import open_request
from liuke.areas.service.models import ServiceRequest
from liuke.areas.service.rules import states
from liuke.areas.service.rules.names import PAYERS
from liuke.areas.service.rules.windows import Window
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.listeners import Rules

LONGEST_CODE = 60


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
        draft = NewOrder(kind or asked.kind, address_id or asked.address_id, wished or (None if chosen else window))
        order = write_order(asked, draft, machines or [MachineDraft(product_line=asked.product_line)], second, at=at)
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
        draft = NewOrder(kind, address_id, wished, payer, verification_code.strip())
        order = write_order(asked, draft, lines, True, at=happened_at or at, state="new")
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


def _may_order(asked: ServiceRequest) -> None:
    if asked.state == ServiceRequest.State.SOLVED:
        raise Refused("这张请求已在电话中解决。", "This request was solved on the phone.", code="request-state")
    open_order = asked.orders.filter(state__in=list(states.OPEN)).values_list("number", flat=True).first()
    if open_order:
        raise Refused(
            f"这张请求已有工单 {open_order}。", f"This request has order {open_order} already.", code="open-order"
        )


def _answer_request(asked: ServiceRequest, taken_at: datetime | None) -> None:
    asked.state = ServiceRequest.State.ORDERED
    asked.taken_at = asked.taken_at or taken_at
    asked.save(update_fields=["state", "taken_at"])
