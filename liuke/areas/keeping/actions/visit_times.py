"""The order of a visit plan written down: who is on which day in which place, when he is reached, and how it stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from liuke.areas.keeping.models import VisitPlan, VisitStop, VisitVersion
from liuke.areas.keeping.queries.visit_scene import Scene, scene_of, ways_of
from liuke.areas.keeping.rules.visiting import DayTimes, Door, Timed, times_of
from liuke.foundation.clock import LOCAL
from liuke.foundation.identity.models import Actor

Order = Mapping[date, Sequence[int]]
"""The stops of each day in their order, by their ids."""
FIELDS: Final = ["day", "position", "locked", "arrives_at", "begins_at", "ends_at", "travel", "broken", "why", "state"]


def stops_of(plan: VisitPlan) -> list[VisitStop]:
    """All that stand on the plan, whoever is on no day last."""
    rows = VisitStop.objects.filter(plan=plan).exclude(state=VisitStop.State.REMOVED)
    found = list(rows.select_related("customer", "address").order_by("day", "position", "pk"))
    return sorted(found, key=lambda s: (s.day is None, s.day or plan.first_day, s.position or 0))


def order_of(stops: Sequence[VisitStop]) -> dict[date, list[int]]:
    """The stops of each day as they stand."""
    order: dict[date, list[int]] = {}
    for stop in stops:
        if stop.day is not None:
            order.setdefault(stop.day, []).append(stop.pk)
    return order


def times_by_day(scene: Scene, order: Order) -> dict[date, DayTimes]:
    """When each day's stops are reached in this order; a stop without a place is passed over."""
    doors = {int(door.key): door for door in scene.doors}
    found = {}
    for day, keys in order.items():
        driven: list[Door] = [doors[key] for key in keys if key in doors]
        found[day] = times_of(scene.trip, day, driven, ways_of(scene, driven))
    return found


def write_order(
    plan: VisitPlan, stops: Sequence[VisitStop], order: Order, *, what: str, by: Actor, at: datetime
) -> None:
    """Keep this order with its times as the next version of a plan that was locked. Stops of no day are on none."""
    times = times_by_day(scene_of(plan, stops, at=at), order)
    timed = {int(one.key): (day, n, one) for day, t in times.items() for n, one in enumerate(t.stops, start=1)}
    for stop in stops:
        _place(stop, plan, timed.get(stop.pk))
    VisitStop.objects.bulk_update(stops, FIELDS)
    plan.version += 1
    plan.save(update_fields=["version", "state", "solver"])
    standing = [
        [s.pk, s.day.isoformat() if s.day else None, s.position, s.locked] for s in stops if s.state != "removed"
    ]
    VisitVersion.objects.create(plan=plan, version=plan.version, what=what, stops=standing, by=by, at=at)


def _place(stop: VisitStop, plan: VisitPlan, placed: tuple[date, int, Timed] | None) -> None:
    if placed is None:
        stop.day = stop.position = stop.arrives_at = stop.begins_at = stop.ends_at = None
        stop.locked, stop.travel, stop.broken = False, 0, ""
        return
    day, position, one = placed
    zero = datetime(plan.first_day.year, plan.first_day.month, plan.first_day.day, tzinfo=LOCAL)
    stop.day, stop.position, stop.why = day, position, ""
    stop.arrives_at, stop.begins_at, stop.ends_at = (
        zero + timedelta(seconds=second) for second in (one.arrives, one.begins, one.ends)
    )
    stop.travel, stop.broken = one.travel, one.broken
