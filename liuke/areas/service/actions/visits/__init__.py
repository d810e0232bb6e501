"""A technician at a door: call ahead, go, arrive, work, end. Every act may come late, and twice (receipts.py)."""

from liuke.areas.service.actions.visits.ending import finish, note_work, report_no_service_trip, second_visit
from liuke.areas.service.actions.visits.going import arrive, call_ahead, depart, start
from liuke.areas.service.actions.visits.reporting import report_completion
from liuke.areas.service.rules.arrival import Position

__all__ = [
    "Position",
    "arrive",
    "call_ahead",
    "depart",
    "finish",
    "note_work",
    "report_completion",
    "report_no_service_trip",
    "second_visit",
    "start",
]
