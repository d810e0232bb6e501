"""A visit plan changed by hand: moved, locked, taken off, put on, taken back to an earlier version. Each is a version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from liuke.areas.keeping import access
from liuke.areas.keeping.actions.visit_planning import add_stops, chosen_of
from liuke.areas.keeping.actions.visit_promising import tell_changes
from liuke.areas.keeping.actions.visit_times import write_order
from liuke.areas.keeping.models import VisitPlan, VisitStop, VisitVersion
from liuke.areas.keeping.queries.visit_order import order_of, stops_of
from liuke.areas.keeping.queries.visit_scene import nowhere, point_of, trip_of
from liuke.areas.keeping.rules.visit_times import Order, with_stop_at
from liuke.areas.keeping.rules.visiting import MOST_STOPS
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor

CHANGEABLE: Final = (VisitPlan.State.DRAFT, VisitPlan.State.STANDING)


def place_stop(number: str, stop: int, *, day: date, position: int, seen: int | None, by: Actor, at: datetime) -> None:
    """Put a stop in a place (1 is first) of a day; what that breaks is kept with it and shown. Settled: the day is told.

    Raises Refused where the plan has changed since version `seen`, or the visit is over; Invalid for a day not its own.
    """
    with transaction.atomic():
        plan, stops, order = _open(number, seen, by=by)
        moved = _ahead(stops, stop)
        if point_of(moved)[0] is None:
            raise nowhere()
        order = with_stop_at(order, moved.pk, day=_day(plan, day), position=position)
        _write(plan, stops, order, "moved", by=by, at=at)


def lock_stop(number: str, stop: int, *, locked: bool, seen: int | None, by: Actor, at: datetime) -> None:
    """A locked stop keeps its day and its order among the locked ones when the route is made anew."""
    with transaction.atomic():
        plan, stops, order = _open(number, seen, by=by)
        found = _ahead(stops, stop)
        if found.day is None:
            raise Refused("尚未排入任何一天，先排入再锁定。", "He is on no day yet: place him first.")
        if found.locked != locked:
            found.locked = locked
            _write(plan, stops, order, "locked" if locked else "unlocked", by=by, at=at)


def remove_stop(number: str, stop: int, *, seen: int | None, by: Actor, at: datetime) -> None:
    """Take a customer off the plan; a visit that was told is owed no more."""
    with transaction.atomic():
        plan, stops, order = _open(number, seen, by=by)
        gone = _ahead(stops, stop)
        gone.state = VisitStop.State.REMOVED
        rest = {day: [key for key in keys if key != gone.pk] for day, keys in order.items()}
        _write(plan, stops, rest, "removed", by=by, at=at)


def add_customers(number: str, codes: Sequence[str], *, seen: int | None, by: Actor, at: datetime) -> None:
    """Put customers of the same keeper on the plan, on no day yet; who stood on it before comes back."""
    with transaction.atomic():
        plan, stops, order = _open(number, seen, by=by)
        chosen = chosen_of(codes, plan.keeper, by)
        if not chosen or len(stops) + len(chosen) > MOST_STOPS:
            raise Invalid.field(
                "customers", f"请选择客户，一份计划最多 {MOST_STOPS} 位。", f"Choose customers, at most {MOST_STOPS}."
            )
        known = VisitStop.objects.filter(plan=plan, customer__in=chosen)
        there = set(known.values_list("customer_id", flat=True))
        known.filter(state=VisitStop.State.REMOVED).update(state=VisitStop.State.PLANNED)
        add_stops(plan, [c for c in chosen if c.pk not in there])
        _write(plan, stops_of(plan), order, "added", by=by, at=at)


def restore(number: str, version: int, *, seen: int | None, by: Actor, at: datetime) -> None:
    """Take the plan back to how it stood in a version, as a new one; visits that are over stay where they are."""
    with transaction.atomic():
        plan, _stops, _order = _open(number, seen, by=by)
        kept = VisitVersion.objects.filter(plan=plan, version=version).first()
        if kept is None:
            raise Invalid.field("version", "没有这个版本。", "There is no such version.")
        back = {int(pk): (day, position, locked) for pk, day, position, locked in kept.stops}
        gone = VisitStop.objects.filter(plan=plan, state=VisitStop.State.REMOVED, pk__in=back)
        gone.update(state=VisitStop.State.PLANNED)
        stops = stops_of(plan)
        for one in stops:
            if one.pk not in back and one.state == VisitStop.State.PLANNED:
                one.state = VisitStop.State.REMOVED
            elif one.state == VisitStop.State.PLANNED:
                one.locked = bool(back[one.pk][2])
        _write(plan, stops, _as_it_was(stops, back), "restored", by=by, at=at)


def _as_it_was(stops: Sequence[VisitStop], back: dict[int, tuple[str | None, int | None, bool]]) -> Order:
    places = []
    for one in stops:
        if one.state != VisitStop.State.PLANNED:
            day, position = one.day, one.position
        else:
            said, position, _locked = back[one.pk]
            day = date.fromisoformat(said) if said else None
        if day is not None and one.state != VisitStop.State.REMOVED:
            places.append((day, position or 0, one.pk))
    order: dict[date, list[int]] = {}
    for day, _position, pk in sorted(places):
        order.setdefault(day, []).append(pk)
    return order


def _open(number: str, seen: int | None, *, by: Actor) -> tuple[VisitPlan, list[VisitStop], dict[date, list[int]]]:
    """The plan, locked and as it was seen, with its stops and their order."""
    plan = access.visit_plan(number, by=by, lock=True)
    if plan.state not in CHANGEABLE:
        raise Refused("此计划目前不能修改。", "This plan cannot be changed now.", code="plan-closed")
    if seen is not None and seen != plan.version:
        raise Refused(
            "计划已被修改，请刷新后再试。",
            "The plan has changed meanwhile: reload the page and try again.",
            code="stale",
        )
    stops = stops_of(plan)
    return plan, stops, order_of(stops)


def _write(plan: VisitPlan, stops: list[VisitStop], order: Order, what: str, *, by: Actor, at: datetime) -> None:
    write_order(plan, stops, order, what=what, by=by, at=at)
    if plan.state == VisitPlan.State.STANDING:
        tell_changes(plan, by=by, at=at)


def _ahead(stops: Sequence[VisitStop], stop: int) -> VisitStop:
    found = next((one for one in stops if one.pk == stop), None)
    if found is None:
        raise Missing("计划中没有这位客户。", "This customer is not on the plan.")
    if found.state != VisitStop.State.PLANNED:
        raise Refused("这次拜访已完成，不能再改。", "This visit is over and stays as it is.", code="visit-over")
    return found


def _day(plan: VisitPlan, day: date) -> date:
    trip = trip_of(plan)
    if not trip.first <= day or (day - trip.first).days >= plan.days:
        raise Invalid.field("day", "这一天不在计划之内。", "That day is not one of the plan’s.")
    return day
