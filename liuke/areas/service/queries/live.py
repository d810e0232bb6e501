"""The figures of a day for the board, each counted from rows that it can open (practice §1; issue: live board)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from liuke.areas.service import access
from liuke.areas.service.models import Call, ServiceRequest, Visit, WorkOrder
from liuke.areas.service.queries.orders import OrderPage
from liuke.areas.service.queries.rows import LISTED, order_rows
from liuke.areas.service.rules import states
from liuke.areas.service.rules.names import REPAIRING
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises.models import Promise

SOON: Final = timedelta(minutes=30)
PAGE: Final = 50
_IN_WINDOW: Final = Q(in_window=True)
_AT_ONCE: Final = Q(result="done", order__repeat_of=None)


@dataclass(frozen=True)
class Span:
    """From when to when the board looks, and the moment it is."""

    since: datetime
    until: datetime
    at: datetime


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down: 99.9 is not all. None where there was nothing to count."""
        return self.hits * 100 // self.of if self.of else None


@dataclass(frozen=True)
class OpenOrders:
    """How many stand in each state, and those on hold by the reason they wait for, the most first."""

    states: dict[str, int]
    held: dict[str, int]


@dataclass(frozen=True)
class CallCount:
    """Calls of the span; `waiting` are those abandoned that nobody has called back yet, whenever they came."""

    answered: int
    abandoned: int
    waiting: int


@dataclass(frozen=True)
class CallRow:
    """A call as the board lists it; the number only as its mask."""

    number: str
    phone_mask: str
    state: str
    started_at: datetime
    returned_at: datetime | None


@dataclass(frozen=True)
class SolvedRow:
    """A wish that was solved on the phone, so that nobody had to go."""

    number: str
    customer_id: int
    product_line: str
    reason: str
    solved_at: datetime | None


def open_orders(*, by: Actor) -> OpenOrders:
    """Every open order this actor may see, counted to the last one."""
    rows = WorkOrder.objects.filter(access.orders_for(by), state__in=list(states.OPEN)).order_by()
    found = list(rows.values_list("state", "hold_reason").annotate(n=Count("pk")))
    by_state = dict.fromkeys(states.OPEN, 0)
    for state, _reason, n in found:
        by_state[state] += n
    held = [(reason, n) for state, reason, n in found if state == "on_hold"]
    return OpenOrders(by_state, dict(sorted(held, key=lambda row: (-row[1], row[0]))))


def calls(span: Span) -> CallCount:
    """Calls of the span; the centre's alone (the caller has asked)."""
    rows = Call.objects.filter(started_at__gte=span.since, started_at__lt=span.until)
    told = rows.aggregate(
        answered=Count("pk", filter=Q(state="answered")), abandoned=Count("pk", filter=Q(state="abandoned"))
    )
    waiting = Call.objects.filter(state="abandoned", returned_at=None).count()
    return CallCount(told["answered"], told["abandoned"], waiting)


def shares(span: Span, *, by: Actor) -> dict[str, Share]:
    """Windows kept, first-time fix, repeats, avoided visits (FIGURES): hits and what they were counted from."""
    return {key: _share(key, span, by) for key in ("windows", "first_time", "repeats")} | {"avoided": avoided(span)}


def avoided(span: Span) -> Share:
    """Wishes solved on the phone, of all wishes that came in the span."""
    solved = ServiceRequest.objects.filter(state="solved", solved_at__gte=span.since, solved_at__lt=span.until).count()
    came = ServiceRequest.objects.filter(received_at__gte=span.since, received_at__lt=span.until).count()
    return Share(solved, max(came, solved))


def at_risk(span: Span, *, by: Actor) -> int:
    """Open orders about which something is late or due within half an hour."""
    return _at_risk(span, by).count()


def list_figure(key: str, span: Span, *, by: Actor, after: int = 0) -> OrderPage:
    """The orders behind a figure (FIGURES), the newest first, from below `after` on. Raises Invalid."""
    if key not in FIGURES:
        raise Invalid.field("figure", "没有这个指标。", "There is no such figure.")
    rows = FIGURES[key](span, by)
    if after:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related(*LISTED).order_by("-pk")[: PAGE + 1])
    page = order_rows(found[:PAGE])
    return OrderPage(page, str(page[-1].id) if len(found) > PAGE else None)


