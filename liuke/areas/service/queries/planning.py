"""A plan as its page shows it: by technician the sequence, what changes, what could not be placed and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.service import access
from liuke.areas.service.models import DayPlan, PlanRow, TechnicianLock
from liuke.areas.service.queries.rows import LISTED, OrderRow, order_rows
from liuke.foundation import divisions
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class PlanHead:
    """What is known of a plan before its rows; travel in seconds."""

    number: str
    day: date
    site: str
    where: str
    state: str
    job: str
    ill: str
    effort: str
    solver: str
    ways: str
    travel_before: int
    travel_after: int
    asked_at: datetime
    asked_by: str
    ended_at: datetime | None


@dataclass(frozen=True)
class PlanLine:
    """One order of the plan (PlanRow names the kinds); `order` as it stands now."""

    order: OrderRow
    kind: str
    before_id: int | None
    before: str
    technician_id: int | None
    technician: str
    position: int
    begins_at: datetime | None
    travel: int
    window: tuple[datetime, datetime] | None
    locked: bool
    why: Words
    state: str
    said: Words

    @property
    def is_open(self) -> bool:
        """May it still be accepted?"""
        return self.state == "open" and self.kind in ("assign", "book", "free")


@dataclass(frozen=True)
class PlanRoute:
    """A technician's day as proposed; `travel` without the way home."""

    technician_id: int
    technician: str
    lines: tuple[PlanLine, ...]
    travel: int


@dataclass(frozen=True)
class PlanView:
    """The whole plan."""

    head: PlanHead
    routes: tuple[PlanRoute, ...]
    left: tuple[PlanLine, ...]

    @property
    def open_count(self) -> int:
        """How many orders would change."""
        lines = [*self.left, *(line for route in self.routes for line in route.lines)]
        return sum(1 for line in lines if line.is_open)


def get_plan_head(number: str, *, by: Actor) -> PlanHead:
    """The plan without its rows."""
    return _head(access.day_plan(number, by=by))


def get_plan(number: str, *, by: Actor) -> PlanView:
    """The plan with all its rows."""
    plan = access.day_plan(number, by=by)
    lines = _lines(plan)
    routes: dict[int, list[PlanLine]] = {}
    for line in sorted(lines, key=lambda one: one.position):
        if line.technician_id is not None:
            routes.setdefault(line.technician_id, []).append(line)
    days = [PlanRoute(pk, own[0].technician, tuple(own), sum(o.travel for o in own)) for pk, own in routes.items()]
    left = tuple(line for line in lines if line.technician_id is None)
    return PlanView(_head(plan), tuple(sorted(days, key=lambda r: (r.technician, r.technician_id))), left)


def list_plans(*, by: Actor, day: date | None = None, limit: int = 10) -> tuple[PlanHead, ...]:
    """The latest plans (of a day)."""
    rows = DayPlan.objects.filter(access.plans_for(by)).select_related("site", "technician", "asked_by")
    if day is not None:
        rows = rows.filter(day=day)
    return tuple(_head(plan) for plan in rows.order_by("-pk")[:limit])


def locked_orders(numbers: Iterable[str]) -> frozenset[str]:
    """Which of these orders are locked to the technician who has them; the caller may see them."""
    rows = TechnicianLock.objects.filter(order__number__in=list(numbers)).select_related("order")
    return frozenset(lock.order.number for lock in rows if lock.technician_id == lock.order.technician_id)


def _lines(plan: DayPlan) -> list[PlanLine]:
    rows = list(plan.rows.select_related("before", "technician", *(f"order__{name}" for name in LISTED)).order_by("pk"))
    orders = {row.id: row for row in order_rows([r.order for r in rows])}
    return [_line(row, orders[row.order_id]) for row in rows]


def _line(row: PlanRow, order: OrderRow) -> PlanLine:
    window = (row.window_start, row.window_end) if row.window_start and row.window_end else None
    return PlanLine(
        order, row.kind, row.before_id, row.before.name if row.before else "", row.technician_id,
        row.technician.name if row.technician else "", row.position, row.begins_at, row.travel, window, row.locked,
        Words(row.why_zh, row.why_en), row.state, Words(row.said_zh, row.said_en),
    )  # fmt: skip


def _head(plan: DayPlan) -> PlanHead:
    return PlanHead(
        plan.number, plan.day, plan.site.number if plan.site else "",
        plan.site.name if plan.site else divisions.told(plan.division), plan.state, plan.job,
        plan.technician.name if plan.technician else "", plan.effort, plan.solver, plan.ways, plan.travel_before,
        plan.travel_after, plan.asked_at, plan.asked_by.name, plan.ended_at,
    )  # fmt: skip
