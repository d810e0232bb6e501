"""The work at the door, as a technician's phone reports it: late, twice, and when it really happened."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import Field

from liuke.api import shapes
from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, In, Line, Moment, Out, Ref, Text
from liuke.api.policies import STAFF, policy
from liuke.api.shapes import Step
from liuke.areas.service.actions import visits as actions
from liuke.areas.service.queries import orders as queries
from liuke.areas.service.queries.names import MachineDone
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store

visits = Noun("visits")
_FIELD = policy("field", roles=STAFF)
Reason = Annotated[Code, Field(min_length=1, max_length=20)]
Files = Annotated[list[Code], Field(max_length=20, description="Keys of files stored for this order.")]


class ActIn(In):
    """`happened_at`: when it really was, where the phone had no signal (14 days at most)."""

    happened_at: Moment | None = None


class CallAheadIn(ActIn):
    reached: bool = True


class ResultIn(In):
    line: Annotated[int, Field(ge=1, le=50)]
    result: Reason
    serial: Annotated[Line, Field(max_length=40)] = ""
    note: Text = ""

    def plain(self) -> MachineDone:
        return MachineDone(self.line, self.result, self.serial, self.note)


Results = Annotated[list[ResultIn], Field(max_length=50)]


class CompletionIn(ActIn):
    """`report`: completion is reported to the centre in the same act."""

    results: Results = []
    checklist: Annotated[list[Code], Field(max_length=50)] = []
    photos: Files = []
    signature: Code = ""
    note: Text = ""
    report: bool = True


class SecondVisitIn(ActIn):
    reason: Reason
    part: Line = ""
    results: Results = []
    photos: Files = []
    note: Text = ""


class NoServiceIn(ActIn):
    reason: Reason
    photos: Files = []
    note: Text = ""


class ReportIn(ActIn):
    results: Results = []
    photos: Files = []
    note: Text = ""


class FileIn(In):
    """A picture, a signature or a PDF, in base64."""

    name: Annotated[Line, Field(min_length=1, max_length=120)]
    data: Annotated[str, Field(min_length=4, pattern=r"^[A-Za-z0-9+/]+={0,2}$")]


class Stored(Out):
    key: str


@visits.post("/orders/{number}/files", _FIELD, Stored, status=201)
def store_file(request: Request, number: Ref, wish: FileIn) -> Stored:
    """Store a photo or a signature for this order; its key goes into the completion."""
    row = queries.get_order(number, by=request.by).row
    try:
        data = base64.b64decode(wish.data, validate=True)
    except binascii.Error:
        raise Invalid.field("data", "不是有效的 base64。", "This is no valid base64.") from None
    return Stored(key=store(data, name=wish.name, subject=f"order:{row.number}", by=request.by, at=request.at))


@visits.post("/orders/{number}/call-ahead", _FIELD, Step)
def call_ahead(request: Request, number: Ref, wish: CallAheadIn) -> Step:
    """The technician called before he goes."""
    done = actions.call_ahead(number, reached=wish.reached, happened_at=wish.happened_at, by=request.by, at=request.at)
    return shapes.step(done)


@visits.post("/orders/{number}/departure", _FIELD, Step)
def depart(request: Request, number: Ref, wish: ActIn) -> Step:
    """On the way."""
    return shapes.step(actions.depart(number, happened_at=wish.happened_at, by=request.by, at=request.at))


@visits.post("/orders/{number}/arrival", _FIELD, Step)
def arrive(request: Request, number: Ref, wish: ActIn) -> Step:
    """At the door."""
    return shapes.step(actions.arrive(number, happened_at=wish.happened_at, by=request.by, at=request.at))


@visits.post("/orders/{number}/start", _FIELD, Step)
def start(request: Request, number: Ref, wish: ActIn) -> Step:
    """Work begins."""
    return shapes.step(actions.start(number, happened_at=wish.happened_at, by=request.by, at=request.at))


@visits.post("/orders/{number}/completion", _FIELD, Step)
def complete(request: Request, number: Ref, wish: CompletionIn) -> Step:
    """The work is done; whatever is missing is named."""
    done = actions.finish(
        number,
        results=[r.plain() for r in wish.results],
        checklist=wish.checklist,
        photos=wish.photos,
        signature=wish.signature,
        note=wish.note,
        report=wish.report,
        happened_at=wish.happened_at,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@visits.post("/orders/{number}/report", _FIELD, Step)
def report(request: Request, number: Ref, wish: ReportIn) -> Step:
    """Report the ended work to the centre, or again with what it asked for."""
    done = actions.report_completion(
        number,
        results=[r.plain() for r in wish.results],
        photos=wish.photos,
        note=wish.note,
        happened_at=wish.happened_at,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@visits.post("/orders/{number}/second-visit", _FIELD, Step)
def second_visit(request: Request, number: Ref, wish: SecondVisitIn) -> Step:
    """He has to come again, with the reason."""
    done = actions.second_visit(
        number,
        reason=wish.reason,
        part=wish.part,
        results=[r.plain() for r in wish.results],
        photos=wish.photos,
        note=wish.note,
        happened_at=wish.happened_at,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@visits.post("/orders/{number}/no-service-trip", _FIELD, Step)
def no_service_trip(request: Request, number: Ref, wish: NoServiceIn) -> Step:
    """A trip for nothing, with evidence."""
    done = actions.report_no_service_trip(
        number,
        reason=wish.reason,
        photos=wish.photos,
        note=wish.note,
        happened_at=wish.happened_at,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)
