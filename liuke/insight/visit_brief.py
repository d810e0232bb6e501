"""What whoever goes to a customer's door must know while the customer changes hands (H8), in two reads.

No word of a complaint and no sum of money: those are for the centre. That one is open, and what not to say, is for him
who will be asked about it first.
"""

from __future__ import annotations

from dataclasses import dataclass

from liuke.areas.care.queries.complaints import is_grieved
from liuke.areas.keeping.queries.handovers import TakeoverRow, find_takeover
from liuke.foundation.words import Words
from liuke.insight.opening_words import NO_EXCUSE, never_say


@dataclass(frozen=True)
class VisitBrief:
    """Who keeps the customer now and instead of whom, whether something is unsettled, and what not to say."""

    takeover: TakeoverRow
    is_grieved: bool
    never_say: tuple[Words, ...]


def find_visit_brief(customer_id: int) -> VisitBrief | None:
    """None unless the customer is changing hands. Asked by whoever has got an order of his through `access`."""
    taken = find_takeover(customer_id)
    if taken is None:
        return None
    grieved = is_grieved(customer_id)
    lines = never_say(taken.customer, grieved=grieved, owes=False, broken=False)
    return VisitBrief(taken, grieved, tuple(words for words in lines if words is not NO_EXCUSE))
