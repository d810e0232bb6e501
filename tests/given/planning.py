"""A day to be planned: technicians who live near the standing customers, and hood repairs in real windows."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.areas.network.models import Technician
from liuke.areas.service.actions import booking, dispatching
from liuke.areas.service.actions.planning_proposal import load_seed, propose
from liuke.areas.service.rules.windows import Window
from liuke.foundation.clock import local
from tests.given import service
from tests.given.service import Company

NEAR_LI, ACROSS = (121.55, 29.87), (121.45, 29.95)


def company(at: datetime) -> Company:
    """The company, with 张师傅 living beside 李秀英 and 李师傅 across the town; ways are told."""
    c = service.company(at)
    for person, home in ((c.cast.east_technician, NEAR_LI), (c.cast.east_second, ACROSS)):
        Technician.objects.filter(pk=person.pk).update(home_lng=home[0], home_lat=home[1])
    load_seed(by=c.cast.administrator, at=at)
    return c


def tomorrow(c: Company, at: datetime) -> list[Window]:
    """The windows of the day after."""
    from liuke.areas.network.queries.capacity import list_windows

    day = local(at).date() + timedelta(days=1)
    return [Window(w.start, w.end) for w in list_windows(day, 1)]


def booked(c: Company, window: Window, technician: int, at: datetime) -> str:
    """A hood repair at 李秀英's, agreed for this window, given to a technician of 城东 (0: to nobody yet)."""
    number = service.dispatched(c, at, window, machine=False)
    dispatching.accept(number, by=c.cast.east_clerk, at=at)
    if technician:
        booking.assign_technician(number, technician=technician, by=c.cast.east_clerk, at=at)
    return number


def proposed(number: str, at: datetime) -> str:
    """The job's work, done here and now."""
    propose(number, at=at)
    return number
