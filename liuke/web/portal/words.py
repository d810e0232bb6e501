"""Where an order stands and what has happened, in the customer's words: no name, no fault, nothing of others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.kernel.journal.rows import Recorded

STAGES: Final = ("received", "arranged", "at_home", "done")
_STAGE_OF: Final = {
    "new": 0, "to_dispatch": 0, "offered": 0, "to_book": 0, "booked": 1, "second_visit_due": 1, "on_hold": 1,
    "on_the_way": 2, "in_service": 2, "in_review": 3, "sent_back": 3, "to_call_back": 3, "closed": 3,
    "closed_unconfirmed": 3, "no_service_trip": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """One of the four steps of the way."""

    words: str
    is_passed: bool
    is_here: bool


@dataclass(frozen=True)
class Told:
    """One thing that happened."""

    words: str
    at: datetime


def stages_of(state: str) -> list[Stage]:
    """The way of an order, nothing for one that was called off."""
    here = _STAGE_OF.get(state)
    if here is None:
        return []
    words = (
        pgettext("stage", "Received"),
        pgettext("stage", "Arranged"),
        pgettext("stage", "Visit"),
        pgettext("stage", "Done"),
    )
    return [Stage(word, n < here, n == here) for n, word in enumerate(words)]


def headline(state: str) -> str:
    """What is going on, in one line."""
    return {
        "new": _("We have your request"),
        "to_dispatch": _("We are choosing the service site near you"),
        "offered": _("We are choosing the service site near you"),
        "to_book": _("The site will call you to agree a time"),
        "booked": _("Your visit is arranged"),
        "on_the_way": _("The technician is on the way"),
        "in_service": _("The technician is at work"),
        "on_hold": _("Your order is on hold"),
        "second_visit_due": _("A second visit is needed; we will call you"),
        "cancelled": _("This order was cancelled"),
        "no_service_trip": _("This order has ended"),
    }.get(state) or _("The work is done")


def why_on_hold(reason: str) -> str:
    """Why an order rests, and what moves it on."""
    return {
        "waiting_part": _("It waits for a part. We call you when the part is here."),
        "waiting_user": _("It waits for a time that suits you. Call us, or choose below."),
        "waiting_solution": _("Our engineers are working out a solution. We keep you informed meanwhile."),
        "waiting_assessment": _("It waits for an assessment. We keep you informed meanwhile."),
        "site_not_ready": _("It waits until the place is ready (power, water, gas, fitting out)."),
        "weather": _("It waits for better weather; nobody works at height in wind and rain."),
        "unreachable": _("We could not reach you by phone. Please call us, or tell us below that you are here."),
    }.get(reason, "")


def story_of(events: Sequence[Recorded]) -> list[Told]:
    """What happened, newest first; kinds that say nothing to a customer are left out."""
    newest = sorted(events, key=lambda e: (e.happened_at, e.id), reverse=True)
    return [Told(words, e.happened_at) for e in newest if (words := _sentence(e))]


def _sentence(e: Recorded) -> str:
    if e.kind == "service.visit.ended":
        return {
            "done": _("The work was finished"),
            "second_visit": _("The visit ended; another one is needed"),
        }.get(str(e.value("result")), _("The visit ended without work done"))
    if e.kind == "service.order.rescheduled":
        by_you = e.value("moved_by") == "user"
        return _("You moved the visit") if by_you else _("We moved the visit")
    return {
        "service.order.made": _("Your order was written down"),
        "service.order.booked": _("A time for the visit was agreed"),
        "service.order.held": _("The order was put on hold"),
        "service.order.resumed": _("The order goes on"),
        "service.order.cancelled": _("The order was cancelled"),
        "service.order.closed": _("The order was closed"),
        "service.visit.planned": _("A technician was assigned"),
        "service.visit.departed": _("The technician set out"),
        "service.visit.arrived": _("The technician arrived"),
        "service.visit.started": _("The work began"),
        "service.part.shipped": _("The part was sent to the site"),
        "service.part.arrived": _("The part arrived at the site"),
        "service.guarantee.settled": _("The guarantee was settled at the machine"),
    }.get(e.kind, "")
