"""Reading visit plans: the list, one with its days and versions, what a move would break, the visits of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q

from liuke.areas.keeping import access
from liuke.areas.keeping.models import VisitPlan, VisitStop, VisitVersion
from liuke.areas.keeping.queries.visit_order import moment_of, order_of, stops_of, times_by_day
from liuke.areas.keeping.queries.visit_rows import (
    DayRow,
    PlanHead,
    PlanPage,
    StopRow,
    Trial,
    VersionRow,
    head_of,
    stop_row,
)
from liuke.areas.keeping.queries.visit_scene import hours_of, nowhere, point_of, scene_of
from liuke.areas.keeping.rules.visit_ends import CHANGES
from liuke.areas.keeping.rules.visit_ends import FAILURES as FAILURES
from liuke.areas.keeping.rules.visit_ends import OUTCOMES as OUTCOMES
from liuke.areas.keeping.rules.visit_times import BROKEN, DayTimes, with_stop_at
from liuke.areas.keeping.rules.visiting import days_from
from liuke.foundation import divisions
from liuke.foundation.identity.models import Actor

PAGE: Final = 40


def list_visit_plans(*, by: Actor) -> tuple[PlanHead, ...]:
    """The latest plans, one's own or for managers everybody's; what was put aside is left out."""
    rows = VisitPlan.objects.exclude(state=VisitPlan.State.DROPPED)
    keeper = access.only_of(by)
    if keeper is not None:
        rows = rows.filter(keeper=keeper)
    on_a_day = Q(stops__day__isnull=False, stops__customer__merged_into=None)
    counted = rows.select_related("keeper").annotate(
        placed=Count("stops", filter=on_a_day), done=Count("stops", filter=Q(stops__state="made"))
    )
    found = counted.order_by("-first_day", "-pk")[:PAGE]
    return tuple(head_of(p, p.placed, p.done) for p in found)


def get_visit_plan(number: str, *, by: Actor, at: datetime) -> PlanPage:
    """A plan with its days in order, who is on none and why, and its versions. Raises Missing."""
    plan = access.visit_plan(number, by=by)
    stops = stops_of(plan)
    scene = scene_of(plan, stops, at=at)
    hours = hours_of({s.customer_id for s in stops})
    times = times_by_day(scene, order_of(stops))
    rows = {s.pk: stop_row(s, hours.get(s.customer_id)) for s in stops}
    days = tuple(_day(plan, day, rows.values(), times.get(day)) for day in days_from(plan.first_day, plan.days))
    kept = VisitVersion.objects.filter(plan=plan).select_related("by").order_by("-version")[:PAGE]
    versions = tuple(VersionRow(v.version, CHANGES[v.what], v.by.name, v.at) for v in kept)
    done = sum(1 for s in stops if s.state == VisitStop.State.MADE)
    left = tuple(row for row in rows.values() if row.day is None)
    return PlanPage(head_of(plan, len(rows) - len(left), done), days, left, versions)


def get_plan_head(number: str, *, by: Actor) -> PlanHead:
    """The plan in a line, for the moving part of its page. Raises Missing."""
    plan = access.visit_plan(number, by=by)
    return head_of(plan, 0, 0)


def try_move(number: str, stop: int, *, day: date, position: int, by: Actor, at: datetime) -> Trial:
    """What putting a stop in this place would break on its new day; nothing changes.

    Raises Missing, and Refused for whoever has no address.
    """
    plan = access.visit_plan(number, by=by)
    stops = stops_of(plan)
    if any(one.pk == stop and point_of(one)[0] is None for one in stops):
        raise nowhere()
    scene = scene_of(plan, stops, at=at)
    times = times_by_day(scene, {day: with_stop_at(order_of(stops), stop, day=day, position=position)[day]})[day]
    return _trial(plan, times, stops)


def list_day_visits(day: date, *, by: Actor) -> tuple[StopRow, ...]:
    """One's own visits of a day by settled plans, in order, with what is over already."""
    rows = VisitStop.objects.filter(
        plan__keeper=by, plan__state=VisitPlan.State.STANDING, day=day, customer__merged_into=None
    ).exclude(state=VisitStop.State.REMOVED)
    found = list(rows.select_related("customer", "address").order_by("begins_at", "pk"))
    hours = hours_of({s.customer_id for s in found})
    return tuple(stop_row(s, hours.get(s.customer_id)) for s in found)


def list_visits_between(keeper: int, start: datetime, end: datetime) -> tuple[StopRow, ...]:
    """The visits of a keeper's settled plans that begin in between and are not over."""
    rows = VisitStop.objects.filter(
        state="planned", plan__keeper=keeper, plan__state=VisitPlan.State.STANDING, begins_at__gte=start,
        begins_at__lt=end, customer__merged_into=None,
    )  # fmt: skip
    return tuple(stop_row(s, None) for s in rows.select_related("customer", "address").order_by("begins_at", "pk"))


def find_stop_ahead(customer_id: int) -> StopRow | None:
    """The next visit to this customer by a settled plan; for pages that have checked who asks."""
    rows = VisitStop.objects.filter(state="planned", customer=customer_id, plan__state="standing", day__isnull=False)
    found = rows.select_related("customer", "address").order_by("day", "pk").first()
    return stop_row(found, hours_of([customer_id]).get(customer_id)) if found else None


def last_start(keeper: int) -> str:
    """From where the keeper set out on his last plan; "" before the first."""
    code = VisitPlan.objects.filter(keeper=keeper).order_by("-pk").values_list("start_division", flat=True).first()
    return divisions.told(code) if code and divisions.exists(code) else ""


def _trial(plan: VisitPlan, times: DayTimes, stops: Sequence[VisitStop]) -> Trial:
    names = {str(s.pk): s.customer.name for s in stops}
    broken = tuple((names[one.key], BROKEN[one.broken]) for one in times.stops if one.broken)
    return Trial(broken, moment_of(plan, times.returns) if times.stops else None, times.over)


def _day(plan: VisitPlan, day: date, rows: Iterable[StopRow], times: DayTimes | None) -> DayRow:
    own = tuple(row for row in rows if row.day == day)
    if times is None or not times.stops:
        return DayRow(day, own, None, None, 0, False)
    leaves, returns = (moment_of(plan, second) for second in (times.leaves, times.returns))
    return DayRow(day, own, leaves, returns, times.travel, times.over)
