"""The events a callback ends with: callback, look-in and follow-up are told apart, for they keep different promises."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from liuke.areas.care.models import Callback
from liuke.areas.care.rules.outcome import Answers, Outcome
from liuke.events.care import (
    CallbackCompleted,
    CallbackEnded,
    FollowUpCompleted,
    FollowUpEnded,
    LookInCompleted,
    LookInEnded,
)
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record


def tell_answered(
    callback: Callback, answers: Answers, verdict: Outcome, *, by: Actor, at: datetime,
    happened_at: datetime | None, keeps: int | None,
) -> None:  # fmt: skip
    """Record that the customer answered; the look-in and the follow-up are kinds of their own (three purposes)."""
    tries = callback.tries.count() + 1
    event: object
    if callback.kind in (Callback.Kind.WEEK3, Callback.Kind.MONTH3):
        made = LookInCompleted if callback.kind == Callback.Kind.WEEK3 else FollowUpCompleted
        event = made(
            number=callback.number, about=callback.about, satisfied=answers.satisfied, ladder=verdict.ladder,
            tries=tries, script=callback.script, words=answers.words,
        )  # fmt: skip
    else:
        event = CallbackCompleted(
            number=callback.number, about=callback.about, purpose=callback.kind, outcome=verdict.primary,
            outcome_zh=verdict.words.zh, outcome_en=verdict.words.en, flags=verdict.flags, solved=answers.solved,
            satisfied=answers.satisfied, ladder=verdict.ladder, charge_differs=verdict.charge_differs, tries=tries,
            script=callback.script, words=answers.words, charged_cents=_cents(answers.charged),
        )  # fmt: skip
    record(event, on=callback.customer_id, by=by, at=at, happened_at=happened_at, keeps=keeps)


def tell_ended(callback: Callback, tries: int, *, by: Actor, at: datetime) -> None:
    """Record that three tries found nobody."""
    event: object
    if callback.kind == Callback.Kind.WEEK3:
        event = LookInEnded(number=callback.number, about=callback.about, tries=tries)
    elif callback.kind == Callback.Kind.MONTH3:
        event = FollowUpEnded(number=callback.number, about=callback.about, tries=tries)
    else:
        event = CallbackEnded(number=callback.number, about=callback.about, purpose=callback.kind, tries=tries)
    record(event, on=callback.customer_id, by=by, at=at)


def _cents(charged: Decimal | None) -> int | None:
    return None if charged is None else int((charged * 100).to_integral_value())
