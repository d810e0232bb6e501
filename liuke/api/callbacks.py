"""Callbacks: whom to call now, what to say, what came of it. And what customers are dissatisfied with."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field

from liuke.api import shapes
from liuke.api.calls import Grievance, grievance
from liuke.api.customers import Limit
from liuke.api.doors import Noun, Request
from liuke.api.events import Cursor
from liuke.api.fields import Code, In, Moment, Out, Ref, Text
from liuke.api.passing import passing
from liuke.api.policies import policy
from liuke.api.shapes import Keeps
from liuke.areas.care.actions import calling, complaints
from liuke.areas.care.actions.calling import Answers
from liuke.areas.care.queries import callbacks as queries
from liuke.areas.care.queries.rows import CallbackRow

callbacks = Noun("callbacks")
_CALLERS = ("callback_agent", "callback_lead", "agent", "hotline_lead", "complaint_officer", "complaint_manager")
_LEADS = ("duty_manager", "service_director", "account_manager")
_CALLBACK = policy("callback", roles=(*_CALLERS, *_LEADS))


class Callback(Out):
    number: str
    kind: str
    about: str
    customer: str
    customer_name: str
    grade: str
    contact: str
    contact_name: str
    mask: str
    state: str
    tries: int
    call_from: datetime
    callable_now: bool
    outcome: str
    words: str


class Callbacks(Out):
    rows: list[Callback]
    next: str | None


class Question(Out):
    """`answer` names the field of the answer that it fills; `only_if` the one that must be true first."""

    name: str
    answer: str
    ask: str
    only_if: str


class GuideStep(Out):
    name: str
    title: str
    say: list[str]
    do: list[str]
    questions: list[Question]


class CallbackGuide(Out):
    callback: Callback
    version: str
    steps: list[GuideStep]
    grievances: list[Grievance]
    tried_at: list[datetime]


class AnswersIn(In):
    """What the customer said; leave out what was not asked. `charged` in yuan, as text."""

    solved: bool | None = None
    charged: Annotated[str, Field(pattern=r"^[0-9]{1,7}(\.[0-9]{1,2})?$")] | None = None
    attitude_good: bool | None = None
    satisfied: bool | None = None
    comes_back: bool | None = None
    brings_friends: bool | None = None
    follow_up: bool | None = None
    words: Text = ""
    happened_at: Moment | None = None
    keeps: Keeps | None = None


class Outcome(Out):
    number: str
    outcome: str
    words: str
    flags: list[str]
    finished: bool


class KeepsIn(In):
    keeps: Keeps | None = None


class LaterIn(KeepsIn):
    until: Moment


class Tries(Out):
    number: str
    tries: int
    exhausted: bool
    next_at: datetime | None


class Started(Out):
    number: str


class DissatisfactionIn(In):
    """About an order or a machine; or, with `about` empty, about us, by `customer`."""

    about: Annotated[Code, Field(max_length=20)] = ""
    customer: Annotated[Code, Field(max_length=20)] = ""
    words: Annotated[Text, Field(min_length=1)]
    wants: Text = ""
    channel: Literal["callback", "call", "sms", "wechat", "letter", "visit"] = "call"


class Voiced(Out):
    number: str


@callbacks.get("/callbacks", _CALLBACK, Callbacks)
def list_callbacks(
    request: Request,
    *,
    kind: Annotated[Literal["", "after_service", "day3", "week3", "month3"], Query()] = "",
    after: Annotated[Cursor | None, Query()] = None,
    limit: Limit = 50,
) -> Callbacks:
    """Open callbacks, the one that may be called first on top."""
    page = queries.list_due(by=request.by, at=request.at, kind=kind, after=after, limit=limit)
    return Callbacks(rows=[_callback(row) for row in passing(page.rows, "callbacks", request)], next=page.next_after)


@callbacks.get("/callbacks/{number}", _CALLBACK, CallbackGuide)
def get_callback(request: Request, number: Ref) -> CallbackGuide:
    """A callback with its six-step guide."""
    found, told = queries.get_callback(number, by=request.by, at=request.at), shapes.language()
    return CallbackGuide(
        callback=_callback(found.row),
        version=found.guide.version,
        steps=[
            GuideStep(
                name=step.name,
                title=step.title.told(told),
                say=[line.told(told) for line in step.say],
                do=[line.told(told) for line in step.do],
                questions=[
                    Question(name=q.name, answer=q.answer, ask=q.ask.told(told), only_if=q.only_if)
                    for q in step.questions
                ],
            )
            for step in found.guide.steps
        ],
        grievances=[grievance(g) for g in found.grievances],
        tried_at=list(found.tried_at),
    )


@callbacks.post("/callbacks/{number}/start", _CALLBACK, Started)
def start_callback(request: Request, number: Ref, wish: KeepsIn) -> Started:
    """You are calling now. Refused in the hours of rest."""
    calling.start_callback(number, by=request.by, at=request.at)
    return Started(number=number.strip().upper())


@callbacks.post("/callbacks/{number}/answer", _CALLBACK, Outcome)
def answer_callback(request: Request, number: Ref, wish: AnswersIn) -> Outcome:
    """The customer answered: the outcome class follows; satisfied closes the order, else a linked repeat is opened."""
    answers = Answers(
        solved=wish.solved,
        charged=Decimal(wish.charged) if wish.charged else None,
        attitude_good=wish.attitude_good,
        satisfied=wish.satisfied,
        comes_back=wish.comes_back,
        brings_friends=wish.brings_friends,
        follow_up=wish.follow_up,
        words=wish.words,
    )
    keeps = int(wish.keeps) if wish.keeps else None
    verdict = calling.answer(number, answers, happened_at=wish.happened_at, keeps=keeps, by=request.by, at=request.at)
    return Outcome(
        number=number.strip().upper(),
        outcome=verdict.primary,
        words=verdict.words.told(shapes.language()),
        flags=list(verdict.flags),
        finished=verdict.finishes,
    )


@callbacks.post("/callbacks/{number}/not-reached", _CALLBACK, Tries)
def not_reached_callback(request: Request, number: Ref, wish: KeepsIn) -> Tries:
    """Nobody answered; the third try that counts ends the calling, unconfirmed."""
    keeps = int(wish.keeps) if wish.keeps else None
    tries = calling.not_reached(number, keeps=keeps, by=request.by, at=request.at)
    return Tries(number=number.strip().upper(), tries=tries.counted, exhausted=tries.exhausted, next_at=tries.next_at)


@callbacks.post("/callbacks/{number}/later", _CALLBACK, Started)
def call_later(request: Request, number: Ref, wish: LaterIn) -> Started:
    """The customer named another time."""
    keeps = int(wish.keeps) if wish.keeps else None
    calling.call_later(number, wish.until, keeps=keeps, by=request.by, at=request.at)
    return Started(number=number.strip().upper())


@callbacks.post("/dissatisfactions", policy("intake", "callback"), Voiced, status=201)
def voice_dissatisfaction(request: Request, wish: DissatisfactionIn) -> Voiced:
    """Write down what a customer complains of: a named handler is owed within the hour."""
    number = complaints.voice_dissatisfaction(
        wish.about,
        words=wish.words,
        wants=wish.wants,
        channel=wish.channel,
        customer=wish.customer,
        by=request.by,
        at=request.at,
    )
    return Voiced(number=number)


def _callback(row: CallbackRow) -> Callback:
    return Callback(
        number=row.number,
        kind=row.kind,
        about=row.about,
        customer=str(row.customer_id),
        customer_name=row.customer_name,
        grade=row.grade,
        contact=str(row.contact_id or ""),
        contact_name=row.contact_name,
        mask=row.phone_mask,
        state=row.state,
        tries=row.tries,
        call_from=row.call_from,
        callable_now=row.callable_now,
        outcome=row.outcome,
        words=row.words,
    )
