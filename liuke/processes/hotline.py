"""A call is taken in one go: who calls, what he wishes, and what is done about it. All of it, or nothing.

Needs customers (the caller), service (call, request, order) and care (a complaint) at once and answers on the spot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.customers.actions import contacts, filing
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.calling import find_by_phone
from liuke.areas.network.queries.sites import list_by_number
from liuke.areas.service.actions import calls, orders, requests, running
from liuke.areas.service.actions.answers import Done
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.requests import get_call
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines

CALLER_RELATION: Final = "来电人"


@dataclass(frozen=True)
class Newcomer:
    """What an unknown caller says of himself."""

    name: str
    kind: str = "household"
    relation: str = "本人"


@dataclass(frozen=True)
class Caller:
    """Who calls. `customer` is the one of the file he turned out to be; `newcomer` completes an unknown one.

    `phone` is the number he calls from ("" withheld), `call` a call that telephony has recorded already; `remember`
    files the number with the customer, whom the file did not know under it, as `relation` of his.
    """

    phone: str = ""
    call: str = ""
    customer: int | None = None
    newcomer: Newcomer | None = None
    remember: bool = False
    relation: str = ""


@dataclass(frozen=True)
class Wish:
    """What he wishes, where (a known address or a new one), about which machines or line."""

    kind: str = "repair"
    fault: str = ""
    product_line: str = ""
    machines: Sequence[MachineDraft] = ()
    address_id: int | None = None
    address: NewAddress | None = None
    hazards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Solved:
    """On the phone: an avoided visit, with its closed reason."""

    reason: str
    note: str = ""


@dataclass(frozen=True)
class Noted:
    """Only written down."""


@dataclass(frozen=True)
class Placed:
    """An order: dispatched to the site in a window (own site) or with the wished time, or without a site left to the
    dispatcher. `second` says that an open order of the same machine is another matter."""

    site: str = ""
    window: Window | None = None
    wished: Window | None = None
    overrule_reason: str = ""
    second: bool = False


@dataclass(frozen=True)
class Complained:
    """The wish is a complaint: its words are the fault, what he wants, about which order or machine ("" about us)."""

    wants: str = ""
    about: str = ""


Answer = Solved | Noted | Placed | Complained


@dataclass(frozen=True)
class Taken:
    """What came of a call. `order` where somebody will come, `complaint` where a handler is owed."""

    customer_id: int
    call: str
    request: str = ""
    order: Done | None = None
    complaint: str = ""


def take_wish(
    caller: Caller, wish: Wish, answer: Answer, *, by: Actor, at: datetime, keeps: int | None = None
) -> Taken:
    """Take a call from the caller to what is done about it. Raises what its acts raise; then nothing is written."""
    _must_say_something(wish, answer)
    with transaction.atomic():
        _lock(caller, answer)
        customer, call = _identify(caller, by=by, at=at)
        address = _address(customer, wish, by=by, at=at)
        if isinstance(answer, Complained):
            number = voice_dissatisfaction(
                answer.about, words=wish.fault, wants=answer.wants, channel="call", customer=customer, by=by, at=at
            )
            return Taken(customer, call, complaint=number)
        if isinstance(answer, Placed) and address is None:
            raise Invalid.field("address_text", "请填写上门地址。", "Say where to come.")
        opened = requests.open_request(
            customer, kind=wish.kind, fault=wish.fault, product_line=wish.product_line, address_id=address, call=call,
            hazards=wish.hazards, by=by, at=at,
        )  # fmt: skip
        order = None
        if isinstance(answer, Solved):
            requests.solve_on_phone(opened.number, reason=answer.reason, note=answer.note, by=by, at=at, keeps=keeps)
        elif isinstance(answer, Placed):
            order = place(opened.number, wish.machines, answer, by=by, at=at, keeps=keeps)
    return Taken(customer, call, opened.number, order)


def chase(caller: Caller, order: str, *, note: str = "", by: Actor, at: datetime, keeps: int | None = None) -> int:
    """He asks where his order stands: the call and the chase-up on the open order. Returns how often he asked."""
    with transaction.atomic():
        _lock(caller, None)
        _identify(caller, by=by, at=at)
        return running.chase_up(order, note=note, by=by, at=at, keeps=keeps)


def place(
    request: str, machines: Sequence[MachineDraft], answer: Placed, *, by: Actor, at: datetime,
    address_id: int | None = None, keeps: int | None = None,
) -> Done:  # fmt: skip
    """The order of a request that stands, as `take_wish` makes it."""
    return orders.order_visit(
        request, machines=machines, address_id=address_id, site=answer.site, window=answer.window,
        wished=answer.wished, overrule_reason=answer.overrule_reason, second=answer.second, by=by, at=at, keeps=keeps,
    )  # fmt: skip


def window(start: datetime, end: datetime) -> Window:
    """A span agreed with (or wished by) the customer."""
    return Window(start, end)


def _must_say_something(wish: Wish, answer: Answer) -> None:
    if isinstance(answer, Complained) and not wish.fault.strip():
        raise Invalid.field("fault", "请记录用户的原话。", "Write down the customer's own words.")
    if not isinstance(answer, Complained) and not wish.fault.strip() and wish.kind == "repair":
        raise Invalid.field("fault", "请填写故障现象。", "Say what is wrong.")


def _lock(caller: Caller, answer: Answer | None) -> None:
    """All histories this act touches, in the house's one order; a newcomer's does not exist yet."""
    site = list_by_number([answer.site]).get(answer.site) if isinstance(answer, Placed) and answer.site else None
    lock_timelines([*filter(None, [caller.customer, site.id if site else None])])


def _identify(caller: Caller, *, by: Actor, at: datetime) -> tuple[int, str]:
    """The customer and the number of the call, now on his history."""
    known = _known_under(caller, by=by, at=at)
    owner = caller.customer
    if owner is None and caller.newcomer is None and len(set(known)) != 1 and not caller.call:
        if known:
            raise Refused("这个号码不止一位客户，请先确认来电人。", "Several are behind this number; say who speaks.")
        if not caller.phone.strip():
            raise Invalid.field("name", "请先登记来电人。", "Say who calls.")
    if owner is None and caller.newcomer is not None and (known or not caller.phone.strip()) and not caller.call:
        owner = filing.register_unknown(caller.phone, by=by, at=at)  # somebody new behind a number of others
    owner, call = _call(caller, owner, by=by, at=at)
    if caller.newcomer is not None:
        _complete(owner, caller.newcomer, by=by, at=at)
    elif caller.remember and caller.phone.strip() and owner not in known:
        said = NewContact(relation=caller.relation.strip()[:40] or CALLER_RELATION, phones=[caller.phone])
        contacts.add_contact(owner, said, by=by, at=at)
    for phone in known.get(owner, ()):
        contacts.heard_from(phone, at=at)
    return owner, call


def _known_under(caller: Caller, *, by: Actor, at: datetime) -> dict[int, list[int]]:
    """The customers behind the number with the numbers' ids."""
    found: dict[int, list[int]] = {}
    if caller.phone.strip():
        for match in find_by_phone(caller.phone, by=by, at=at).matches:
            found.setdefault(match.customer.id, []).append(match.phone_id)
    return found


