"""The customer says it himself: one tap, and a person calls only those whom the rules name (practice §1.18)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.care import access
from liuke.areas.care.actions import ending
from liuke.areas.care.actions.complaints import write_dissatisfaction
from liuke.areas.care.models import OPEN, Callback, Evaluation
from liuke.areas.care.queries import stories
from liuke.areas.care.queries.complaints import complained_about
from liuke.areas.care.queries.evaluations import EVALUATED_IN
from liuke.areas.care.rules.calling import next_calling_time
from liuke.areas.care.rules.outcome import SATISFIED, Answers, Outcome, OutcomeFacts, outcome
from liuke.areas.service.models import WorkOrder
from liuke.events.care import CallbackSpared, EvaluationGiven
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.actions import record

LONGEST = 500
VIA = "evaluation"


def evaluate(
    order: str, *, satisfied: bool, stars: int | None = None, words: str = "", device: str = "", by: Actor, at: datetime
) -> str:
    """Write the customer's own word on a finished order; answers its number.

    Satisfied closes the order unless a person must call him all the same; not satisfied is called first. Refused
    before the work is accepted, and where he has said otherwise already.
    """
    _check(stars, words)
    with transaction.atomic():
        found = access.own_order(order, by=by)
        if said := Evaluation.objects.filter(order=found.number).first():
            return _again(said, satisfied)
        if found.state not in EVALUATED_IN:
            raise Refused("服务完成后即可评价。", "You can evaluate once the work is done.", code="too-early")

        made = _write(found, satisfied=satisfied, stars=stars, words=words.strip(), device=device, at=at)
        callback = _waiting(found.number)

        told = EvaluationGiven(
            number=made.number, order=found.number, satisfied=satisfied, stars=stars, site=made.site,
            technician=made.technician_id or 0, device=device, to_call=callback is not None, words=made.words,
        )  # fmt: skip
        record(told, on=found.customer_id, by=by, at=at)
        _follow_up(made, callback, by=by, at=at)
    return made.number


def _check(stars: int | None, words: str) -> None:
    if stars is not None and not 1 <= stars <= 5:
        raise Invalid.field("stars", "请选择一至五星", "Choose one to five stars")
    if len(words) > LONGEST:
        raise Invalid.field("words", f"最多 {LONGEST} 字", f"At most {LONGEST} characters")


def _again(said: Evaluation, satisfied: bool) -> str:
    if said.satisfied != satisfied:
        raise Refused(
            "您已评价过此单。如有不满意，请在「有问题要反映」中告诉我们。",
            "You have evaluated this order already. If something is wrong, tell us under “Something is wrong”.",
            code="evaluated",
        )
    return said.number


def _write(
    order: WorkOrder, *, satisfied: bool, stars: int | None, words: str, device: str, at: datetime
) -> Evaluation:
    callback = Callback.objects.filter(about=order.number, kind=Callback.Kind.AFTER_SERVICE).order_by("-pk").first()
    return Evaluation.objects.create(
        number=numbers.take("EV"), order=order.number, customer_id=order.customer_id,
        site=callback.site if callback else "", technician_id=callback.technician_id if callback else None,
        satisfied=satisfied, stars=stars, words=words, device=device, given_at=at,
    )  # fmt: skip


def _waiting(order: str) -> Callback | None:
    rows = Callback.objects.filter(OPEN, about=order, kind=Callback.Kind.AFTER_SERVICE)
    return rows.select_for_update(of=("self",)).first()


def _follow_up(made: Evaluation, callback: Callback | None, *, by: Actor, at: datetime) -> None:
    if not made.satisfied:
        _hear(made, callback, by=by, at=at)
    elif callback is not None and not callback.why:
        verdict = _verdict(made, at)
        if verdict.primary == SATISFIED and verdict.finishes:
            _spare(callback, made, verdict, by=by, at=at)


def _hear(made: Evaluation, callback: Callback | None, *, by: Actor, at: datetime) -> None:
    """He is called first; where the callback is over already, somebody takes it as a dissatisfaction."""
    if callback is not None:
        _call_first(callback, at)
        return
    words = "；".join(filter(None, ["自助评价：不满意", made.words]))
    write_dissatisfaction(made.customer_id, made.order, words=words, wants="", channel="portal", by=by, at=at)


def _call_first(callback: Callback, at: datetime) -> None:
    """Who is not satisfied waits for nothing but the hours for calling."""
    callback.why = list(dict.fromkeys(["dissatisfied", *callback.why]))
    callback.call_from = min(callback.call_from, next_calling_time(at))
    callback.save(update_fields=["why", "call_from"])


def _verdict(made: Evaluation, at: datetime) -> Outcome:
    story = stories.of_order(made.order)
    return outcome(
        OutcomeFacts(
            answers=Answers(solved=True, satisfied=True, words=made.words),
            complained=complained_about(made.order, before=at),
            earlier_attempts=story.earlier_attempts if story else 0,
            later_repeats=story.later_repeats if story else 0,
        )
    )


def _spare(callback: Callback, made: Evaluation, verdict: Outcome, *, by: Actor, at: datetime) -> None:
    callback.state, callback.ended_at, callback.via = Callback.State.DONE, at, VIA
    callback.answers, callback.words = {"satisfied": True}, made.words
    callback.outcome, callback.ladder = verdict.primary, verdict.ladder
    callback.save()

    told = CallbackSpared(number=callback.number, about=callback.about, evaluation=made.number)
    record(told, on=callback.customer_id, by=by, at=at)
    ending.end_order(callback.about, verdict, by=system_actor(Actor.Kind.JOB, "care"), at=at)
