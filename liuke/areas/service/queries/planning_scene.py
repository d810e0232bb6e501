"""The facts of a day as a problem for the route engine: people are vehicles, orders are stops, windows are hard.

A window that is agreed takes its piece of the technician's day, as the database does: two customers never share one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.network.rules.shifts import Window as Slot
from liuke.areas.network.rules.shifts import hours_at_work, is_at_work
from liuke.areas.service.models import Visit
from liuke.areas.service.queries.places import area_of_division
from liuke.areas.service.queries.planning_facts import Facts, Job, Person
from liuke.areas.service.queries.planning_vans import Vans, vans_of
from liuke.areas.service.rules.planning import (
    AT_DOORS,
    PART,
    SITE,
    Importance,
    prize,
    rests,
    span_name,
    spans,
    touched,
)
from liuke.areas.service.rules.windows import Window
from liuke.foundation.calendar.rules import LOCAL, Hours
from liuke.foundation.dated.queries import list_values
from liuke.foundation.routes import roads
from liuke.foundation.routes.problem import Grid, Opening, Problem, Stop, Vehicle
from liuke.foundation.routes.ways import Pace, Place, Point, grid_of, minute_of, pace_of

Pieces = Sequence[tuple[int, int]]
UNKNOWN_PACE = Pace(1.4, ((0, 25.0),), 5)


@dataclass(frozen=True)
class Scene:
    """The problem, and what its keys mean. `windows` are the openings of each order; `ways` own | service."""

    problem: Problem
    facts: Facts
    jobs: Mapping[str, Job]
    people: Mapping[str, Person]
    windows: Mapping[str, tuple[Window, ...]]
    ways: str


@dataclass(frozen=True)
class Setting:
    """What every order and person of the day is measured against."""

    facts: Facts
    at: datetime
    pieces: Pieces
    paces: Mapping[str, Pace]
    workday: Mapping[str, Any]
    slots: tuple[Window, ...]
    vans: Vans

    def second(self, moment: datetime) -> int:
        return round((moment - self.facts.zero).total_seconds())


def scene_of(facts: Facts, *, at: datetime, without: int | None = None) -> Scene:
    """The day as a problem. Who is `without` (ill) drives nowhere, and no lock holds anything to him."""
    people = [p for p in facts.people if p.id != without]
    setting = _setting(facts, people, at)
    kept = [(p, hours) for p in people if (hours := hours_at_work(p.worker, facts.day))]
    windows = {str(job.id): _windows(job, setting) for job in facts.jobs}
    jobs = [job for job in facts.jobs if windows[str(job.id)]]
    places = [_start(p, setting) for p, _ in kept] + [_home(p, setting) for p, _ in kept]
    doors = [_door(job, windows[str(job.id)][0], setting) for job in jobs]
    grid, ways = _grid([*places, *doors])
    present = {p.id for p, _ in kept}
    stops = [_stop(job, windows[str(job.id)], 2 * len(kept) + n, setting, present) for n, job in enumerate(jobs)]
    needed = {skill for job in jobs for skill in job.skills}
    vehicles = [_vehicle(p, hours, (n, len(kept) + n), needed, setting) for n, (p, hours) in enumerate(kept)]
    return Scene(
        Problem(tuple(stops), tuple(vehicles), grid), facts, {str(j.id): j for j in facts.jobs},
        {str(p.id): p for p in facts.people}, windows, ways,
    )  # fmt: skip


def paces_on(day: date) -> dict[str, Pace]:
    """The pace of town and country on a day."""
    return {value.key: pace_of(value.value) for value in list_values("travel", on=day)}


def _setting(facts: Facts, people: Sequence[Person], at: datetime) -> Setting:
    slots = tuple(Window(w.start, w.end) for w in list_windows(facts.day, 1))
    edges = [*slots, *(job.window for job in facts.jobs if job.window)]
    edges += [Window(visit.starts_at, visit.ends_at) for visit in facts.busy]
    pieces = spans(
        (round((w.start - facts.zero).total_seconds()), round((w.end - facts.zero).total_seconds())) for w in edges
    )
    workday = {value.key: value.value for value in list_values("workday", on=facts.day)}
    vans = vans_of([job.number for job in facts.jobs], [p.id for p in people])
    return Setting(facts, at, pieces, paces_on(facts.day), workday, slots, vans)


def _windows(job: Job, setting: Setting) -> tuple[Window, ...]:
    """The window that was agreed; else the day's, those of the customer's wish alone where he has one."""
    if job.window is not None:
        return (job.window,)
    ahead = [slot for slot in setting.slots if slot.start > setting.at]
    if job.wished is None:
        return tuple(ahead)
    return tuple(slot for slot in ahead if slot.overlaps(job.wished))


def _stop(job: Job, windows: Sequence[Window], place: int, setting: Setting, present: Collection[int]) -> Stop:
    """`present` are who works; a lock to somebody who does not is no lock."""
    locked = job.locked_to if job.locked_to in present else None
    openings = []
    for window in windows:
        start, end = setting.second(window.start), setting.second(window.end)
        begins = max(start, min(end, setting.second(setting.at)))
        openings.append(Opening(begins, end, touched(setting.pieces, start, end)))
    parts = {f"{PART}{name}": many for name, many in setting.vans.needs.get(job.number, {}).items()}
    importance = Importance(
        job.window is not None, job.safety, job.is_core, job.due_at, held=job.technician_id in present
    )
    return Stop(
        str(job.id), place, tuple(openings), job.seconds, frozenset([*job.skills, f"{SITE}{job.site_id}"]), parts,
        prize(importance, at=setting.at), str(locked) if locked else "", openings[0].start if locked else None,
    )  # fmt: skip


def _vehicle(person: Person, hours: Hours, homes: tuple[int, int], needed: set[str], setting: Setting) -> Vehicle:
    lacks = {lack.skill for lack in person.worker.ability.lacks(sorted(needed), on=setting.facts.day)}
    late = int(setting.workday.get("way_home", {}).get("minutes", 0)) * 60
    ends = hours[-1].closes * 60 + late
    begins = min(ends, max(hours[0].opens * 60, _free_from(person, setting)))
    resting = rests([(i.opens, i.closes) for i in hours], setting.workday.get("break"))
    carries = {f"{PART}{name}": many for name, many in setting.vans.carried.get(person.id, {}).items()}
    return Vehicle(
        str(person.id), *homes, begins, ends, tuple(r for r in resting if r.earliest >= begins),
        frozenset([*(needed - lacks), f"{SITE}{person.site_id}"]), carries | _free(person, setting),
    )  # fmt: skip


def _free(person: Person, setting: Setting) -> dict[str, int]:
    """The pieces of the day in which he works and nobody has him yet."""
    busy = [v for v in setting.facts.busy if v.technician_id == person.id]
    zero, free = setting.facts.zero, {}
    for piece in setting.pieces:
        slot = Slot(zero + timedelta(seconds=piece[0]), zero + timedelta(seconds=piece[1]))
        taken = any(v.starts_at < slot.end and slot.start < v.ends_at for v in busy)
        if not taken and is_at_work(person.worker, slot):
            free[span_name(piece)] = 1
    return free


def _under_way(person: Person, setting: Setting) -> Visit | None:
    """The visit he is at or goes to."""
    begun = [v for v in setting.facts.busy if v.technician_id == person.id and v.state != Visit.State.PLANNED]
    return begun[-1] if begun else None


def _free_from(person: Person, setting: Setting) -> int:
    """The second from which he can set out: now, or when what he is at should be done."""
    now = setting.second(setting.at)
    visit = _under_way(person, setting)
    if visit is None:
        return now
    began = visit.started_at or visit.arrived_at or max(visit.starts_at, setting.at)
    lasts = 3600 if visit.state in AT_DOORS else 4500
    return max(now, setting.second(began) + lasts)


def _start(person: Person, setting: Setting) -> Place:
    visit = _under_way(person, setting)
    job = visit and setting.facts.places.get(visit.order_id)
    return Place(job, _pace(person.division, setting)) if job else _home(person, setting)


def _home(person: Person, setting: Setting) -> Place:
    return Place(person.home, _pace(person.division, setting), minute_of("18:00"))


def _door(job: Job, window: Window, setting: Setting) -> Place:
    start = window.start.astimezone(LOCAL)
    return Place(job.point, setting.paces.get(job.area, UNKNOWN_PACE), start.hour * 60 + start.minute)


def _pace(division: str, setting: Setting) -> Pace:
    return setting.paces.get(area_of_division(division), UNKNOWN_PACE)


def _grid(places: Sequence[Place]) -> tuple[Grid, str]:
    """By the routing service where one is set and answers, else reckoned."""
    points: list[Point] = [place.point for place in places]
    asked = roads.ask(settings.ROUTING_URL, points) if settings.ROUTING_URL else None
    return (asked, "service") if asked is not None else (grid_of(places), "own")