def _call(caller: Caller, owner: int | None, *, by: Actor, at: datetime) -> tuple[int, str]:
    if caller.call:
        call = get_call(caller.call, by=by)
        if owner is None and caller.newcomer is None and call.customer_id is None:
            raise Refused("这个号码不止一位客户，请先确认来电人。", "Several are behind this number; say who speaks.")
        owner = owner or call.customer_id
        if owner is None or owner != call.customer_id:
            owner = calls.identify_caller(call.number, customer_id=owner, phone=caller.phone, by=by, at=at)
        return owner, call.number
    taken = calls.take_call(caller.phone, customer_id=owner, by=by, at=at)
    if taken.customer_id is None:
        raise Refused("这个号码不止一位客户，请先确认来电人。", "Several are behind this number; say who speaks.")
    return taken.customer_id, taken.number


def _complete(owner: int, newcomer: Newcomer, *, by: Actor, at: datetime) -> None:
    if not newcomer.name.strip():
        if file.get_brief(owner, by=by).is_provisional:
            return  # he did not say; the file stays provisional
        raise Invalid.field("name", "请填写姓名。", "Give a name.")
    filing.complete_provisional(owner, kind=newcomer.kind, name=newcomer.name, relation=newcomer.relation, by=by, at=at)


def _address(customer: int, wish: Wish, *, by: Actor, at: datetime) -> int | None:
    if wish.address is None:
        return wish.address_id
    try:
        return contacts.add_address(customer, wish.address, by=by, at=at)
    except Invalid as wrong:
        fields = {{"text": "address_text"}.get(name, name): words for name, words in wrong.fields.items()}
        raise Invalid(wrong.words.zh, wrong.words.en, fields=fields) from wrong
