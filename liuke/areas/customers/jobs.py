"""The nightly schedule of this room (settings/recurring.py)."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.customers.actions.pairing import find_pairs


def find_duplicates(at: datetime) -> int:
    """Look for files that may be one customer's, among those that changed since the last night; answers how many."""
    return find_pairs(at=at).found
