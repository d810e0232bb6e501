"""A day read set by set: who works, what stands for whom, what may be planned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.customers.queries.rows import AddressRow
from liuke.areas.network.models import Site, Technician
from liuke.areas.network.queries.workers import read_workers
from liuke.areas.network.rules.shifts import Worker
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.areas.service.models import DayPlan, TechnicianLock, Visit, WorkOrder
from liuke.areas.service.queries.orders import due_of
from liuke.areas.service.queries.places import area_of_division
from liuke.areas.service.rules.windows import Window
from liuke.foundation import divisions
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.routes.ways import Point

TO_BE_AGREED: Final = ("to_book", "second_visit_due")
_OVER: Final = (Visit.State.ENDED, Visit.State.RELEASED)


@dataclass(frozen=True)
class Person:
    """A technician of the day."""

    id: int
    name: str
    site_id: int
    worker: Worker
    home: Point
    division: str


@dataclass(frozen=True)
class Job:
    """An order as a day plan sees it; without a window it is still to be agreed (`wished` is the customer's wish)."""

    id: int
    number: str
    version: int
    state: str
    site_id: int
    technician_id: int | None
    window: Window | None
    wished: Window | None
    point: Point
    area: str
    seconds: int
    skills: tuple[str, ...]
    safety: bool
    is_core: bool
    due_at: datetime | None
    locked_to: int | None


@dataclass(frozen=True)
class Facts:
    """All of a day. `busy` are visits that stand as they are: under way, or of orders outside the plan."""

    day: date
    sites: tuple[int, ...]
    people: tuple[Person, ...]
    jobs: tuple[Job, ...]
    busy: tuple[Visit, ...]
    places: Mapping[int, Point]  # of the orders of those visits, by order id

    @property
    def zero(self) -> datetime:
        """The midnight from which seconds are counted."""
        return datetime.combine(self.day, time(), LOCAL)


def facts_of(plan: DayPlan, *, at: datetime) -> Facts:
    """Read the day of this plan as it stands at a moment."""
    start = datetime.combine(plan.day, time(), LOCAL)
    sites = sites_of_plan(plan)
    orders = _orders(list(sites), start, at, with_unagreed=plan.proposes_windows)
    visits = Visit.objects.filter(site__in=sites, starts_at__lt=start + timedelta(days=1), ends_at__gt=start)
    others = visits.exclude(state__in=_OVER).exclude(order__in=[o.pk for o in orders])
    busy = tuple(others.select_related("order").order_by("starts_at", "pk"))
    people = _people(sites, plan.day)
    return Facts(plan.day, tuple(sites), people, _jobs(orders, sites), busy, _doors([v.order for v in busy]))


def _doors(orders: Sequence[WorkOrder]) -> dict[int, Point]:
    places = list_addresses({o.address_id for o in orders if o.address_id})
    found = {o.pk: places[o.address_id] for o in orders if o.address_id in places}
    return {pk: (p.lng, p.lat) for pk, p in found.items() if p.lng is not None and p.lat is not None}


def sites_of_plan(plan: DayPlan) -> Mapping[int, Site]:
    """The open sites that a plan is for, by id."""
    chosen = Q(pk=plan.site_id) if plan.site_id else Q(division__startswith=plan.division)
    return {s.pk: s for s in Site.objects.filter(chosen, status=Site.Status.ACTIVE).order_by("number")}


def _orders(sites: Sequence[int], start: datetime, at: datetime, *, with_unagreed: bool) -> list[WorkOrder]:
    """Booked for that day and not begun, with a window that is not over; on request what has no window yet."""
    wanted = Q(state="booked", window_start__gte=start, window_start__lt=start + timedelta(days=1), window_end__gt=at)
    if with_unagreed:
        wanted |= Q(state__in=TO_BE_AGREED, window_start=None)
    return list(WorkOrder.objects.filter(wanted, site__in=sites).select_related("customer").order_by("pk"))


def _people(sites: Mapping[int, Site], day: date) -> tuple[Person, ...]:
    workers = {w.id: w for w in read_workers(sites, first=day, last=day)}
    rows = (
        Technician.objects.filter(pk__in=workers).select_related("actor").order_by("site__number", "actor__name", "pk")
    )
    return tuple(
        Person(
            t.pk, t.actor.name, t.site_id, workers[t.pk],
            _home(t) or _place(sites[t.site_id].point, sites[t.site_id].division), sites[t.site_id].division,
        )
        for t in rows
    )  # fmt: skip


def _home(technician: Technician) -> Point | None:
    if technician.home_lng is None or technician.home_lat is None:
        return None
    return technician.home_lng, technician.home_lat


def _place(point: Point | None, division: str) -> Point:
    """Where something is: its own point, else the middle of its division."""
    return point or divisions.centre(division) or (0.0, 0.0)


def _jobs(orders: Sequence[WorkOrder], sites: Mapping[int, Site]) -> tuple[Job, ...]:
    places = list_addresses({o.address_id for o in orders if o.address_id})
    due = due_of([o.number for o in orders])
    locks = dict(
        TechnicianLock.objects.filter(order__in=[o.pk for o in orders]).values_list("order_id", "technician_id")
    )
    lines = {line.key: line for line in list_lines()}
    return tuple(
        _job(o, sites[o.site_id or 0], places, due=due.get(o.number), lock=locks.get(o.pk), lines=lines) for o in orders
    )


def _job(
    o: WorkOrder, site: Site, places: Mapping[int, AddressRow], *, due: tuple[datetime, str] | None, lock: int | None,
    lines: Mapping[str, LineFacts],
) -> Job:  # fmt: skip
    place = places.get(o.address_id) if o.address_id else None
    here = (place.lng, place.lat) if place and place.lng is not None and place.lat is not None else None
    division = place.division if place and place.division else o.division or site.division
    keys = [key for key in dict.fromkeys(o.product_lines or [o.product_line]) if key in lines]
    wished = Window(o.wished_start, o.wished_end) if o.wished_start and o.wished_end else None
    return Job(
        o.pk, o.number, o.version, o.state, o.site_id or 0, o.technician_id, o.window, wished,
        here or _place(None, division), area_of_division(division), _seconds(o, keys, lines),
        tuple(dict.fromkeys(skill for key in keys for skill in lines[key].needs(o.kind))), o.safety,
        o.customer.is_core, due[0] if due else None, lock if lock == o.technician_id else None,
    )  # fmt: skip


def _seconds(o: WorkOrder, keys: Collection[str], lines: Mapping[str, LineFacts]) -> int:
    """How long the work usually takes: each of the kinds of machine once, by the catalogue."""
    minutes = [lines[key].minutes_for(o.kind) for key in keys]
    return 60 * (sum(minutes) or 60)
