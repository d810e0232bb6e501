"""A phone rings: the screen pop, and the call itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from liuke.api import shapes
from liuke.api.customers import Customer, plain
from liuke.api.doors import Noun, Request
from liuke.api.fields import Id, In, Line, Moment, Out, Ref
from liuke.api.machines import Machine, machine
from liuke.api.policies import policy
from liuke.api.promises import Promise, promise
from liuke.areas.care.queries.rows import GrievanceRow
from liuke.areas.customers.queries import file
from liuke.areas.keeping.queries.treatments import STANDARD
from liuke.areas.service.actions import calls as actions
from liuke.insight.screen_pop import Card, ScreenPop, screen_pop

calls = Noun("calls")
_INTAKE = policy("intake")
Number = Annotated[Line, Field(max_length=40)]


class Caller(Out):
    """As whom of this customer's people the number is known."""

    contact: str
    name: str
    relation: str
    phone: str
    mask: str
    seen_at: datetime


class Grievance(Out):
    number: str
    about: str
    words: str
    wants: str
    state: str
    voiced_at: datetime
    handler: str


class CustomerCard(Out):
    """What to know of one who may be calling: grievances and broken promises first."""

    customer: Customer
    treatment: str
    queue: str
    callers: list[Caller]
    grievances: list[Grievance]
    broken_promises: list[Promise]
    open_promises: list[Promise]
    open_orders: list[shapes.Order]
    machines: list[Machine]


class Pop(Out):
    """`ask` before anything is read out; `call` is empty when it was only looked at.

    `queue` says who answers first, `standard` or `senior`, by how the customer's grade is received.
    """

    call: str
    customer: str | None
    known: bool
    mask: str
    ask: str
    queue: str
    cards: list[CustomerCard]


class CallIn(In):
    """`phone` may be empty where the number is withheld."""

    phone: Number
    line: Annotated[Line, Field(max_length=20)] = ""
    customer: Ref | None = None


class AbandonedIn(In):
    phone: Number
    line: Annotated[Line, Field(max_length=20)] = ""
    waited_seconds: Annotated[int, Field(ge=0, le=86_400)] = 0
    happened_at: Moment | None = None


class CallerIn(In):
    """One of those behind the number, or nobody of them: then a new file is opened."""

    customer: Ref | None = None
    phone: Number = ""


class ReturnedIn(In):
    reached: bool = True
    keeps: Id | None = None


class Call(Out):
    call: str
    customer: str | None


@calls.post("/calls", policy("intake", looks_when=("record", "false")), Pop)
def take_call(request: Request, wish: CallIn, record: Annotated[Literal["true", "false"], Query()] = "true") -> Pop:
    """The screen pop: who may be calling, with all that is open. Records the call, unless `record=false`."""
    if record == "false":
        found = screen_pop(wish.phone, by=request.by, at=request.at)
        return _pop(found, "", None, known=bool(found.cards), at=request.at)
    named = file.get_brief(wish.customer, by=request.by).id if wish.customer else None
    taken = actions.take_call(wish.phone, line=wish.line, customer_id=named, by=request.by, at=request.at)
    customer = str(taken.customer_id) if taken.customer_id else None
    if not wish.phone.strip():
        return Pop(call=taken.number, customer=customer, known=taken.known, mask="", ask="", queue=STANDARD, cards=[])
    found = screen_pop(wish.phone, by=request.by, at=request.at)
    return _pop(found, taken.number, customer, known=taken.known, at=request.at)


@calls.post("/calls/abandoned", _INTAKE, Call, status=201)
def abandon_call(request: Request, wish: AbandonedIn) -> Call:
    """Nobody answered in time: somebody owes a call back."""
    taken = actions.abandon_call(
        wish.phone,
        line=wish.line,
        waited_seconds=wish.waited_seconds,
        happened_at=wish.happened_at,
        by=request.by,
        at=request.at,
    )
    return Call(call=taken.number, customer=str(taken.customer_id) if taken.customer_id else None)


@calls.post("/calls/{number}/return", _INTAKE, Call)
def return_call(request: Request, number: Ref, wish: ReturnedIn) -> Call:
    """An abandoned call was called back."""
    keeps = int(wish.keeps) if wish.keeps else None
    actions.return_call(number, reached=wish.reached, keeps=keeps, by=request.by, at=request.at)
    return Call(call=number.strip().upper(), customer=None)


@calls.post("/calls/{number}/caller", _INTAKE, Call)
def identify_caller(request: Request, number: Ref, wish: CallerIn) -> Call:
    """Who speaks."""
    named = file.get_brief(wish.customer, by=request.by).id if wish.customer else None
    owner = actions.identify_caller(number, customer_id=named, phone=wish.phone, by=request.by, at=request.at)
    return Call(call=number.strip().upper(), customer=str(owner))


def _pop(found: ScreenPop, call: str, customer: str | None, *, known: bool, at: datetime) -> Pop:
    return Pop(
        call=call,
        customer=customer,
        known=known,
        mask=found.mask,
        ask=found.ask.told(shapes.language()),
        queue=found.queue,
        cards=[_card(card, at) for card in found.cards],
    )


def _card(card: Card, at: datetime) -> CustomerCard:
    return CustomerCard(
        customer=Customer(**plain(card.customer)),
        treatment=card.treatment.told(shapes.language()),
        queue=card.queue,
        callers=[
            Caller(
                contact=str(m.contact_id),
                name=m.contact_name,
                relation=m.relation,
                phone=str(m.phone_id),
                mask=m.mask,
                seen_at=m.seen_at,
            )
            for m in card.as_whom
        ],
        grievances=[grievance(g) for g in card.grievances],
        broken_promises=[promise(p, at) for p in card.broken],
        open_promises=[promise(p, at) for p in card.promises],
        open_orders=[shapes.order(o, at) for o in card.orders],
        machines=[machine(m) for m in card.machines],
    )


def grievance(row: GrievanceRow) -> Grievance:
    return Grievance(
        number=row.number,
        about=row.about,
        words=row.words,
        wants=row.wants,
        state=row.state,
        voiced_at=row.voiced_at,
        handler=row.handler_name,
    )
