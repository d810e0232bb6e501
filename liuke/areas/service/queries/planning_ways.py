"""How long the ways between the visits of a day are, for the board: reckoned like a plan, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.network.models import Technician
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries.places import area_of_division
from liuke.areas.service.queries.planning_scene import UNKNOWN_PACE, paces_on
from liuke.areas.service.queries.rows import VisitRow
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.routes.ways import Pace, Place, Point, seconds_between


def minutes_before(visits: Iterable[VisitRow]) -> dict[str, int]:
    """Minutes of the way to each of these visits, by its number: from the one before it, the first from his home.

    A visit whose place is not known is left out, and so is the one after it.
    """
    found = sorted(visits, key=lambda v: (v.technician_id, v.starts_at, v.number))
    if not found:
        return {}
    paces = paces_on(found[0].starts_at.astimezone(LOCAL).date())
    doors = _doors({v.order for v in found}, paces)
    homes = _homes({v.technician_id for v in found})
    way: dict[str, int] = {}
    for before, visit in pairwise([None, *found]):
        start = None
        if visit is not None and before is not None and before.technician_id == visit.technician_id:
            start = doors.get(before.order)
        elif visit is not None and visit.technician_id in homes:
            start = Place(homes[visit.technician_id], UNKNOWN_PACE)
        if visit is not None and start is not None and visit.order in doors:
            way[visit.number] = round(seconds_between(start, _at(doors[visit.order], visit)) / 60)
    return way


def _at(door: Place, visit: VisitRow) -> Place:
    begins = visit.starts_at.astimezone(LOCAL)
    return Place(door.point, door.pace, begins.hour * 60 + begins.minute)


def _doors(orders: Iterable[str], paces: Mapping[str, Pace]) -> dict[str, Place]:
    rows = dict(WorkOrder.objects.filter(number__in=list(orders)).values_list("number", "address_id"))
    places = list_addresses({pk for pk in rows.values() if pk})
    found = {}
    for number, address in rows.items():
        place = places.get(address) if address else None
        if place is not None and place.lng is not None and place.lat is not None:
            pace = paces.get(area_of_division(place.division), UNKNOWN_PACE)
            found[number] = Place((place.lng, place.lat), pace)
    return found


def _homes(technicians: Iterable[int]) -> dict[int, Point]:
    rows = Technician.objects.filter(pk__in=list(technicians)).values_list("pk", "home_lng", "home_lat")
    return {pk: (lng, lat) for pk, lng, lat in rows if lng is not None and lat is not None}
