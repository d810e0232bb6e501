"""Orders of platforms, and the history of another system, row by row or many at once."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from liuke.api.customers import AddressIn
from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, Id, In, Line, Moment, Out, Ref, Text
from liuke.api.policies import policy
from liuke.api.promises import MOST_AT_ONCE, not_ahead
from liuke.api.requests import Opened, opened
from liuke.api.shapes import MachinesIn, WindowIn, window
from liuke.areas.customers.actions import filing
from liuke.areas.customers.actions.drafts import NewContact
from liuke.areas.customers.queries import file
from liuke.areas.service.actions import orders, platforms
from liuke.areas.service.actions import requests as wishes
from liuke.areas.service.actions.answers import RequestOpened
from liuke.foundation.faults import Invalid
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade

intake = Noun("intake")


class NewCaller(In):
    """Whom the platform names: taken into the file with the order."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    phone: Annotated[Line, Field(min_length=1, max_length=40)]
    address: AddressIn | None = None


class OrderOfPlatform(In):
    """`source` and `external_no` together come once. `customer` of the file, or `new_customer`."""

    source: Annotated[Code, Field(min_length=1, max_length=20)]
    external_no: Annotated[Code, Field(min_length=1)]
    kind: Annotated[Code, Field(min_length=1, max_length=20)]
    customer: Ref | None = None
    new_customer: NewCaller | None = None
    address: Id | None = None
    machines: MachinesIn = []
    fault: Text = ""
    wished: WindowIn | None = None
    payer: Annotated[Line, Field(max_length=10)] = ""
    verification_code: Annotated[Line, Field(max_length=60)] = ""


class CancelledByPlatform(In):
    """The order a platform calls off, by its own number."""

    source: Annotated[Code, Field(min_length=1, max_length=20)]
    external_no: Annotated[Code, Field(min_length=1)]


class Cancelled(Out):
    order: str
    state: str
    settled: bool


class PastRequest(In):
    """A request of another system. Without `due_at` nothing is owed; `closed_at` keeps the promise at that time."""

    external_no: Annotated[Code, Field(min_length=1)]
    customer: Ref
    created_at: Moment
    words: Annotated[Text, Field(min_length=1)]
    kind: Annotated[Code, Field(max_length=20)] = "repair"
    due_at: Moment | None = None
    closed_at: Moment | None = None


class PastBatch(In):
    source: Annotated[Code, Field(min_length=1, max_length=20)]
    rows: Annotated[list[PastRequest], Field(min_length=1, max_length=MOST_AT_ONCE)]


class Replayed(Out):
    external_no: str
    request: str
    promise: str | None
    repeated: bool


class ReplayedBatch(Out):
    rows: list[Replayed]


@intake.post("/intake/orders", policy("intake"), Opened, status=201)
def receive_order(request: Request, wish: OrderOfPlatform) -> Opened:
    """An order of a platform: customer, request and order in one act, once for each external number."""
    known = wishes.find_external(wish.source, wish.external_no)
    if known is not None:
        return opened(known)
    customer, place = _whose(request, wish)
    made = orders.receive_order(
        customer,
        kind=wish.kind,
        source=wish.source,
        external_no=wish.external_no,
        machines=[m.draft() for m in wish.machines],
        address_id=place,
        wished=window(wish.wished),
        fault=wish.fault,
        payer=wish.payer,
        verification_code=wish.verification_code,
        by=request.by,
        at=request.at,
    )
    return opened(made)


@intake.post("/intake/cancellations", policy("intake"), Cancelled)
def cancel_platform_order(request: Request, wish: CancelledByPlatform) -> Cancelled:
    """The platform calls its order off. Before the door it is cancelled; later the centre is asked to settle it.

    Told twice it is done once. `settled` false: somebody is at the door already.
    """
    done = platforms.cancel_from_platform(wish.source, wish.external_no, by=request.by, at=request.at)
    return Cancelled(order=done.number, state=done.state, settled=done.state == "cancelled")


@intake.post("/intake/history", policy("backdate"), ReplayedBatch, status=201)
def replay_history(request: Request, wish: PastBatch) -> ReplayedBatch:
    """Requests of the past with what was promised then, whole or not at all; the handbook's rules stay silent.

    A row whose number came before is answered with the first (`repeated`) and changes nothing.
    """
    for i, row in enumerate(wish.rows):
        not_ahead(f"rows.{i}.created_at", row.created_at, request.at)
        not_ahead(f"rows.{i}.closed_at", row.closed_at, request.at)
    owners = {ref: file.get_brief(ref, by=request.by).id for ref in {row.customer for row in wish.rows}}
    made = [_past_request(request, wish.source, row, owners[row.customer]) for row in wish.rows]
    due = [(row, told) for row, told in zip(wish.rows, made, strict=True) if row.due_at and not told.repeated]
    ids = promises.give_many(
        [
            HandMade(owners[row.customer], row.words, row.due_at, told.number, None, row.created_at)
            for row, told in due
            if row.due_at
        ],
        by=request.by,
        at=request.at,
        rules="silent",
    )
    given = {told.number: promise_id for (_, told), promise_id in zip(due, ids, strict=True)}
    for row, told in due:
        if row.closed_at is not None:
            promises.done(given[told.number], by=request.by, at=request.at, happened_at=row.closed_at)
    return ReplayedBatch(rows=[_replayed(r, t, given) for r, t in zip(wish.rows, made, strict=True)])


def _past_request(request: Request, source: str, row: PastRequest, owner: int) -> RequestOpened:
    return wishes.open_request(
        owner,
        kind=row.kind,
        fault=row.words,
        source=source,
        external_no=row.external_no,
        happened_at=row.created_at,
        rules="silent",
        by=request.by,
        at=request.at,
    )


def _replayed(row: PastRequest, told: RequestOpened, given: dict[str, int]) -> Replayed:
    promise = given.get(told.number)
    return Replayed(
        external_no=row.external_no,
        request=told.number,
        promise=str(promise) if promise else None,
        repeated=told.repeated,
    )


def _whose(request: Request, wish: OrderOfPlatform) -> tuple[int, int | None]:
    """The customer and the place: of the file, or newly taken in."""
    if (wish.customer is None) == (wish.new_customer is None):
        raise Invalid.field(
            "customer", "请填写 customer 或 new_customer 之一。", "Give either customer or new_customer."
        )
    if wish.customer is not None:
        place = int(wish.address) if wish.address else None
        return file.get_brief(wish.customer, by=request.by).id, place
    new = wish.new_customer
    assert new is not None  # noqa: S101  # told apart above
    made = filing.register(
        kind="household",
        name=new.name,
        contacts=[NewContact(new.name, "本人", phones=[new.phone])],
        addresses=[new.address.draft()] if new.address else [],
        source=wish.source,
        by=request.by,
        at=request.at,
    )
    places = file.get_file(made, by=request.by).addresses
    return made, places[0].id if places else None
