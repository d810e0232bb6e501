"""Where is my order: what is going on, when, who comes, and what the customer may do about it himself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from liuke.areas.care.queries.evaluations import may_evaluate
from liuke.areas.care.queries.stories import customer_of
from liuke.areas.charges.queries.of_order import charges_of
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.identity.models import Actor
from liuke.insight.visit_calendar import CALLED_OFF
from liuke.kernel.journal import queries as journal
from liuke.web.portal.links import Visit, door
from liuke.web.portal.owed import owed_about
from liuke.web.portal.words import headline, stages_of, story_of, why_on_hold

ANSWERS: Final = frozenset({"answer-chase-up", "answer-second-chase-up", "take-over-chase-up"})
"""What a chase-up owes: while it is open, asking again says nothing new."""
OVER: Final = frozenset(
    {"in_review", "sent_back", "to_call_back", "closed", "closed_unconfirmed", "cancelled", "no_service_trip"}
)
"""Nobody comes any more, so there is nothing to hurry."""
COMING: Final = frozenset({"booked", "on_the_way"})
"""A time is agreed and still to come; a second visit that is due has none yet."""


@door(purpose="order", owner=customer_of)
def order(request: Visit, token: str) -> HttpResponse:
    """The page behind the link in our messages."""
    found = get_order(request.link.about, by=request.by)
    row = found.row
    context = {
        "order": row,
        "headline": headline(row.state),
        "stages": stages_of(row.state),
        "why_held": why_on_hold(row.hold_reason) if row.state == "on_hold" else "",
        "window": _window(row),
        "wished": (row.wished_start, row.wished_end) if row.wished_start and not _window(row) else None,
        "product": product_of(row),
        "story": story_of(_events(found, by=request.by)),
        "answer_by": answer_owed(row.number),
        "can": what_may(found),
        "over": row.state in OVER,
        "calendar": calendar_word(found),
        "money": charges_of(row.number, by=request.by),
        "evaluation": may_evaluate(row.number, by=request.by),
        "token": token,
        "seen": row.version,
    }
    return render(request, "portal/order.html", context)


def what_may(found: OrderFile) -> frozenset[str]:
    """The acts open to the customer now. Once the technician is on his way only a call helps."""
    acts = frozenset(act.act for act in found.acts)
    if found.row.state == "on_the_way":
        return acts & {"chase_up"}
    return acts - {"chase_up"} if found.row.state in OVER else acts


def calendar_word(found: OrderFile) -> str:
    """What his calendar can be told: `add` the agreed visit, `drop` one that was called off; "" nothing."""
    state = found.row.state
    if not found.visits or (state in OVER and state != "cancelled"):
        return ""
    if found.visits[-1].state == CALLED_OFF:
        return "drop"
    return "add" if state in COMING else ""


def answer_owed(number: str) -> datetime | None:
    """By when somebody has promised to answer the chase-up, if one is unanswered."""
    return owed_about(number, ANSWERS)


def product_of(row: OrderRow) -> str:
    """What it is about: kind of work and product, as the catalogue names them."""
    lines = {line.key: line.words for line in list_lines()}
    language = get_language() or "zh-hans"
    line = lines.get(row.product_line)
    return " · ".join(filter(None, [line.told(language) if line else "", row.kind_words.told(language)]))


def _window(row: OrderRow) -> tuple[datetime, datetime] | None:
    return (row.window_start, row.window_end) if row.window_start and row.window_end else None


def _events(found: OrderFile, *, by: Actor) -> list[Any]:
    subjects = (found.row.number, *(v.number for v in found.visits[-4:]), *(p.number for p in found.parts[-4:]))
    return [event for subject in subjects for event in journal.list_about(subject, by=by)]
