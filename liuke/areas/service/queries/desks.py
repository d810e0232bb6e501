"""Whole views of a working day: the technician's stops, the site's desk, the dispatcher's list by risk, the board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q

from liuke.areas.network.models import Site, Technician
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.service import access
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.queries.orders import due_of
from liuke.areas.service.queries.rows import LISTED, Act, OrderRow, VisitRow, acts_for, order_rows, visit_row, with_due
from liuke.areas.service.rules import states
from liuke.areas.service.rules.windows import Window
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.identity.models import Actor

MOST: Final = 200
_LIVE = ~Q(state__in=[Visit.State.RELEASED])


@dataclass(frozen=True)
class Stop:
    """One stop of a technician's day: the visit, its order, and what he may do next (the first is the big button)."""

    visit: VisitRow
    order: OrderRow
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class TechnicianDay:
    """Stops by time, and what still lies with him from other days (to report, to mend, second visits)."""

    technician_id: int
    day: date
    stops: tuple[Stop, ...]
    left_over: tuple[OrderRow, ...]


@dataclass(frozen=True)
class Load:
    """A technician of the site and his visits of the day."""

    technician_id: int
    number: str
    name: str
    visits: tuple[VisitRow, ...]


@dataclass(frozen=True)
class SiteDesk:
    """What lies with a site, in the order of its work; each list by what is due first."""

    site: str
    site_name: str
    mode: str
    to_accept: tuple[OrderRow, ...]
    to_book: tuple[OrderRow, ...]
    to_assign: tuple[OrderRow, ...]
    today: tuple[OrderRow, ...]
    on_hold: tuple[OrderRow, ...]
    second_visits: tuple[OrderRow, ...]
    sent_back: tuple[OrderRow, ...]
    to_report: tuple[OrderRow, ...]
    technicians: tuple[Load, ...]


@dataclass(frozen=True)
class BoardLane:
    """A technician's day on the board."""

    technician_id: int
    number: str
    name: str
    site: str
    visits: tuple[VisitRow, ...]


@dataclass(frozen=True)
class Board:
    """The day by technician, the windows it is cut into, and what has a window but nobody yet."""

    day: date
    windows: tuple[Window, ...]
    lanes: tuple[BoardLane, ...]
    orders: dict[str, OrderRow]
    unassigned: tuple[OrderRow, ...]


def day_of_technician(actor: Actor, day: date, *, by: Actor | None = None) -> TechnicianDay:
    """A technician's stops of a day, by time. `by` (else himself) has to be allowed to see them."""
    reader = by or actor
    start = _midnight(day)
    visits = _visits(Visit.objects.filter(_LIVE, technician=actor, **_on(start)))
    mine = WorkOrder.objects.filter(access.orders_for(reader), technician=actor)
    orders = {row.number: row for row in _listed(mine.filter(number__in=[v.order for v in visits]))}
    groups = access.groups(reader)
    stops = tuple(
        Stop(v, orders[v.order], acts_for(orders[v.order].state, groups)) for v in visits if v.order in orders
    )
    rest = mine.filter(state__in=["in_service", "sent_back", "second_visit_due", "on_the_way"])
    left_over = tuple(row for row in _listed(rest.order_by("pk")[:MOST]) if row.number not in orders)
    return TechnicianDay(actor.pk, day, stops, left_over)


def site_desk(site: str, *, by: Actor, at: datetime) -> SiteDesk:
    """A site's desk now; Missing for other sites' people."""
    found = Site.objects.get(number=access.site_for(site.strip().upper(), by=by))
    rows = WorkOrder.objects.filter(site=found, state__in=[*states.AT_A_SITE, "on_hold"])
    listed = _by_due(_listed(rows.order_by("-pk")[: 5 * MOST]))
    start = _midnight(at.astimezone(LOCAL).date())
    end = start + timedelta(days=1)

    def among(*wanted: str) -> tuple[OrderRow, ...]:
        return tuple(row for row in listed if row.state in wanted)

    return SiteDesk(
        site=found.number,
        site_name=found.name,
        mode=found.mode,
        to_accept=among("offered"),
        to_book=among("to_book"),
        to_assign=tuple(row for row in among("booked") if row.technician_id is None),
        today=tuple(
            row
            for row in among("booked", "on_the_way", "in_service")
            if row.window_start and start <= row.window_start < end
        ),
        on_hold=among("on_hold"),
        second_visits=among("second_visit_due"),
        sent_back=among("sent_back"),
        to_report=among("in_service"),
        technicians=_loads(found, start),
    )


