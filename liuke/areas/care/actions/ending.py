"""What a callback means for its order: only satisfied is finished (H10)."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.care.queries import stories
from liuke.areas.care.rules.outcome import NOT_FIXED_FIRST, NOT_FIXED_REPEATEDLY, Outcome
from liuke.areas.service.actions import closing
from liuke.foundation.identity.models import Actor


def end_order(number: str, verdict: Outcome, *, by: Actor, at: datetime) -> None:
    """Satisfied closes the order; dissatisfied or not fixed closes it with its class as a linked repeat goes on."""
    if not verdict.finishes:
        closing.open_repeat(number, reason=_reason(verdict), outcome=verdict.primary, by=by, at=at)
    if stories.to_call_back([number]):  # finished, or the repeat stood already
        closing.close(number, outcome=verdict.primary, by=by, at=at)


def end_unconfirmed(number: str, *, by: Actor, at: datetime) -> None:
    """Three tries found nobody: the order closes unconfirmed."""
    closing.close_unconfirmed(number, by=by, at=at)


def _reason(verdict: Outcome) -> str:
    classes = {verdict.primary, *verdict.flags}
    return "not_fixed" if classes & {NOT_FIXED_FIRST, NOT_FIXED_REPEATEDLY} else "dissatisfied"
