"""Service hours from a moment, back and ahead.

The handbook counts most of what is owed in service minutes, and a night has none. What began so many service minutes
before now is just as late, or as near, whether the demo starts at three in the morning or at three in the afternoon.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.foundation.calendar.rules import SERVICE, add


def before(moment: datetime, minutes: float) -> datetime:
    """So many service minutes before a moment: 5 before three in the morning is 19:55 of the evening before."""
    return add(SERVICE, moment, -timedelta(minutes=minutes))


def after(moment: datetime, minutes: float) -> datetime:
    """So many service minutes after a moment."""
    return add(SERVICE, moment, timedelta(minutes=minutes))
