"""The proposal for a day: read, solved in a process of its own, written with what changes and what could not be placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from liuke.areas.service.models import DayPlan, PlanRow
from liuke.areas.service.queries.planning_facts import Job, facts_of
from liuke.areas.service.queries.planning_scene import Scene, scene_of
from liuke.areas.service.rules.planning import SITE, reason_words
from liuke.foundation.dated.actions import load_seed as load_dated
from liuke.foundation.dated.queries import list_values
from liuke.foundation.faults import Fault
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.progress import actions as progress
from liuke.foundation.progress.queries import stop_watch
from liuke.foundation.routes.checking import violations
from liuke.foundation.routes.engine import HARD, Stopped
from liuke.foundation.routes.engine import plan as solve
from liuke.foundation.routes.mending import loss, mended
from liuke.foundation.routes.plan import Call, Plan
from liuke.foundation.routes.reasons import reason_for
from liuke.foundation.routes.schedule import Chosen
from liuke.foundation.words import Words

SEED: Final = Path(__file__).parent.parent / "seed"
SECONDS: Final = {"quick": 5.0, HARD: 30.0}
WORTH_A_CHANGE: Final = 1.05
OVERDUE: Final = Words("约定时段已过，请与用户另约时间", "its window is over: agree another time with the customer")
BEGUN: Final = Words("已出发或服务中，请电话核实", "on the way or at the door already: call and settle it")
BROKEN: Final = Words("排程未能完成，请重新发起。", "The plan could not be made; ask for it again.")


def load_seed(*, by: Actor, at: datetime) -> int:
    """Take over the house's speeds and breaks; may be repeated."""
    return sum(load_dated(SEED / name, by=by, at=at) for name in ("travel.toml", "workday.toml"))


def propose(number: str, *, at: datetime) -> None:
    """Make the proposal; one that is no longer wanted, or stands already, is left alone."""
    plan = DayPlan.objects.select_related("site").get(number=number)
    if plan.state != DayPlan.State.WORKING:
        return
    try:
        if not list_values("travel", on=plan.day):
            load_seed(by=system_actor(Actor.Kind.JOB, "service"), at=at)
        scene = scene_of(facts_of(plan, at=at), at=at, without=plan.technician_id)
        progress.advance(plan.job, at=at, done=1)
        found = solve(scene.problem, effort=plan.effort, seconds=SECONDS[plan.effort], is_stopped=stop_watch(plan.job))
        _write(plan, scene, _least_change(scene, found), at=at)
    except Stopped:
        return
    except Fault as fault:
        _fail(plan, fault.words, at=at)
    except Exception:
        _fail(plan, BROKEN, at=at)
        raise


def _least_change(scene: Scene, found: Plan) -> Plan:
    """The day as it stands, with what nobody has added, unless the plan found serves more or is clearly shorter:
    a customer is not given another technician for a minute's sake."""
    standing: dict[str, list[Chosen]] = {}
    for key, job in sorted(scene.jobs.items(), key=lambda one: _begins(one[1])):
        if job.technician_id is not None and job.window is not None:
            standing.setdefault(str(job.technician_id), []).append((key, 0))
    now = mended(scene.problem, standing, solver=found.solver)
    if violations(scene.problem, now) or loss(scene.problem, now)[0] > loss(scene.problem, found)[0]:
        return found
    return now if now.cost <= found.cost * WORTH_A_CHANGE else found


def _begins(job: Job) -> tuple[float, int]:
    return (job.window.start.timestamp() if job.window else 0.0, job.id)


def _fail(plan: DayPlan, words: Words, *, at: datetime) -> None:
    with transaction.atomic():
        DayPlan.objects.filter(pk=plan.pk, state=DayPlan.State.WORKING).update(state=DayPlan.State.FAILED, ended_at=at)
        progress.fail(plan.job, words, at=at)


