"""Another technician comes than the customer was told: he hears it by SMS, so that he knows who stands at his door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.areas.care.actions.messages import Letter, house, send_letters
from liuke.events.care import ReplacementTold
from liuke.foundation.clock import local
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.rows import Recorded


def tell_replaced(planned: Sequence[Recorded], *, at: datetime) -> None:
    """Tell the customers of these planned visits who comes instead; whoever has no number in his file is called ahead.

    For this room's reaction, which holds their histories.
    """
    for letter, contact in send_letters([_letter(e) for e in planned], at=at):
        e = letter.event
        told = ReplacementTold(order=letter.order, technician_name=e.value("technician_name") or "", contact_id=contact)
        record(told, on=e.timeline_id, by=house(), at=at, caused_by=e)


def _letter(e: Recorded) -> Letter:
    begins, ends = (local(datetime.fromisoformat(e.value(name))) for name in ("window_start", "window_end"))
    said = {"technician": e.value("technician_name") or "", "window": f"{begins:%m-%d %H:%M}–{ends:%H:%M}"}
    return Letter(e, e.value("order"), f"replaced:{e.value('number')}", "technician_changed", said)
