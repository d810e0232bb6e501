"""A handler by name within the hour; he says yes; the customer hears from us (H21, H22; practice §3 #21)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import loaded, must_be_open_to, saved, tell, text_of
from liuke.areas.complaints.models import Complaint, Try
from liuke.areas.complaints.queries.duty import first_on_duty
from liuke.areas.complaints.rules import states
from liuke.areas.complaints.rules.trying import PARTS
from liuke.events.complaints.way import (
    ComplaintAcknowledged,
    ComplaintContacted,
    ComplaintNotReached,
    HandlerAccepted,
    HandlerNamed,
    NoteAdded,
)
from liuke.foundation.calendar.parts import counts_as_another
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import get_actor
from liuke.foundation.lines import one_of
from liuke.foundation.words import Words


@transaction.atomic
def name_handler(
    number: str, handler: Actor | None = None, *, by: Actor, at: datetime, seen: int | None = None,
    keeps: int | None = None,
) -> str:  # fmt: skip
    """Put it into somebody's hands; None takes who is on duty with the least to do. Answers his name.

    Who names himself has accepted; another has to say yes. Raises Forbidden, Invalid (`handler`), Refused.
    """
    access.require_handler(by)
    found = access.complaint(number, by=by, lock=True, seen=seen)
    must_be_open_to(found, "name")
    chosen = handler or _on_duty(found, at)
    if not (access.handles(chosen) and chosen.kind == Actor.Kind.PERSON):
        raise Invalid.field("handler", "请选择投诉专员或主管", "Choose a complaint officer or a lead")
    _put(found, chosen, accepted=chosen.pk == by.pk, at=at)
    event = HandlerNamed(
        number=found.number, about=found.about, handler_id=chosen.pk, handler=chosen.name,
        accepted=found.accepted_at is not None, hard=found.hard, contacted=found.contacted_at is not None,
        proposed=found.proposed_at is not None, received_at=found.counted_from,
    )  # fmt: skip
    tell(found, [event], by=by, at=at, keeps=keeps)
    return chosen.name


@transaction.atomic
def accept(number: str, *, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The named handler says yes; until then it was whoever took it in."""
    found = access.complaint(number, by=by, lock=True)
    must_be_open_to(found, "accept")
    if found.handler_id != by.pk:
        raise Forbidden("请由被指派的处理人接手。", "The named handler accepts it himself.")
    if found.accepted_at is not None:
        raise Refused("您已接手这件投诉。", "You have accepted it already.", code="accepted")
    tell(found, _accepted(found, by, at), by=by, at=at, keeps=keeps)
    saved(found, "accepted_at")


@transaction.atomic
def acknowledge(number: str, *, via: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The customer was told: we have it, under which number, until when he hears from us (H25)."""
    one_of("via", via, states.TOLD)
    found = loaded(number, "acknowledge", by=by)
    if found.acknowledged_at is not None:
        raise Refused("已告知用户收到。", "The customer knows already.", code="acknowledged")
    found.acknowledged_at = at
    saved(found, "acknowledged_at")
    event = ComplaintAcknowledged(number=found.number, about=found.about, via=via)
    tell(found, [event], by=by, at=at, keeps=keeps)


@transaction.atomic
def contact(
    number: str, *, reached: bool, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None
) -> None:
    """We spoke with the customer, or tried to. A try counts once in each part of the day."""
    found = loaded(number, "contact", by=by, seen=seen)
    before = _accepted(found, by, at)
    event: object
    if reached:
        first = found.contacted_at is None
        found.contacted_at = found.contacted_at or at
        found.acknowledged_at = found.acknowledged_at or at
        found.state = states.after_contact(found.state)
        event = ComplaintContacted(number=found.number, about=found.about, first=first)
    else:
        tries = list(Try.objects.filter(complaint=found).values_list("at", flat=True))
        Try.objects.create(complaint=found, at=at, by=by, counted=counts_as_another(at, tries, PARTS))
        count = Try.objects.filter(complaint=found, counted=True).count()
        event = ComplaintNotReached(number=found.number, about=found.about, tries=count)
    saved(found, "contacted_at", "acknowledged_at", "state", "accepted_at")
    tell(found, [event, *before], by=by, at=at, keeps=keeps)


@transaction.atomic
def add_note(number: str, *, words: str, by: Actor, at: datetime) -> None:
    """Write down what the next one who opens the case has to know; in any state."""
    missing = Words("请写明要记下的内容", "Say what is to be noted")
    found = access.complaint(number, by=by, lock=True)
    access.require_act(found, by=by)
    text = text_of("words", words, missing=missing)
    tell(found, [NoteAdded(number=found.number, about=found.about, words=text)], by=by, at=at)


def _put(found: Complaint, chosen: Actor, *, accepted: bool, at: datetime) -> None:
    if found.handler_id == chosen.pk and (found.accepted_at or not accepted):
        raise Refused("这件投诉已经是他的。", "It is in those hands already.", code="same-handler")
    found.handler, found.named_at, found.accepted_at = chosen, at, at if accepted else None
    found.state = states.after_naming(found.state)
    saved(found, "handler", "named_at", "accepted_at", "state")


def _on_duty(found: Complaint, at: datetime) -> Actor:
    chosen = first_on_duty(is_core=found.customer.is_core, at=at)
    if chosen is None:
        raise Invalid.field("handler", "现在无人在岗，请指定一位", "Nobody is on duty; name somebody")
    return get_actor(chosen)


def _accepted(found: Complaint, by: Actor, at: datetime) -> list[object]:
    """Who works on what he was given has accepted it."""
    if found.handler_id != by.pk or found.accepted_at is not None:
        return []
    found.accepted_at = at
    return [HandlerAccepted(number=found.number, about=found.about, handler_id=by.pk)]