def dispatch_list(*, by: Actor, at: datetime, limit: int = MOST) -> tuple[OrderRow, ...]:
    """What waits for the dispatcher, by risk: danger first, then what is due first, then chased, then oldest."""
    rows = WorkOrder.objects.filter(access.orders_for(by), state__in=["to_dispatch", "new"])
    listed = with_due(found := _listed(rows.order_by("made_at", "pk")[:limit]), due_of([r.number for r in found]))
    far = at + timedelta(days=3650)
    return tuple(sorted(listed, key=lambda r: (not r.safety, r.due_at or far, -r.chases, r.made_at, r.id)))


def board(day: date, *, by: Actor, site: str = "") -> Board:
    """The day by technician; of one site, or of all that this actor may see."""
    start = _midnight(day)
    people = Technician.objects.select_related("actor", "site").exclude(status=Technician.Status.LEFT)
    if site or not access.sees_all(by):
        sites = [access.site_for(site.strip().upper(), by=by)] if site else access.sites_of(by)
        people = people.filter(site__number__in=sites)
    technicians = list(people.order_by("site__number", "actor__name", "pk")[: 5 * MOST])
    visits = _visits(Visit.objects.filter(_LIVE, technician__in=[t.pk for t in technicians], **_on(start)))
    lanes = defaultdict(list)
    for visit in visits:
        lanes[visit.technician_id].append(visit)
    mine = WorkOrder.objects.filter(access.orders_for(by))
    orders = {row.number: row for row in _listed(mine.filter(number__in=[v.order for v in visits]))}
    loose = mine.filter(
        state__in=["offered", "booked"], technician=None, site__in={t.site_id for t in technicians},
        window_start__gte=start, window_start__lt=start + timedelta(days=1),
    )  # fmt: skip
    return Board(
        day=day,
        windows=tuple(Window(w.start, w.end) for w in list_windows(day, 1)),
        lanes=tuple(BoardLane(t.pk, t.number, t.actor.name, t.site.number, tuple(lanes[t.pk])) for t in technicians),
        orders=orders,
        unassigned=_by_due(_listed(loose.order_by("window_start", "pk")[:MOST])),
    )


def _listed(rows: Iterable[WorkOrder]) -> tuple[OrderRow, ...]:
    return order_rows(rows.select_related(*LISTED))  # type: ignore[attr-defined]


def _by_due(rows: tuple[OrderRow, ...]) -> tuple[OrderRow, ...]:
    due = with_due(rows, due_of([row.number for row in rows]))
    return tuple(sorted(due, key=lambda r: (r.due_at is None, r.due_at or r.made_at, r.id)))


def _loads(site: Site, start: datetime) -> tuple[Load, ...]:
    people = Technician.objects.select_related("actor").filter(site=site).exclude(status=Technician.Status.LEFT)
    visits = _visits(Visit.objects.filter(_LIVE, site=site, **_on(start)))
    return tuple(
        Load(t.pk, t.number, t.actor.name, tuple(v for v in visits if v.technician_id == t.pk))
        for t in people.order_by("actor__name", "pk")
    )


def _visits(rows: Iterable[Visit]) -> list[VisitRow]:
    found = rows.select_related("technician", "order").order_by("starts_at", "pk")  # type: ignore[attr-defined]
    return [visit_row(visit) for visit in found]


def _on(start: datetime) -> dict[str, datetime]:
    return {"starts_at__gte": start, "starts_at__lt": start + timedelta(days=1)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
