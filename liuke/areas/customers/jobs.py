"""What this room does at night (settings/recurring.py) and when somebody asks for it: the search for doubles."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.customers.actions.pairing import find_pairs
from liuke.foundation.queue.register import job


@job("customers.find_duplicates")
def find_duplicates(at: datetime) -> int:
    """Look for files that may be one customer's, among those that changed since the last search; answers how many."""
    return find_pairs(at=at).found
