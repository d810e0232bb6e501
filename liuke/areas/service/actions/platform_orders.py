"""Orders of a platform, hundreds at once: the facts and checks of `orders.receive_order`, a statement a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.customers.queries.rows import AddressRow
from liuke.areas.service import access
from liuke.areas.service.actions.answers import RequestOpened
from liuke.areas.service.actions.changing import one_of
from liuke.areas.service.actions.orders import MOST_MACHINES, check_paying
from liuke.areas.service.actions.platform_rows import Arrival, Key, PlatformOrder, write
from liuke.areas.service.actions.platform_telling import tell
from liuke.areas.service.actions.requests import LONGEST_FAULT
from liuke.areas.service.models import ServiceRequest, WorkOrder
from liuke.areas.service.rules.names import ORDER_KINDS, SOURCES
from liuke.areas.service.rules.windows import fault_of
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import lock_timelines
from liuke.kernel.journal.listeners import Rules

LONGEST_NUMBER = 64


def receive_orders(
    rows: Sequence[PlatformOrder], *, by: Actor, at: datetime, rules: Rules = "apply"
) -> list[RequestOpened]:
    """Requests and orders in state `new`, whole or not at all; answers in the order of the rows.

    A number of a source that came before, in these rows, in an earlier file or from another process at this very
    moment, answers with the first (`repeated`), nothing is doubled: the table's constraint decides. Raises Invalid
    with `rows.<n>.<field>`, Missing where a customer is not to be seen, Forbidden for whoever is not of the centre.
    Rule 2 of practice.md §3 (take it on within 15 minutes) follows for each, as `rules` says.
    """
    access.centre(by)
    _stop(_faults(rows, lambda row: _check(row, row.happened_at or at)))
    with transaction.atomic():
        owners = _locked(rows, by)
        places = list_addresses({row.address_id for row in rows if row.address_id is not None})
        _stop(_faults(rows, lambda row: _check_place(row, owners, places)))
        told = find_externals((row.source, row.external_no) for row in rows)
        new = _first_of_each(rows, told, owners, places)
        made = write(list(new.values()), by=by, at=at)
        tell(made, by=by, at=at, rules=rules)
        told |= {arrival.key: _opened(arrival) for arrival in made}
        told |= find_externals(key[:2] for key in new if key not in told)  # another process was quicker
    return _answers(rows, told, {arrival.key for arrival in made})


def find_externals(wanted: Iterable[tuple[str, str]]) -> dict[Key, RequestOpened]:
    """Those of the (source, external number) that came before, by their keys, with what was answered then."""
    pairs = {(source, plain) for source, number in wanted if (plain := _plain(number))}
    if not pairs:
        return {}
    sources, external = {source for source, _ in pairs}, [number for _, number in pairs]
    rows = ServiceRequest.objects.filter(source__in=sources, external_no__in=external)
    found = [row for row in rows if (row.source, row.external_no) in pairs]
    latest_first = WorkOrder.objects.filter(request__in=found).order_by("-pk")
    orders = dict(latest_first.values_list("request_id", "number"))  # so that the first order is what stays
    return {
        (row.source, row.external_no, 0): RequestOpened(
            row.number, row.customer_id, row.state, orders.get(row.pk, ""), repeated=True
        )
        for row in found
    }


def key_of(place: int, row: PlatformOrder) -> Key:
    """What an order is known again by; one without a number is nobody's double."""
    number = _plain(row.external_no)
    return (row.source, number, 0) if number else ("", "", place + 1)


def _plain(number: str) -> str:
    return number.strip()[:LONGEST_NUMBER]


def _opened(arrival: Arrival) -> RequestOpened:
    asked = arrival.request
    return RequestOpened(asked.number, asked.customer_id, asked.state, arrival.order.number)


def _answers(
    rows: Sequence[PlatformOrder], told: Mapping[Key, RequestOpened], made: Collection[Key]
) -> list[RequestOpened]:
    """Of rows with the same number only the first is new."""
    left, answers = set(made), []
    for place, row in enumerate(rows):
        key = key_of(place, row)
        answers.append(told[key] if key in left else replace(told[key], repeated=True))
        left.discard(key)
    return answers


def _first_of_each(
    rows: Sequence[PlatformOrder], told: Mapping[Key, RequestOpened], owners: Mapping[int, int],
    places: Mapping[int, AddressRow],
) -> dict[Key, Arrival]:  # fmt: skip
    new: dict[Key, Arrival] = {}
    for place, row in enumerate(rows):
        key = key_of(place, row)
        if key not in told and key not in new:
            here = places[row.address_id].division if row.address_id is not None else ""
            new[key] = Arrival(key, replace(row, customer_id=owners[row.customer_id]), here)
    return new


def _locked(rows: Sequence[PlatformOrder], by: Actor) -> dict[int, int]:
    """The customers' histories under their lock, by id, before any row; each with where it goes on."""
    winners = lock_timelines({row.customer_id for row in rows})
    asked = {winners.get(row.customer_id, 0) for row in rows}
    there = set(Customer.objects.filter(pk__in=asked).values_list("pk", flat=True))
    if asked - (there & customers.visible(asked, by)):
        raise Missing("没有这位客户，或您无权查看。", "No such customer, or not for you to see.")
    return winners


def _check(row: PlatformOrder, at: datetime) -> None:
    one_of("kind", row.kind, ORDER_KINDS)
    one_of("source", row.source, SOURCES)
    check_paying(row.payer, row.verification_code)
    if len(row.fault) > LONGEST_FAULT:
        raise Invalid.field("fault", "故障描述最多 1000 个字", "At most 1,000 characters")
    if len(row.machines) > MOST_MACHINES:
        raise Invalid.field("machines", "一单最多 50 台", "At most 50 machines an order")
    if row.wished and (wrong := fault_of(row.wished, at=at)):
        raise Invalid.field("wished", wrong.zh, wrong.en)


def _check_place(row: PlatformOrder, owners: Mapping[int, int], places: Mapping[int, AddressRow]) -> None:
    place = places.get(row.address_id) if row.address_id is not None else None
    if row.address_id is not None and (place is None or place.customer_id != owners[row.customer_id]):
        raise Invalid.field("address_id", "这不是该客户的地址", "That is no address of this customer")


def _faults(rows: Sequence[PlatformOrder], check: Callable[[PlatformOrder], None]) -> dict[str, Words]:
    found: dict[str, Words] = {}
    for place, row in enumerate(rows):
        try:
            check(row)
        except Invalid as fault:
            found |= {f"rows.{place}.{name}": words for name, words in fault.fields.items()}
    return found


def _stop(fields: Mapping[str, Words]) -> None:
    if fields:
        raise Invalid(
            "有几单不能接收，请检查标出的内容。", "Some orders cannot be taken; see what is marked.", fields=fields
        )
