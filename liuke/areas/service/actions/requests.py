"""A wish is written down; dangers are met first; what can be solved on the phone needs no visit (H10)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from liuke.areas.customers import access as customers
from liuke.areas.service import access
from liuke.areas.service.actions.answers import RequestOpened
from liuke.areas.service.actions.changing import one_of
from liuke.areas.service.models import Call, ServiceRequest
from liuke.areas.service.queries import safety
from liuke.areas.service.queries.places import area_of_address
from liuke.areas.service.rules.names import ORDER_KINDS, SOLVED_REASONS, SOURCES, TAKEN_AT_ONCE
from liuke.events.service.calls import RequestReceived, RequestSolved, RequestTaken, SafetyAdvised, SafetyTakenOver
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.listeners import Rules

LONGEST_FAULT = 1000


def open_request(
    customer_id: int, *, kind: str, by: Actor, at: datetime, fault: str = "", product_line: str = "",
    address_id: int | None = None, source: str = "call", external_no: str = "", call: str = "",
    hazards: tuple[str, ...] = (), happened_at: datetime | None = None, keeps: int | None = None,
    rules: Rules = "apply",
) -> RequestOpened:  # fmt: skip
    """Write down what a customer wishes. Dangers in his words are recorded with the script that was read out.

    A source and external number that came before answer with the first request (`repeated`), nothing is doubled.
    """
    if by.kind != Actor.Kind.CUSTOMER:
        access.centre(by)
    _check(kind, source, fault)
    with transaction.atomic():
        customer = customers.customer(customer_id, by=by, lock=True)
        if first := find_external(source, external_no):
            return first
        request = _write(
            ServiceRequest(
                customer=customer, kind=kind, source=source, external_no=external_no.strip()[:64],
                product_line=product_line, fault=fault.strip(), address_id=_own(address_id, customer.pk),
                call=_call(call, by), received_at=happened_at or at, by=by,
                hazards=list(_hazards(fault, product_line, hazards)),
                taken_at=at if source in TAKEN_AT_ONCE else None,
            )
        )  # fmt: skip
        if request is None:  # another process took it in at this very moment
            return _again(source, external_no)
        _tell(request, by=by, at=at, happened_at=happened_at, keeps=keeps, rules=rules)
    return RequestOpened(request.number, customer.pk, request.state)


def take_request(number: str, *, by: Actor, at: datetime, keeps: int | None = None) -> RequestOpened:
    """Somebody of the centre takes on a wish that came in by itself (online, scan)."""
    access.centre(by)
    with transaction.atomic():
        request = access.request(number, by=by, lock=True)
        if request.taken_at is not None:
            raise Refused("这张请求已有人受理。", "Somebody took this request already.", code="taken")
        request.taken_at = at
        request.save(update_fields=["taken_at"])
        record(RequestTaken(number=request.number), on=request.customer_id, by=by, at=at, keeps=keeps)
    return RequestOpened(request.number, request.customer_id, request.state)


def solve_on_phone(
    number: str, *, reason: str, by: Actor, at: datetime, note: str = "", keeps: int | None = None
) -> RequestOpened:
    """An avoided visit: solved on the phone, with the reason (a closed list)."""
    access.centre(by)
    one_of("reason", reason, SOLVED_REASONS)
    with transaction.atomic():
        request = access.request(number, by=by, lock=True)
        if request.state != ServiceRequest.State.OPEN:
            raise Refused(
                "这张请求已办结或已转工单。", "This request is done, or became an order.", code="request-state"
            )
        request.state, request.solved_reason, request.solved_at = ServiceRequest.State.SOLVED, reason, at
        request.taken_at = request.taken_at or at
        request.save(update_fields=["state", "solved_reason", "solved_at", "taken_at"])
        told = RequestSolved(number=request.number, reason=reason, note=note.strip())
        record(told, on=request.customer_id, by=by, at=at, keeps=keeps)
    return RequestOpened(request.number, request.customer_id, request.state)


def take_over_safety(number: str, *, by: Actor, at: datetime, note: str = "", keeps: int | None = None) -> None:
    """The duty manager takes a safety case over."""
    access.centre(by)
    with transaction.atomic():
        request = access.request(number, by=by, lock=True)
        if not request.hazards:
            raise Refused("这张请求不是安全事件。", "This request is no safety case.")
        told = SafetyTakenOver(number=request.number, note=note.strip())
        record(told, on=request.customer_id, by=by, at=at, keeps=keeps)


def find_external(source: str, external_no: str) -> RequestOpened | None:
    """The request that came under this number of this source before."""
    if not external_no.strip():
        return None
    found = ServiceRequest.objects.filter(source=source, external_no=external_no.strip()[:64]).first()
    if found is None:
        return None
    order = found.orders.order_by("pk").values_list("number", flat=True).first() or ""
    return RequestOpened(found.number, found.customer_id, found.state, order, repeated=True)


def _check(kind: str, source: str, fault: str) -> None:
    one_of("kind", kind, ORDER_KINDS)
    one_of("source", source, SOURCES)
    if len(fault) > LONGEST_FAULT:
        raise Invalid.field("fault", "故障描述最多 1000 个字", "At most 1,000 characters")


def _own(address_id: int | None, customer_id: int) -> int | None:
    from liuke.areas.customers.queries.file import list_addresses

    if address_id is None:
        return None
    found = list_addresses([address_id]).get(address_id)
    if found is None or found.customer_id != customer_id:
        raise Invalid.field("address_id", "这不是该客户的地址", "That is no address of this customer")
    return address_id


def _call(number: str, by: Actor) -> Call | None:
    return access.call(number, by=by) if number else None


def _hazards(fault: str, product_line: str, named: tuple[str, ...]) -> tuple[str, ...]:
    """Those the words speak of and those the agent named, the gravest first."""
    heard = {hazard.key for hazard in safety.safety_script(fault, product_line=product_line).hazards}
    return tuple(hazard.key for hazard in safety.known() if hazard.key in heard or hazard.key in named)


def _write(request: ServiceRequest) -> ServiceRequest | None:
    request.number = numbers.take("R")
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        if "an_external_number_comes_once_per_source" in str(error):
            return None
        raise
    return request


def _again(source: str, external_no: str) -> RequestOpened:
    found = find_external(source, external_no)
    if found is None:
        raise Refused("同一外部单号正在登记，请稍后再试。", "This external number is just being taken in; try again.")
    return found


def _tell(
    request: ServiceRequest, *, by: Actor, at: datetime, happened_at: datetime | None, keeps: int | None, rules: Rules
) -> None:
    received = RequestReceived(
        number=request.number, source=request.source, kind=request.kind, product_line=request.product_line,
        taken=request.taken_at is not None, safety=bool(request.hazards), external_no=request.external_no,
        call=request.call.number if request.call else "", fault=request.fault,
    )  # fmt: skip
    record(received, on=request.customer_id, by=by, at=at, happened_at=happened_at, keeps=keeps, rules=rules)
    if request.hazards:
        script = safety.script_for(tuple(request.hazards))
        advised = SafetyAdvised(
            number=request.number, hazards=tuple(request.hazards), steps=tuple(step.key for step in script.steps),
            area=area_of_address(request.address_id),
        )  # fmt: skip
        record(advised, on=request.customer_id, by=by, at=at, happened_at=happened_at, rules=rules)
