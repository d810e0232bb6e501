"""A visit plan as the rules see it: its days, its doors with their places and best times, and the ways between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from liuke.areas.customers.models import Customer, FieldValue
from liuke.areas.customers.rules import visiting_hours
from liuke.areas.customers.rules.addresses import round_place
from liuke.areas.customers.rules.visiting_hours import Hours
from liuke.areas.keeping.models import VisitPlan, VisitStop
from liuke.areas.keeping.queries.visit_terms import visit_terms_on
from liuke.areas.keeping.rules.visiting import Door, Trip, days_from, prize, reason_words
from liuke.foundation import divisions
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.calendar.rules import is_open_day
from liuke.foundation.clock import local
from liuke.foundation.dated.queries import list_values
from liuke.foundation.faults import Refused
from liuke.foundation.routes import roads
from liuke.foundation.routes.problem import Grid
from liuke.foundation.routes.ways import Pace, Place, Point, grid_of, pace_of
from liuke.kernel.promises.models import Promise

BEST_TIME = "best_time"
USUAL = Pace(1.4, ((0, 28.0),), 5)
COUNTRY = ("镇", "乡", "苏木", "农场", "林场", "牧场")


@dataclass(frozen=True)
class Scene:
    """`doors` of those that have a place; `nowhere` are the stops that have none."""

    trip: Trip
    start: Place
    doors: tuple[Door, ...]
    nowhere: tuple[VisitStop, ...]
    paces: Mapping[str, Pace]


def scene_of(plan: VisitPlan, stops: Sequence[VisitStop], *, at: datetime) -> Scene:
    """Of the stops that are still on the plan, each with customer and address at hand."""
    paces = {value.key: pace_of(value.value) for value in list_values("travel", on=plan.first_day)}
    hours = hours_of({s.customer_id for s in stops})
    due = contact_due({s.customer_id for s in stops})
    placed = [(stop, point) for stop in stops if (point := point_of(stop)[0])]
    today = local(at).date()
    doors = tuple(_door(stop, point, hours.get(stop.customer_id), due.get(stop.customer_id), today)
                  for stop, point in placed)  # fmt: skip
    start = Place((float(plan.start_lng), float(plan.start_lat)), _pace(plan.start_division, paces))
    have = {stop.pk for stop, _ in placed}
    return Scene(trip_of(plan), start, doors, tuple(s for s in stops if s.pk not in have), paces)


def trip_of(plan: VisitPlan) -> Trip:
    """The working days of the plan (where there is none, its days all the same), from the moment it was asked for."""
    calendar, days = get_calendar("office"), days_from(plan.first_day, plan.days)
    kept = tuple(day for day in days if is_open_day(calendar, day)) or days
    now = local(plan.asked_at)
    passed = (now.date() - plan.first_day).days * 86_400 + now.hour * 3600 + now.minute * 60
    return Trip(plan.first_day, kept, visit_terms_on(plan.first_day), max(0, passed))


def ways_of(scene: Scene, doors: Sequence[Door]) -> Grid:
    """Seconds between the start and these doors: by the routing service where one is set and answers, else reckoned."""
    points: list[Point] = [scene.start.point, *(door.point for door in doors)]
    asked = roads.ask(settings.ROUTING_URL, points) if settings.ROUTING_URL else None
    if asked is not None:
        return asked
    places = [Place(door.point, _pace(door.division, scene.paces)) for door in doors]
    return grid_of([scene.start, *places])


def point_of(stop: VisitStop) -> tuple[Point | None, bool]:
    """Where the stop is, and whether that is only the middle of its area; None without an address that says where."""
    address = stop.address
    if address is None:
        return None, False
    centre = divisions.centre(address.division) if address.division else None
    if address.lng is None or address.lat is None:
        return centre, True
    point = float(address.lng), float(address.lat)
    return point, centre is not None and point == round_place(*centre)  # registering puts who told no place there


def nowhere() -> Refused:
    """Whoever has no address cannot be put on a way."""
    words = reason_words("nowhere")
    return Refused(f"该客户{words.zh}。", f"This customer has {words.en}.", code="nowhere")


def hours_of(customer_ids: Collection[int]) -> dict[int, Hours]:
    """The best time to visit of those who told one."""
    rows = FieldValue.objects.filter(customer__in=customer_ids, contact=None, definition__key=BEST_TIME)
    return {pk: visiting_hours.stored(str(value)) for pk, value in rows.values_list("customer_id", "value")}


def contact_due(customer_ids: Collection[int]) -> dict[int, date]:
    """On which day the contact that is owed is due."""
    rows = Promise.objects.filter(timeline_id__in=customer_ids, state=Promise.State.OPEN)
    owed = rows.filter(what__in=["contact-due", "visit-customer"]).order_by("-due_at")
    return {pk: local(due).date() for pk, due in owed.values_list("timeline_id", "due_at")}


def _door(stop: VisitStop, point: Point, hours: Hours | None, due: date | None, today: date) -> Door:
    customer: Customer = stop.customer
    worth = prize(customer.grade, is_core=customer.is_core, due_in=(due - today).days if due else None)
    division = stop.address.division if stop.address else ""
    return Door(
        str(stop.pk), point, stop.minutes, hours, worth, stop.day, stop.position, stop.locked, bool(stop.broken),
        division,
    )  # fmt: skip


def _pace(division: str, paces: Mapping[str, Pace]) -> Pace:
    """By the street's name: a town's or the country's."""
    street = divisions.name_of(division) if len(division) == 9 and divisions.exists(division) else ""
    return paces.get("country" if street.endswith(COUNTRY) else "town", USUAL)
