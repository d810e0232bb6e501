"""Customers hear by SMS when somebody comes, when that was moved, and that a quote waits for their answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from liuke.areas.care.actions.messages import Letter, house, send_letters
from liuke.areas.care.rules.telling import is_news, tell_from
from liuke.events.care_messages import QuoteTold, WindowTold
from liuke.foundation.clock import local
from liuke.foundation.gateways.actions import withdraw_beginning
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.rows import Recorded

MOVED: Final = "service.order.rescheduled"


def tell_windows(events: Sequence[Recorded], *, at: datetime) -> None:
    """Tell when somebody comes, or that it was moved; for this room's reaction. A window told already is not told again.

    What still waits of the same order (arranged at night) is taken back: the newest window goes out alone.
    """
    fresh = [e for e in events if is_news(e.happened_at, at, begins=_span(e)[0])]
    for e in fresh:
        if e.kind == MOVED:
            drop_waiting(e.subject)
    for letter, contact in send_letters([_window_letter(e, at) for e in fresh], at=at):
        begins, ends = _span(letter.event)
        told = WindowTold(letter.order, begins, ends, moved=letter.event.kind == MOVED, contact_id=contact)
        record(told, on=letter.event.timeline_id, by=house(), at=at, caused_by=letter.event)


def tell_quotes(events: Sequence[Recorded], *, at: datetime) -> None:
    """Tell that a quote waits, with the way to it; at once, for the technician stands at the machine."""
    letters = [
        Letter(
            e, e.about, f"quote:{e.subject}:{e.value('version')}", "quote_waits", {"yuan": e.value("yuan") or ""}, "charges/"
        )
        for e in events
    ]  # fmt: skip
    for letter, contact in send_letters(letters, at=at):
        e = letter.event
        told = QuoteTold(e.subject, letter.order, version=e.value("version") or 1, contact_id=contact)
        record(told, on=e.timeline_id, by=house(), at=at, caused_by=e)


def drop_waiting(order: str) -> None:
    """Take back what was to be told of this order's window and has not gone out."""
    withdraw_beginning(f"window:{order}:")


def _window_letter(e: Recorded, at: datetime) -> Letter:
    begins, ends = _span(e)
    moved = e.kind == MOVED
    own = (e.value("moved_by") == "user") if moved else (e.value("agreed_by") == "customer")
    key = f"window:{e.subject}:{e.id}" if moved else f"window:{e.subject}:{begins:%Y%m%d%H%M}"
    said = {"window": f"{local(begins):%m-%d %H:%M}–{local(ends):%H:%M}"}
    run_at = tell_from(at, begins=begins, own_wish=own)
    return Letter(
        e, e.subject, key, "visit_moved" if moved else "visit_booked", said, run_at=None if run_at == at else run_at
    )


def _span(e: Recorded) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(e.value("window_start")), datetime.fromisoformat(e.value("window_end"))
