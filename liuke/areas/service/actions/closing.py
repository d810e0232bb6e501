"""The end of an order: satisfied closes; not satisfied goes on in a linked repeat; never reached closes unconfirmed.

`care` calls these with what the callback found.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, one_of, site_of, tell, tell_all
from liuke.areas.service.actions.orders import made, write_repeat
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.names import OUTCOMES, REPEAT_REASONS
from liuke.areas.service.rules.states import OPEN
from liuke.areas.service.rules.visits import may_close
from liuke.events.service.orders import OrderClosed, OrderClosedUnconfirmed, RepeatOpened
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor


def close(number: str, *, outcome: str, by: Actor, at: datetime, keeps: int | None = None) -> Done:
    """Satisfied closes. Any other class (OUTCOMES) closes only once a linked repeat carries the matter on."""
    one_of("outcome", outcome, OUTCOMES)
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)
        repeat = order.repeats.exclude(state="cancelled").order_by("-pk").first()
        if wrong := may_close(outcome, has_repeat=repeat is not None):
            raise Refused(wrong.zh, wrong.en, code="not-satisfied")

        change(order, "close", by=by, at=at)
        order.outcome = outcome
        order.save()

        told = OrderClosed(
            number=order.number, outcome=outcome, site=site_of(order),
            repeat=repeat.number if repeat and outcome != "satisfied" else "",
        )  # fmt: skip
        tell(order, told, by=by, at=at, keeps=keeps)
    return done(order)


def close_unconfirmed(
    number: str, *, by: Actor, at: datetime, reason: str = "not_reached", keeps: int | None = None
) -> Done:
    """Nobody could be asked after three tries: closed, but unconfirmed is no outcome."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)

        change(order, "close_unconfirmed", by=by, at=at)
        order.save()

        told = OrderClosedUnconfirmed(number=order.number, reason=reason, site=site_of(order))
        tell(order, told, by=by, at=at, keeps=keeps)
    return done(order)


def open_repeat(
    number: str, *, reason: str, by: Actor, at: datetime, fault: str = "", outcome: str = "", keeps: int | None = None
) -> Done:
    """A linked order for the same household and machines (REPEAT_REASONS), to be dispatched. Answers the new order.

    An order that waits for its callback closes with its `outcome`, since the repeat carries the matter on. Asked again
    while one is open it answers that one: a repeat is never opened twice.
    """
    one_of("reason", reason, REPEAT_REASONS)
    with transaction.atomic():
        original = access.order(number, by=by, lock=True)
        waits = original.state == "to_call_back"
        access.may(original, "repeat", by=by, to="closed" if waits else None)
        standing = original.repeats.filter(state__in=list(OPEN)).first()
        if standing is not None:
            return done(standing)

        order = write_repeat(original, at=at, fault=fault.strip())
        if waits:
            change(original, "repeat", by=by, at=at, to="closed")
            original.outcome = one_of("outcome", outcome or _outcome(original, reason), OUTCOMES)
            original.save()

        events: list[object] = [
            RepeatOpened(number=order.number, order=original.number, reason=reason, site=site_of(original)),
            made(order),
        ]
        if waits:
            events.append(
                OrderClosed(
                    number=original.number, outcome=original.outcome, site=site_of(original), repeat=order.number
                )
            )
        tell_all(order, events, by=by, at=at, keeps=keeps)
    return done(order)


def _outcome(original: WorkOrder, reason: str) -> str:
    if reason == "dissatisfied":
        return "dissatisfied"
    return "not_fixed_repeatedly" if original.repeat_of_id else "not_fixed_first"
