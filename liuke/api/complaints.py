"""Complaints: take one in from another system, and see where it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, In, Moment, Out, Ref, Text
from liuke.api.policies import policy
from liuke.areas.complaints.actions.taking import Heard, receive
from liuke.areas.complaints.queries.complaints import get_case

complaints = Noun("complaints")


class ComplaintIn(In):
    """Whose (a customer, an order or machine, or a name with a number) and what happened. `external_no` comes in once
    per source; `answer_by` is the deadline that an authority's paper names."""

    words: Annotated[Text, Field(min_length=1)]
    customer: Annotated[Code, Field(max_length=20)] = ""
    about: Annotated[Code, Field(max_length=20)] = ""
    who: Annotated[Text, Field(max_length=80)] = ""
    phone: Annotated[Text, Field(max_length=30)] = ""
    source: Annotated[Code, Field(max_length=20)] = "social"
    wants: Text = ""
    external_no: Annotated[Text, Field(max_length=64)] = ""
    answer_by: Moment | None = None


class TakenIn(Out):
    number: str


class Complaint(Out):
    number: str
    state: str
    source: str
    about: str
    kind: str
    sub: str
    severity: str
    handler: str
    received_at: datetime
    closed_at: datetime | None
    word: str
    version: int


@complaints.post("/complaints", policy("intake", "callback"), TakenIn, status=201)
def receive_complaint(request: Request, wish: ComplaintIn) -> TakenIn:
    """Take a complaint in: a named handler is owed within the hour."""
    heard = Heard(
        wish.words, customer=wish.customer, about=wish.about, who=wish.who, phone=wish.phone, source=wish.source,
        wants=wish.wants, external_no=wish.external_no, answer_by=wish.answer_by,
    )  # fmt: skip
    return TakenIn(number=receive(heard, by=request.by, at=request.at))


@complaints.get("/complaints/{number}", policy("read"), Complaint)
def get_complaint(request: Request, number: Ref) -> Complaint:
    """Where a complaint stands; without the customer's words."""
    found = get_case(number, by=request.by, at=request.at)
    row = found.row
    return Complaint(
        number=row.number, state=row.state, source=row.source, about=row.about, kind=row.kind, sub=row.sub,
        severity=row.severity, handler=row.handler_name, received_at=row.received_at, closed_at=row.closed_at,
        word=found.word, version=row.version,
    )  # fmt: skip
