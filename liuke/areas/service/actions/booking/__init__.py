"""Windows and technicians: book, assign, move, try to reach. The database keeps two customers from one technician."""

from liuke.areas.service.actions.booking.agreeing import book, change_wish, not_reached
from liuke.areas.service.actions.booking.assigning import ARRIVING, assign_technician
from liuke.areas.service.actions.booking.moving import reschedule

__all__ = [
    "ARRIVING",
    "assign_technician",
    "book",
    "change_wish",
    "not_reached",
    "reschedule",
]