def list_calls(span: Span, *, waiting: bool, after: int = 0) -> tuple[CallRow, ...]:
    """Abandoned calls of the span, or all that still wait to be called back; the newest first."""
    rows = Call.objects.filter(state="abandoned")
    rows = (
        rows.filter(returned_at=None) if waiting else rows.filter(started_at__gte=span.since, started_at__lt=span.until)
    )
    if after:
        rows = rows.filter(pk__lt=after)
    return tuple(
        CallRow(c.number, c.phone_mask, c.state, c.started_at, c.returned_at) for c in rows.order_by("-pk")[:PAGE]
    )


def list_solved(span: Span) -> tuple[SolvedRow, ...]:
    """The visits that were avoided, the latest first."""
    rows = ServiceRequest.objects.filter(state="solved", solved_at__gte=span.since, solved_at__lt=span.until)
    return tuple(
        SolvedRow(r.number, r.customer_id, r.product_line, r.solved_reason, r.solved_at)
        for r in rows.order_by("-solved_at", "-pk")[: PAGE * 4]
    )


def _orders(by: Actor, **conditions: Any) -> QuerySet[WorkOrder]:
    return WorkOrder.objects.filter(access.orders_for(by), **conditions)


def _with_visit(by: Actor, visits: QuerySet[Visit]) -> QuerySet[WorkOrder]:
    return _orders(by, pk__in=visits.values("order_id"))


def _at_risk(span: Span, by: Actor) -> QuerySet[WorkOrder]:
    due = Promise.objects.filter(state=Promise.State.OPEN, held_since=None, due_at__lt=span.at + SOON)
    return _orders(by, number__in=due.filter(about__startswith="WO-").values("about"), state__in=list(states.OPEN))


def _arrived(span: Span) -> QuerySet[Visit]:
    return Visit.objects.filter(arrived_at__gte=span.since, arrived_at__lt=span.until, in_window__isnull=False)


def _first_visits(span: Span) -> QuerySet[Visit]:
    """First visits of repairs that ended: a planned second visit is no fault, but no first-time fix either."""
    before = Visit.objects.filter(order=OuterRef("order"), state="ended", ended_at__lt=OuterRef("ended_at"))
    ended = Visit.objects.filter(state="ended", ended_at__gte=span.since, ended_at__lt=span.until)
    repairs = ended.filter(order__kind__in=REPAIRING, result__in=["done", "second_visit"])
    return repairs.filter(~Exists(before))


def _fixed(span: Span) -> QuerySet[Visit]:
    return _first_visits(span).filter(_AT_ONCE)


def _repairs_made(span: Span, by: Actor) -> QuerySet[WorkOrder]:
    return _orders(by, made_at__gte=span.since, made_at__lt=span.until, kind__in=REPAIRING)


Rows = Callable[[Span, Actor], QuerySet[WorkOrder]]
FIGURES: Final[dict[str, Rows]] = {
    "risk": _at_risk,
    "windows": lambda span, by: _with_visit(by, _arrived(span).filter(_IN_WINDOW)),
    "windows_missed": lambda span, by: _with_visit(by, _arrived(span).filter(in_window=False)),
    "first_time": lambda span, by: _with_visit(by, _fixed(span)),
    "not_first_time": lambda span, by: _with_visit(by, _first_visits(span)).exclude(
        pk__in=_fixed(span).values("order")
    ),
    "repeats": lambda span, by: _repairs_made(span, by).filter(repeat_of__isnull=False),
}


def _share(key: str, span: Span, by: Actor) -> Share:
    """Both numbers in one pass over the day's rows; FIGURES lists the same orders."""
    if key == "repeats":
        told = _repairs_made(span, by).aggregate(of=Count("pk"), hits=Count("pk", filter=Q(repeat_of__isnull=False)))
        return Share(told["hits"], told["of"])
    visits, hit = (_arrived(span), _IN_WINDOW) if key == "windows" else (_first_visits(span), _AT_ONCE)
    if not access.sees_all(by):
        # by the key, joined: a subquery of all a site ever did would be read before the day's few visits are
        visits = visits.filter(order__site__in=access.site_keys(by))
    orders = Count("order", distinct=True)
    told = visits.aggregate(of=orders, hits=Count("order", distinct=True, filter=hit))
    return Share(told["hits"], told["of"])
