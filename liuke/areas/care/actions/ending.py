"""What a callback means for its order: only satisfied is finished (H10)."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.care.rules.outcome import NOT_FIXED_FIRST, NOT_FIXED_REPEATEDLY, Outcome
from liuke.areas.service.actions import completing
from liuke.foundation.identity.models import Actor


def end_order(number: str, verdict: Outcome, *, by: Actor, at: datetime) -> str:
    """Satisfied closes the order; dissatisfied or not fixed goes on in a linked repeat, whose number it answers."""
    repeat = "" if verdict.finishes else completing.open_repeat(number, reason=_reason(verdict), by=by, at=at).number
    completing.close(number, outcome=verdict.primary, by=by, at=at)
    return repeat


def end_unconfirmed(number: str, *, by: Actor, at: datetime) -> None:
    """Three tries found nobody: the order closes unconfirmed."""
    completing.close_unconfirmed(number, by=by, at=at)


def _reason(verdict: Outcome) -> str:
    classes = {verdict.primary, *verdict.flags}
    return "not_fixed" if classes & {NOT_FIXED_FIRST, NOT_FIXED_REPEATEDLY} else "dissatisfied"
