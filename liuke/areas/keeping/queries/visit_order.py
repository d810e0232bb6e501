"""The order in which a visit plan stands, and when each of its stops is reached in this order or in another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from liuke.areas.keeping.models import VisitPlan, VisitStop
from liuke.areas.keeping.queries.visit_scene import Scene, ways_of
from liuke.areas.keeping.rules.visit_times import DayTimes, Order, times_of
from liuke.areas.keeping.rules.visiting import Door
from liuke.foundation.clock import LOCAL


def stops_of(plan: VisitPlan) -> list[VisitStop]:
    """All that stand on the plan, whoever is on no day last."""
    rows = VisitStop.objects.filter(plan=plan, customer__merged_into=None).exclude(state=VisitStop.State.REMOVED)
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


def moment_of(plan: VisitPlan, second: int) -> datetime:
    """A second of the plan as a moment."""
    return datetime.combine(plan.first_day, time(), LOCAL) + timedelta(seconds=second)
