"""Visits are planned: customers chosen, a route asked for, made by a job, put aside. Nothing is owed before it is settled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.file import first_addresses
from liuke.areas.keeping import access
from liuke.areas.keeping.actions.visit_times import write_order
from liuke.areas.keeping.models import VisitPlan, VisitStop
from liuke.areas.keeping.queries.visit_order import stops_of
from liuke.areas.keeping.queries.visit_scene import scene_of, ways_of
from liuke.areas.keeping.queries.visit_terms import visit_terms_on
from liuke.areas.keeping.rules.visit_times import Order
from liuke.areas.keeping.rules.visiting import MOST_DAYS, MOST_STOPS, closed_ones, problem_of, reason_code
from liuke.foundation import divisions, numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import get_actor
from liuke.foundation.progress import actions as progress
from liuke.foundation.progress.queries import stop_watch
from liuke.foundation.queue.actions import defer
from liuke.foundation.routes.engine import HARD, Stopped
from liuke.foundation.routes.engine import plan as solve
from liuke.foundation.routes.plan import Plan
from liuke.foundation.words import Words

KIND: Final = "keeping.plan_visits"
DAYS_AHEAD: Final = 60
SECONDS: Final = 8.0
BROKEN: Final = Words("路线未能算出，请重新安排。", "The route could not be made; ask for it again.")


def ask_visits(
    codes: Collection[str], *, keeper: int, first_day: date, days: int, start: str, by: Actor, at: datetime
) -> str:
    """Have a route made through these customers of one keeper, from `start` (an address or area) and back; answers VP-.

    Raises Invalid by `customers`, `first_day`, `days` or `start`, Forbidden for whoever may not plan this keeper's.
    """
    place = _place(start)
    _check_days(first_day, days, at)
    with transaction.atomic():
        who = get_actor(keeper)
        access.plans_for(who, by=by)
        chosen = _chosen(codes, who, by)
        plan = VisitPlan.objects.create(
            number=numbers.take("VP"), keeper=who, first_day=first_day, days=days, start_division=place[0],
            start_lng=round(place[1][0], 2), start_lat=round(place[1][1], 2), asked_by=by, asked_at=at,
        )  # fmt: skip
        add_stops(plan, chosen)
        _open(plan, by=by, at=at)
    return plan.number


def route_anew(number: str, *, by: Actor, at: datetime) -> None:
    """Have the route of a draft (or of a failed try) made again: locked stops stay, the rest is free. Else no change."""
    with transaction.atomic():
        plan = access.visit_plan(number, by=by, lock=True)
        if plan.state in (VisitPlan.State.DRAFT, VisitPlan.State.FAILED):
            plan.state = VisitPlan.State.WORKING
            _open(plan, by=by, at=at)


def stop_routing(number: str, *, by: Actor, at: datetime) -> None:
    """Stop the search; the solver is ended within moments, the customers stay chosen on no day."""
    with transaction.atomic():
        plan = access.visit_plan(number, by=by, lock=True)
        if plan.state == VisitPlan.State.WORKING:
            plan.state = VisitPlan.State.DRAFT
            plan.save(update_fields=["state"])
            progress.stop(plan.job, at=at)


def make_route(number: str, job: str, *, at: datetime) -> None:
    """Find the order; one that is no longer wanted, or stands already, is left alone."""
    plan = VisitPlan.objects.select_related("asked_by").get(number=number)
    if plan.state != VisitPlan.State.WORKING or plan.job != job:
        return
    try:
        _write(plan, *_found(plan, at=at), at=at)
    except Stopped:
        return
    except Exception:
        _fail(plan, at=at)
        raise


def add_stops(plan: VisitPlan, chosen: Collection[Customer]) -> None:
    """These customers stand on the plan, on no day yet."""
    places = first_addresses([c.pk for c in chosen])
    stay = visit_terms_on(plan.first_day).stay
    VisitStop.objects.bulk_create(
        VisitStop(plan=plan, customer=c, address_id=places.get(c.pk), minutes=stay) for c in chosen
    )


def _found(plan: VisitPlan, *, at: datetime) -> tuple[Order, dict[int, str], str]:
    """The order by day, why others are on none, and who found it."""
    scene = scene_of(plan, stops_of(plan), at=at)
    progress.advance(plan.job, at=at, done=1)
    problem = problem_of(scene.trip, scene.doors, ways_of(scene, scene.doors))
    found: Plan = solve(problem, effort=HARD, seconds=SECONDS, is_stopped=stop_watch(plan.job))
    order = {date.fromisoformat(r.vehicle): [int(call.stop) for call in r.calls] for r in found.routes}
    why = {int(one.stop): reason_code(one.reason) for one in found.unplaced}
    why |= {int(door.key): "closed" for door in closed_ones(scene.trip, scene.doors)}
    why |= {stop.pk: "nowhere" for stop in scene.nowhere}
    return order, why, found.solver


def _write(plan: VisitPlan, order: Order, why: dict[int, str], solver: str, *, at: datetime) -> None:
    """The order and the state in one; a plan that was stopped or changed meanwhile stays as it is."""
    with transaction.atomic():
        held = VisitPlan.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=plan.pk)
        if held.state != VisitPlan.State.WORKING or held.job != plan.job:
            return
        held.state, held.solver = VisitPlan.State.DRAFT, solver
        stops = stops_of(held)
        for stop in stops:
            stop.why = why.get(stop.pk, "")
        write_order(held, stops, order, what="route", by=held.asked_by, at=at)
        progress.finish(plan.job, at=at, result={"placed": len(stops) - len(why), "left": len(why)})


def _fail(plan: VisitPlan, *, at: datetime) -> None:
    with transaction.atomic():
        rows = VisitPlan.objects.filter(pk=plan.pk, state=VisitPlan.State.WORKING, job=plan.job)
        rows.update(state=VisitPlan.State.FAILED)
        progress.fail(plan.job, BROKEN, at=at)


def _open(plan: VisitPlan, *, by: Actor, at: datetime) -> None:
    words = Words(f"拜访计划 {plan.number}", f"Visit plan {plan.number}")
    plan.job = progress.open_job(KIND, words, by=by, at=at, total=2)
    plan.save(update_fields=["job", "state"])
    defer(KIND, plan=plan.number, job=plan.job)


def chosen_of(codes: Collection[str], keeper: Actor, by: Actor) -> list[Customer]:
    """These customers, all of them this keeper's. Raises Invalid by `customers`."""
    found = access.customers_at_once(codes, by=by)
    if any(c.keeper_id != keeper.pk or c.erased_at is not None for c in found):
        raise Invalid.field("customers", "只能选择由该客户经理负责的客户。", "Choose customers whom this keeper keeps.")
    return found


