"""Making the call: open it, start it, answered, not reached, call later. The events give the outcome class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from liuke.areas.care import access
from liuke.areas.care.actions import consents, ending, telling
from liuke.areas.care.actions.complaints import write_dissatisfaction
from liuke.areas.care.models import OPEN, Callback, Try
from liuke.areas.care.queries import guides, stories
from liuke.areas.care.queries.callbacks import MACHINE_KINDS
from liuke.areas.care.queries.complaints import complained_about
from liuke.areas.care.queries.contacts import first_contacts
from liuke.areas.care.queries.stories import Story
from liuke.areas.care.rules import calling
from liuke.areas.care.rules.outcome import Answers as Answers  # handed in at this door
from liuke.areas.care.rules.outcome import Outcome as Outcome
from liuke.areas.care.rules.outcome import OutcomeFacts, outcome
from liuke.events.care import CallbackNotReached, CallbackPostponed, FollowUpStarted
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record

LATEST = timedelta(days=30)


def open_callback(kind: str, about: str, *, by: Actor, at: datetime) -> str:
    """The open callback of this kind about a machine (333), made now where there is none; answers its number."""
    if kind not in MACHINE_KINDS:
        raise Invalid.field(
            "kind", "服务回访由完工审核产生", "Callbacks after service come from the review of a completion"
        )
    access.may_call(kind, by=by)
    number = about.strip().upper()
    owner = stories.customer_of(number)
    if owner is None:
        raise Missing("没有这台产品。", "There is no such machine.")
    with transaction.atomic():
        owner = lock_timelines([owner]).get(owner, owner)
        there = Callback.objects.filter(OPEN, about=number, kind=kind).values_list("number", flat=True).first()
        if there:
            return there
        made = Callback.objects.create(
            number=numbers.take("CB"), kind=kind, about=number, customer_id=owner,
            contact_id=first_contacts([owner]).get(owner), opened_at=at, call_from=at,
        )  # fmt: skip
    return made.number


def start_callback(number: str, *, by: Actor, at: datetime) -> None:
    """Note that this person is calling now. Refused in the hours of rest, unless the customer named this one.

    A sales call is told before it is made, so that whoever knows a reason against it can refuse it (H8).
    """
    with transaction.atomic():
        callback = _open(number, by)

        verdict = calling.may_call(at, agreed_at=callback.agreed_at)
        if not verdict.allowed:
            raise Refused(verdict.words.zh, verdict.words.en, code="hours-of-rest")

        callback.started_at, callback.by, callback.script = at, by, guides.version()
        callback.save(update_fields=["started_at", "by", "script"])
        if callback.kind == Callback.Kind.MONTH3:
            event = FollowUpStarted(number=callback.number, about=callback.about)
            record(event, on=callback.customer_id, by=by, at=at)


def answer(
    number: str, answers: Answers, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    keeps: int | None = None,
) -> Outcome:  # fmt: skip
    """The customer answered: the outcome class follows, and with it the order closes or a linked repeat is opened.

    Raises Invalid naming the question without an answer, Refused for a callback that is over.
    """
    with transaction.atomic():
        callback = _open(number, by)
        story = _story(callback)

        _must_be_answered(callback.kind, answers)
        verdict = outcome(_facts(callback, story, answers, happened_at or at))

        _write(callback, answers, verdict, by=by, at=happened_at or at)

        telling.tell_answered(callback, answers, verdict, by=by, at=at, happened_at=happened_at, keeps=keeps)
        if answers.follow_up and callback.kind in MACHINE_KINDS:
            consents.write(callback.customer_id, callback.about, _installed_at(callback), by=by, at=at)
        _follow_up(callback, answers, verdict, by=by, at=at)
    return verdict


def not_reached(number: str, *, by: Actor, at: datetime, keeps: int | None = None) -> calling.Tries:
    """Nobody answered. Tries count at other hours only; the third that counts ends the calling, unconfirmed."""
    with transaction.atomic():
        callback = _open(number, by)

        Try.objects.create(callback=callback, at=at, by=by)
        tried = list(callback.tries.order_by("at", "pk").values_list("at", flat=True))
        tries = calling.weigh(tried)

        callback.by, callback.agreed_at = by, None
        callback.state = Callback.State.UNCONFIRMED if tries.exhausted else Callback.State.NOT_REACHED
        callback.ended_at = at if tries.exhausted else None
        callback.call_from = tries.next_at or callback.call_from
        callback.save()

        event = CallbackNotReached(
            number=callback.number, about=callback.about, purpose=callback.kind, tries=tries.counted,
            counted=tries.latest_counts, next_try_at=tries.next_at, try_by=tried[0] + calling.WITHIN,
        )  # fmt: skip
        record(event, on=callback.customer_id, by=by, at=at, keeps=keeps)
        if tries.exhausted:
            telling.tell_ended(callback, len(tried), by=by, at=at)
            if callback.kind == Callback.Kind.AFTER_SERVICE:
                ending.end_unconfirmed(callback.about, by=by, at=at)
    return tries


def call_later(number: str, until: datetime, *, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The customer was reached and named another time, which is then the hour for calling him."""
    if until <= at or until > at + LATEST:
        raise Invalid.field("until", "请选择以后的时间，最长 30 天", "Choose a later time, within 30 days")
    with transaction.atomic():
        callback = _open(number, by)

        callback.state, callback.agreed_at, callback.call_from, callback.by = Callback.State.LATER, until, until, by
        callback.save(update_fields=["state", "agreed_at", "call_from", "by"])

        event = CallbackPostponed(number=callback.number, about=callback.about, purpose=callback.kind, until=until)
        record(event, on=callback.customer_id, by=by, at=at, keeps=keeps)


