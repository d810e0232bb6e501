"""Each step of an order that centre or site does at a desk. A step that the state forbids is 409 and says what is open."""

from __future__ import annotations

from liuke.api import shapes
from liuke.api.doors import Noun, Request
from liuke.api.fields import Ref
from liuke.api.policies import CENTRE, STAFF, policy
from liuke.api.shapes import Step
from liuke.api.step_bodies import (
    AssignIn,
    BookIn,
    CancelIn,
    DeclineIn,
    DispatchIn,
    ExplainIn,
    HoldIn,
    KeepsIn,
    NoteIn,
    ReassignIn,
    RecallIn,
    RescheduleIn,
    ReviewIn,
    Seen,
    SendBackIn,
    WhenIn,
)
from liuke.areas.service.actions import booking, dispatching, reviewing, running
from liuke.areas.service.actions import orders as making
from liuke.areas.service.queries import orders as queries

steps = Noun("orders")
_CENTRE = policy("dispatch", roles=CENTRE)
_DESK = policy("field", "dispatch", roles=STAFF)


@steps.post("/orders/{number}/taking", policy("intake", "dispatch"), Step)
def take_order(request: Request, number: Ref, wish: KeepsIn) -> Step:
    """Take on an order that came in by itself."""
    return shapes.step(making.take(number, keeps=wish.promise, by=request.by, at=request.at))


@steps.post("/orders/{number}/dispatch", _CENTRE, Step)
def dispatch_order(request: Request, number: Ref, wish: DispatchIn) -> Step:
    """Offer the order to a site."""
    done = dispatching.dispatch(
        number,
        site=wish.site,
        window=shapes.window(wish.window),
        wished=shapes.window(wish.wished),
        overrule_reason=wish.overrule_reason,
        seen=wish.version,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@steps.post("/orders/{number}/reassignment", _CENTRE, Step)
def reassign_order(request: Request, number: Ref, wish: ReassignIn) -> Step:
    """Take the order from one site to another."""
    done = dispatching.redispatch(
        number,
        site=wish.site,
        window=shapes.window(wish.window),
        reason=wish.reason,
        overrule_reason=wish.overrule_reason,
        seen=wish.version,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@steps.post("/orders/{number}/recall", _CENTRE, Step)
def recall_order(request: Request, number: Ref, wish: RecallIn) -> Step:
    """Take an unanswered order back."""
    done = dispatching.recall(number, because=wish.because, keeps=wish.promise, by=request.by, at=request.at)
    return shapes.step(done)


@steps.post("/orders/{number}/acceptance", _DESK, Step)
def accept_order(request: Request, number: Ref, wish: WhenIn) -> Step:
    """The site takes the order."""
    done = dispatching.accept(number, happened_at=wish.happened_at, keeps=wish.promise, by=request.by, at=request.at)
    return shapes.step(done)


@steps.post("/orders/{number}/decline", _DESK, Step)
def decline_order(request: Request, number: Ref, wish: DeclineIn) -> Step:
    """The site gives the order back, with a closed reason."""
    done = dispatching.decline(
        number, reason=wish.reason, note=wish.note, keeps=wish.promise, by=request.by, at=request.at
    )
    return shapes.step(done)


@steps.post("/orders/{number}/booking", _DESK, Step)
def book_order(request: Request, number: Ref, wish: BookIn) -> Step:
    """Agree a window with the customer."""
    done = booking.book(
        number,
        window=wish.window.plain(),
        technician=wish.technician,
        happened_at=wish.happened_at,
        seen=wish.version,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@steps.post("/orders/{number}/assignment", _DESK, Step)
def assign_order(request: Request, number: Ref, wish: AssignIn) -> Step:
    """Give the window to a technician."""
    done = booking.assign_technician(
        number, technician=wish.technician, seen=wish.version, keeps=wish.promise, by=request.by, at=request.at
    )
    return shapes.step(done)


@steps.post("/orders/{number}/rescheduling", _DESK, Step)
def reschedule_order(request: Request, number: Ref, wish: RescheduleIn) -> Step:
    """Move the window: by whom and why."""
    done = booking.reschedule(
        number,
        window=wish.window.plain(),
        moved_by=wish.moved_by,
        reason=wish.reason,
        informed=wish.informed,
        technician=wish.technician,
        happened_at=wish.happened_at,
        seen=wish.version,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@steps.post("/orders/{number}/not-reached", _DESK, Step)
def not_reached_order(request: Request, number: Ref, wish: WhenIn) -> Step:
    """The customer did not answer; the third time the order goes on hold."""
    done = booking.not_reached(number, happened_at=wish.happened_at, keeps=wish.promise, by=request.by, at=request.at)
    return shapes.step(done)


@steps.post("/orders/{number}/hold", _DESK, Step)
def hold_order(request: Request, number: Ref, wish: HoldIn) -> Step:
    """Put the order on hold."""
    done = running.hold(
        number,
        reason=wish.reason,
        evidence=wish.evidence,
        until=wish.until,
        seen=wish.version,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@steps.post("/orders/{number}/resumption", _DESK, Step)
def resume_order(request: Request, number: Ref, wish: Seen) -> Step:
    """Go on with an order on hold."""
    done = running.resume(number, seen=wish.version, keeps=wish.promise, by=request.by, at=request.at)
    return shapes.step(done)


@steps.post("/orders/{number}/chase-up", policy("intake", "dispatch"), Step)
def chase_order(request: Request, number: Ref, wish: NoteIn) -> Step:
    """The customer asks where it stands."""
    running.chase_up(number, note=wish.note, keeps=wish.promise, by=request.by, at=request.at)
    row = queries.list_by_number([number.strip().upper()], by=request.by)[number.strip().upper()]
    return Step(
        number=row.number,
        state=row.state,
        version=row.version,
        visit="",
        site=row.site,
        window=shapes.span(row.window_start, row.window_end),
    )


@steps.post("/orders/{number}/explanation", _DESK, Step)
def explain_order(request: Request, number: Ref, wish: ExplainIn) -> Step:
    """The customer was told where it stands."""
    done = running.tell_user(
        number,
        topic=wish.topic,
        note=wish.note,
        happened_at=wish.happened_at,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@steps.post("/orders/{number}/cancellation", _CENTRE, Step)
def cancel_order(request: Request, number: Ref, wish: CancelIn) -> Step:
    """Call the order off."""
    done = running.cancel(
        number,
        reason=wish.reason,
        note=wish.note,
        seen=wish.version,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)


@steps.post("/orders/{number}/review", _CENTRE, Step)
def review_order(request: Request, number: Ref, wish: ReviewIn) -> Step:
    """The review passes: the customer is asked next."""
    done = reviewing.review_accept(
        number, paid=wish.paid, seen=wish.version, keeps=wish.promise, by=request.by, at=request.at
    )
    return shapes.step(done)


@steps.post("/orders/{number}/return", _CENTRE, Step)
def send_order_back(request: Request, number: Ref, wish: SendBackIn) -> Step:
    """The review sends it back with what is wrong."""
    done = reviewing.send_back(
        number,
        reasons=wish.reasons,
        note=wish.note,
        seen=wish.version,
        keeps=wish.promise,
        by=request.by,
        at=request.at,
    )
    return shapes.step(done)
