"""Whole views of a working day: the technician's stops, the site's desk, the dispatcher's list by risk, the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet, Value

from liuke.areas.network.models import Site, Technician
from liuke.areas.service import access
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.queries.orders import COUNTED, due_of
from liuke.areas.service.queries.risk import Ranked, counted, ranked
from liuke.areas.service.queries.rows import LISTED, Act, OrderRow, VisitRow, acts_for, order_rows, visit_row, with_due
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.identity.models import Actor

MOST: Final = 200
SHOWN: Final = 15  # rows of a pile: nobody acts on more before he looks again
TO_DISPATCH: Final = ("new", "to_dispatch")
PILES: Final[Mapping[str, str]] = {
    "to_accept": "offered",
    "to_book": "to_book",
    "to_assign": "booked",  # and nobody assigned
    "sent_back": "sent_back",
    "second_visits": "second_visit_due",
    "to_report": "in_service",
    "on_hold": "on_hold",
}
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
    """A technician of the site and how many visits he has on the day."""

    technician_id: int
    number: str
    name: str
    visits: int


@dataclass(frozen=True)
class Waiting:
    """A page of what waits in one pile, the most at risk first, of how many (1,000 stands for more)."""

    rows: tuple[OrderRow, ...] = ()
    count: int = 0
    next_after: str | None = None


@dataclass(frozen=True)
class SiteDesk:
    """What lies with a site, in the order of its work: a page of each pile, and today's visits."""

    site: str
    site_name: str
    mode: str
    piles: Mapping[str, Waiting]
    today: int
    technicians: tuple[Load, ...]


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


def site_desk(
    site: str, *, by: Actor, at: datetime, pile: str = "", after: str = "", asked: str = "", size: int = SHOWN
) -> SiteDesk:
    """A site's desk now, or one `pile` of it from `after` on; Missing for other sites' people.

    The order `asked` for stands first in its pile, wherever its rank is.
    """
    found = Site.objects.get(number=access.site_for(site.strip().upper(), by=by))
    start = _midnight(at.astimezone(LOCAL).date())
    counts = _counts(found)
    pages = {
        key: ranked(_in_pile(found, key), size=size, after=after, count=counts[key]).put_first(
            _asked(found, key, asked)
        )
        for key in PILES
        if pile in ("", key) and counts[key]
    }
    return SiteDesk(
        site=found.number,
        site_name=found.name,
        mode=found.mode,
        piles=_filled(pages, counts),
        today=_visiting(found, start),
        technicians=_loads(found, start),
    )


def taken_in(orders: Sequence[OrderRow], technicians: Sequence[int]) -> dict[str, frozenset[int]]:
    """Order number → those of the technicians who stand for another order in its window, in one statement."""
    spans = {o.number: (o.window_start, o.window_end) for o in orders if o.window_start and o.window_end}
    if not spans:
        return {}
    first, last = min(start for start, _ in spans.values()), max(end for _, end in spans.values())
    rows = Visit.objects.exclude(state__in=[Visit.State.ENDED, Visit.State.RELEASED])
    rows = rows.filter(technician__in=list(technicians), starts_at__lt=last, ends_at__gt=first)
    taken = list(rows.values_list("technician_id", "starts_at", "ends_at"))
    return {
        number: frozenset(who for who, begins, ends in taken if begins < end and start < ends)
        for number, (start, end) in spans.items()
    }


def dispatch_list(*, by: Actor, after: str = "", size: int = SHOWN) -> Waiting:
    """What waits for the dispatcher, by risk: danger first, then what is due first, then chased, then oldest."""
    return _waiting(WorkOrder.objects.filter(access.orders_for(by), state__in=TO_DISPATCH), after=after, size=size)


def offered_list(*, by: Actor, after: str = "", size: int = SHOWN) -> Waiting:
    """What lies before a site that has not answered, by the same risk."""
    return _waiting(WorkOrder.objects.filter(access.orders_for(by), state="offered"), after=after, size=size)


def _in_pile(site: Site, key: str) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.filter(site=site, state=PILES[key])
    return rows.filter(technician=None) if key == "to_assign" else rows


def _counts(site: Site) -> dict[str, int]:
    """How many lie in each pile, as far as anybody wants to know: from the index alone, in one statement."""
    some = [_in_pile(site, key).order_by().annotate(pile=Value(key)).values_list("pile")[:COUNTED] for key in PILES]
    found = Counter(key for (key,) in some[0].union(*some[1:], all=True))
    return {key: found[key] for key in PILES}


def _asked(site: Site, key: str, number: str) -> int | None:
    return _in_pile(site, key).filter(number=number).values_list("pk", flat=True).first() if number else None


def _filled(pages: Mapping[str, Ranked], counts: Mapping[str, int]) -> dict[str, Waiting]:
    """The orders of all piles, read at once."""
    rows = _by_id([pk for page in pages.values() for pk in page.ids])
    found = {key: Waiting(count=counts[key]) for key in PILES}
    for key, page in pages.items():
        found[key] = Waiting(tuple(rows[pk] for pk in page.ids if pk in rows), counts[key], page.next_after)
    return found


def _waiting(rows: QuerySet[WorkOrder], *, after: str, size: int) -> Waiting:
    count = counted(rows)
    page = ranked(rows, size=size, after=after, count=count)
    found = _by_id(page.ids)
    return Waiting(tuple(found[pk] for pk in page.ids if pk in found), count, page.next_after)


def _by_id(ids: Sequence[int]) -> dict[int, OrderRow]:
    found = _listed(WorkOrder.objects.filter(pk__in=ids)) if ids else ()
    return {row.id: row for row in with_due(found, due_of([row.number for row in found]))}


def _listed(rows: Iterable[WorkOrder]) -> tuple[OrderRow, ...]:
    return order_rows(rows.select_related(*LISTED))  # type: ignore[attr-defined]


def _loads(site: Site, start: datetime) -> tuple[Load, ...]:
    people = Technician.objects.select_related("actor").filter(site=site).exclude(status=Technician.Status.LEFT)
    visits = Visit.objects.filter(_LIVE, site=site, **_on(start)).order_by()
    counts = dict(visits.values_list("technician").annotate(n=Count("pk")))
    return tuple(
        Load(t.pk, t.number, t.actor.name, counts.get(t.pk, 0)) for t in people.order_by("actor__name", "pk")[:MOST]
    )


def _visiting(site: Site, start: datetime) -> int:
    """How many of the site's orders have their window today and are not over."""
    states_of_today = ["booked", "on_the_way", "in_service"]
    return WorkOrder.objects.filter(
        site=site, state__in=states_of_today, window_start__gte=start, window_start__lt=start + timedelta(days=1)
    ).count()


def _visits(rows: Iterable[Visit]) -> list[VisitRow]:
    found = rows.select_related("technician", "order").order_by("starts_at", "pk")  # type: ignore[attr-defined]
    return [visit_row(visit) for visit in found]


def _on(start: datetime) -> dict[str, datetime]:
    return {"starts_at__gte": start, "starts_at__lt": start + timedelta(days=1)}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