def _open(number: str, by: Actor) -> Callback:
    callback = access.callback(number, by=by, lock=True)
    if not callback.is_open:
        raise Refused("这条回访已经结束。", "This callback is over.", code="callback-over")
    return callback


def _story(callback: Callback) -> Story | None:
    if callback.kind in MACHINE_KINDS:
        return stories.of_machine(callback.about)
    return stories.of_order(callback.about)


def _must_be_answered(kind: str, answers: Answers) -> None:
    needed = {"satisfied": answers.satisfied} | ({} if kind == "month3" else {"solved": answers.solved})
    missing = next((name for name, given in needed.items() if given is None), None)
    if missing:
        raise Invalid.field(missing, "请记录用户对这一问的回答", "Note what the customer answered to this question")
    if answers.charged is not None and answers.charged < 0:
        raise Invalid.field("charged", "金额不能小于 0", "An amount is not below 0")


def _facts(callback: Callback, story: Story | None, answers: Answers, at: datetime) -> OutcomeFacts:
    return OutcomeFacts(
        answers=answers,
        complained=complained_about(callback.about, before=at),
        earlier_attempts=story.earlier_attempts if story else 0,
        later_repeats=story.later_repeats if story else 0,
        reported_paid=callback.paid or bool(story and story.paid),
    )


def _write(callback: Callback, answers: Answers, verdict: Outcome, *, by: Actor, at: datetime) -> None:
    callback.state, callback.ended_at, callback.by = Callback.State.DONE, at, by
    callback.answers, callback.words = _plain(answers), answers.words
    callback.outcome, callback.flags, callback.ladder = verdict.primary, list(verdict.flags), verdict.ladder
    callback.script = callback.script or guides.version()
    callback.save()


def _plain(answers: Answers) -> dict[str, object]:
    values: Mapping[str, object] = asdict(answers)
    return {k: str(v) if isinstance(v, Decimal) else v for k, v in values.items() if k != "words" and v is not None}


def _follow_up(callback: Callback, answers: Answers, verdict: Outcome, *, by: Actor, at: datetime) -> None:
    """Satisfied closes the order; else a linked repeat. A machine has no order to repeat: somebody must hear of it."""
    if callback.kind == Callback.Kind.AFTER_SERVICE:
        ending.end_order(callback.about, verdict, by=by, at=at)
    elif not verdict.finishes and callback.kind != Callback.Kind.MONTH3:
        write_dissatisfaction(
            callback.customer_id, callback.about, words=answers.words, wants="", channel="callback", by=by, at=at
        )


def _installed_at(callback: Callback) -> datetime:
    """From when the three months count: the installation, which the callback's opening follows."""
    return stories.installed_at(callback.about) or callback.opened_at