def _write(plan: DayPlan, scene: Scene, found: Plan, *, at: datetime) -> None:
    """The rows and the state in one; a plan that was dropped meanwhile stays dropped."""
    with transaction.atomic():
        held = DayPlan.objects.select_for_update().get(pk=plan.pk)
        if held.state != DayPlan.State.WORKING:
            return
        rows = list(_rows(plan, scene, found))
        PlanRow.objects.bulk_create(rows)
        held.state, held.solver, held.ways = DayPlan.State.PROPOSED, found.solver, scene.ways
        held.travel_before, held.travel_after = _travel_now(scene), found.travel
        held.save(update_fields=["state", "solver", "ways", "travel_before", "travel_after"])
        progress.advance(plan.job, at=at, done=2)
        progress.finish(plan.job, at=at, result={"rows": len(rows), "left": len(found.unplaced)})


def _rows(plan: DayPlan, scene: Scene, found: Plan) -> Iterator[PlanRow]:
    for route in found.routes:
        for n, call in enumerate(route.calls, start=1):
            yield _placed(plan, scene, int(route.vehicle), call, n)
    for one in found.unplaced:
        yield _left(plan, scene.jobs[one.stop], _why(scene, one.stop))
    if plan.technician_id:
        yield from _under_way(plan, scene)
    planned = {stop.key for stop in scene.problem.stops}
    for key, job in scene.jobs.items():
        if key not in planned:
            yield _left(
                plan, job, Words("当天没有符合用户期望的时段", "no window of that day meets the customer's wish")
            )


def _under_way(plan: DayPlan, scene: Scene) -> Iterator[PlanRow]:
    """What the one who fell ill has begun, or should have begun by now: people settle that, no plan does."""
    for visit in scene.facts.busy:
        if visit.technician_id != plan.technician_id:
            continue
        kind, why = ("free", OVERDUE) if visit.state == visit.State.PLANNED else ("left", BEGUN)
        yield PlanRow(
            plan=plan, order_id=visit.order_id, seen=visit.order.version, kind=kind, before_id=visit.technician_id,
            window_start=visit.starts_at, window_end=visit.ends_at, why_zh=why.zh, why_en=why.en,
        )  # fmt: skip


def _placed(plan: DayPlan, scene: Scene, technician: int, call: Call, position: int) -> PlanRow:
    job = scene.jobs[call.stop]
    window = scene.windows[call.stop][call.opening]
    return PlanRow(
        plan=plan, order_id=job.id, seen=job.version, kind=_kind(job, technician), before_id=job.technician_id,
        technician_id=technician, position=position, begins_at=scene.facts.zero + timedelta(seconds=call.begins),
        travel=call.travel, window_start=window.start, window_end=window.end, locked=job.locked_to is not None,
    )  # fmt: skip


def _kind(job: Job, technician: int) -> str:
    if job.window is None:
        return "book" if job.wished else "offer"
    return "keep" if job.technician_id == technician else "assign"


def _left(plan: DayPlan, job: Job, why: Words) -> PlanRow:
    gone = job.technician_id is not None and job.technician_id == plan.technician_id
    return PlanRow(
        plan=plan, order_id=job.id, seen=job.version, kind="free" if gone else "left", before_id=job.technician_id,
        window_start=job.window.start if job.window else None, window_end=job.window.end if job.window else None,
        locked=job.locked_to is not None, why_zh=why.zh[:200], why_en=why.en[:200],
    )  # fmt: skip


def _why(scene: Scene, key: str) -> Words:
    """The reason among the people of its own site: nobody else may go."""
    site = f"{SITE}{scene.jobs[key].site_id}"
    own = tuple(v for v in scene.problem.vehicles if site in v.skills)
    return reason_words(reason_for(replace(scene.problem, vehicles=own), scene.problem.stop(key)))


def _travel_now(scene: Scene) -> int:
    """The travel of the day as it stands: each from home through his windows in order, and home."""
    places = {stop.key: stop.place for stop in scene.problem.stops}
    ways = scene.problem.seconds
    total = 0
    for vehicle in scene.problem.vehicles:
        own = sorted(_standing(scene, int(vehicle.key), places))
        stations = [vehicle.start, *(place for _, place in own), vehicle.end] if own else []
        total += sum(ways[a][b] for a, b in zip(stations, stations[1:], strict=False))
    return total


def _standing(scene: Scene, technician: int, places: dict[str, int]) -> Iterable[tuple[datetime, int]]:
    for key, job in scene.jobs.items():
        if job.technician_id == technician and job.window is not None and key in places:
            yield job.window.start, places[key]