def _chosen(codes: Collection[str], keeper: Actor, by: Actor) -> list[Customer]:
    if not codes:
        raise Invalid.field("customers", "请至少勾选一位客户。", "Tick at least one customer.")
    if len(codes) > MOST_STOPS:
        raise Invalid.field(
            "customers", f"一次最多安排 {MOST_STOPS} 位客户。", f"Plan at most {MOST_STOPS} customers at once."
        )
    return chosen_of(codes, keeper, by)


def _check_days(first_day: date, days: int, at: datetime) -> None:
    today = local(at).date()
    if not 1 <= days <= MOST_DAYS:
        raise Invalid.field("days", f"请安排 1 至 {MOST_DAYS} 天。", f"Plan one to {MOST_DAYS} days.")
    if first_day < today:
        raise Invalid.field("first_day", "这一天已经过去。", "That day is over.")
    if (first_day - today).days > DAYS_AHEAD:
        raise Invalid.field("first_day", f"最多提前 {DAYS_AHEAD} 天。", f"At most {DAYS_AHEAD} days ahead.")


def _place(start: str) -> tuple[str, tuple[float, float]]:
    """The division of the start and its middle."""
    division = divisions.find(start.strip()[:200]) if start.strip() else None
    point = divisions.centre(division) if division else None
    if division is None or point is None:
        raise Invalid.field(
            "start", "请写明出发地的区或街道，如 宁波市江北区洪塘街道。", "Name the district or street you start from."
        )
    return division, point
