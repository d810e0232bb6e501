"""The board: a day by technician, a screen of them at a time, and what has a window but nobody yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models import Window as Over
from django.db.models.functions import RowNumber

from liuke.areas.customers.queries.rows import brief_of
from liuke.areas.network.models import Departure, Technician
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.network.rules.shifts import AWAY
from liuke.areas.service import access
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.queries.orders import due_of
from liuke.areas.service.queries.rows import LISTED, OrderRow, VisitRow, order_rows, visit_row, with_due
from liuke.areas.service.rules.windows import Window
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

CREW: Final = 30  # technicians on a screen
ON_A_LANE: Final = 12  # visits of one technician: more than a day holds
UNASSIGNED: Final = 20


@dataclass(frozen=True)
class BoardLane:
    """A technician's day on the board."""

    technician_id: int
    number: str
    name: str
    site: str
    visits: tuple[VisitRow, ...]
    count: int
    away: Words | None = None  # why he is off the whole day


@dataclass(frozen=True)
class Board:
    """A screen of technicians on a day, the windows it is cut into, and what has a window but nobody yet.

    A lane shows so many of its visits, those under way or to come before those that are over, and counts them all.
    `customers` has their names by order, as far as the reader may see the order. `next_crew` goes into the next call.
    """

    day: date
    windows: tuple[Window, ...]
    lanes: tuple[BoardLane, ...]
    customers: dict[str, Words]
    unassigned: tuple[OrderRow, ...]
    next_crew: str | None


def board(day: date, *, by: Actor, site: str = "", crew: str = "") -> Board:
    """A screen of the day by technician, from the one after `crew` on; of one site, or of all that this actor may see."""
    start = datetime.combine(day, time(), LOCAL)
    technicians, next_crew = _crew(by, site, crew)
    visits, counts = _visits_shown([t.pk for t in technicians], start)
    away = _away([t.pk for t in technicians], day)
    lanes = defaultdict(list)
    for visit in visits:
        lanes[visit.technician_id].append(visit)
    mine = WorkOrder.objects.filter(access.orders_for(by))
    loose = mine.filter(
        state__in=["offered", "booked"], technician=None, site__in={t.site_id for t in technicians},
        window_start__gte=start, window_start__lt=start + timedelta(days=1),
    )  # fmt: skip
    return Board(
        day=day,
        windows=tuple(Window(w.start, w.end) for w in list_windows(day, 1)),
        lanes=tuple(
            BoardLane(
                t.pk,
                t.number,
                t.actor.name,
                t.site.number,
                tuple(lanes[t.pk]),
                counts.get(t.pk, 0),
                away.get(t.pk),
            )
            for t in technicians
        ),
        customers=_customers(mine, [v.order for v in visits]),
        unassigned=_with_due(order_rows(loose.select_related(*LISTED).order_by("window_start", "pk")[:UNASSIGNED])),
        next_crew=next_crew,
    )


def _crew(by: Actor, site: str, after: str) -> tuple[list[Technician], str | None]:
    """A screen of technicians by site and name."""
    people = Technician.objects.select_related("actor", "site").exclude(status=Technician.Status.LEFT)
    if site or not access.sees_all(by):
        sites = [access.site_for(site.strip().upper(), by=by)] if site else access.sites_of(by)
        people = people.filter(site__number__in=sites)
    if after:
        number, name, pk = (after.split("~") + ["", ""])[:3]
        last = int(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else 0
        later = Q(site__number=number, actor__name__gt=name) | Q(site__number=number, actor__name=name, pk__gt=last)
        people = people.filter(Q(site__number__gt=number) | later)
    found = list(people.order_by("site__number", "actor__name", "pk")[: CREW + 1])
    if len(found) <= CREW:
        return found, None
    last_shown = found[CREW - 1]
    return found[:CREW], f"{last_shown.site.number}~{last_shown.actor.name}~{last_shown.pk}"


def _away(technicians: Sequence[int], day: date) -> dict[int, Words]:
    """Why each of these who is off the whole day is away."""
    rows = Departure.objects.filter(
        technician__in=technicians, hours="", from_date__lte=day, until_date__gte=day, reason__in=list(AWAY)
    )
    return {pk: AWAY[reason] for pk, reason in rows.order_by("pk").values_list("technician_id", "reason")}


def _visits_shown(technicians: Sequence[int], start: datetime) -> tuple[list[VisitRow], dict[int, int]]:
    """The first visits of each technician's day by time, those not over before those that are, and how many he has."""
    day = Visit.objects.filter(
        technician__in=technicians, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
    ).exclude(state=Visit.State.RELEASED)
    over = ExpressionWrapper(Q(state=Visit.State.ENDED), BooleanField())
    nth = Over(RowNumber(), partition_by=F("technician"), order_by=["over", "starts_at", "pk"])
    many = Over(Count("pk"), partition_by=F("technician"))
    listed = day.annotate(over=over).annotate(nth=nth, many=many).filter(nth__lte=ON_A_LANE)
    counts = {pk: (technician, n) for pk, technician, n in listed.values_list("pk", "technician_id", "many")}
    shown = Visit.objects.filter(pk__in=list(counts)).select_related("technician", "order")
    return [visit_row(v) for v in shown.order_by("starts_at", "pk")], dict(counts.values())


def _customers(mine: QuerySet[WorkOrder], numbers: Sequence[str]) -> dict[str, Words]:
    found = mine.filter(number__in=numbers).select_related("customer").only("number", "customer")
    return {order.number: brief_of(order.customer).display for order in found} if numbers else {}


def _with_due(rows: tuple[OrderRow, ...]) -> tuple[OrderRow, ...]:
    due = with_due(rows, due_of([row.number for row in rows]))
    return tuple(sorted(due, key=lambda r: (r.due_at is None, r.due_at or r.made_at, r.id)))
