"""The order of a visit plan written down: who is on which day in which place, when he is reached, and how it stood before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from liuke.areas.keeping.models import VisitPlan, VisitStop, VisitVersion
from liuke.areas.keeping.queries.visit_order import moment_of, times_by_day
from liuke.areas.keeping.queries.visit_scene import scene_of
from liuke.areas.keeping.rules.visit_times import Order, Timed
from liuke.foundation.identity.models import Actor

FIELDS: Final = ["day", "position", "locked", "arrives_at", "begins_at", "ends_at", "travel", "broken", "why", "state"]


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
    stop.day, stop.position, stop.why = day, position, ""
    stop.arrives_at, stop.begins_at, stop.ends_at = (
        moment_of(plan, second) for second in (one.arrives, one.begins, one.ends)
    )
    stop.travel, stop.broken = one.travel, one.broken
