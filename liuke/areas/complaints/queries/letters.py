"""What a letter's placeholders know of a case."""

from __future__ import annotations

from collections.abc import Mapping

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Complaint, Letter, Remedy
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.rows import LetterRow, letter_row
from liuke.areas.complaints.rules import letters, states
from liuke.areas.customers.queries.rows import brief_of
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.calendar.rules import add_days
from liuke.foundation.clock import local
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

CLOSE_DAYS, HARD_DAYS = 3, 7
UNNAMED = Words("尊敬的用户", "Dear customer")


def get_letter(number: str, letter_id: int, *, by: Actor) -> LetterRow:
    """A letter of this complaint, or Missing."""
    found = access.complaint(number, by=by)
    row = Letter.objects.select_related("written_by").filter(complaint=found, pk=letter_id).first()
    if row is None:
        raise Missing("没有这封信。", "There is no such letter.")
    return letter_row(row)


def ways() -> Mapping[str, Words]:
    """The ways a letter goes out."""
    return letters.WAYS


def templates() -> list[tuple[str, Words]]:
    """The letters there are."""
    return [(key, one.words) for key, one in the_catalogue().letters.items()]


def values_of(found: Complaint, *, language: str) -> dict[str, str]:
    """By placeholder; empty where the case does not know it yet."""

    def said(words: Words) -> str:
        return words.en if language == "en" else words.zh

    chosen = Remedy.objects.filter(complaint=found, state__in=["offered", "agreed", "done"]).order_by("pk")
    known = the_catalogue().remedies
    remedy = "；".join(
        f"{said(known[r.key].words)}（{r.words}）" if r.words else said(known[r.key].words) for r in chosen
    )
    improvement = found.improvements.order_by("-pk").values_list("action", flat=True).first() or ""
    handler = found.handler or found.taken_by
    return {
        "customer": brief_of(found.customer).salutation or said(UNNAMED), "number": found.number, "received": f"{local(found.received_at):%Y-%m-%d}",
        "handler": handler.name, "close_by": _close_by(found), "stage": said(states.STATES[found.state]),
        "finding": found.finding, "remedy": remedy, "improvement": improvement,
    }  # fmt: skip


def _close_by(found: Complaint) -> str:
    if found.hard:
        return f"{local(add_days(get_calendar('office'), found.counted_from, HARD_DAYS)):%Y-%m-%d}"
    return f"{local(add_days(get_calendar('service'), found.counted_from, CLOSE_DAYS)):%Y-%m-%d}"
