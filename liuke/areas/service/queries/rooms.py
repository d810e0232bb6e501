"""Windows that really have room: who works, what is booked and what the season says at some sites on some days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from liuke.areas.network.models import Site
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.network.queries.rows import SiteFacts as NetworkSite
from liuke.areas.network.queries.season import read_seasons
from liuke.areas.network.queries.workers import read_workers
from liuke.areas.network.rules.season import Season, in_force
from liuke.areas.network.rules.shifts import Slot, Worker, able_among, at_work_by_window
from liuke.areas.network.rules.shifts import Window as PlanWindow
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries.drafts import Draft, lines_known, needed_for, skills_of
from liuke.areas.service.rules import states
from liuke.areas.service.rules.windows import Room, Window, capacity_of
from liuke.foundation.calendar.queries import get_calendars
from liuke.foundation.calendar.rules import LOCAL, Calendar


def sites_of(candidates: Sequence[NetworkSite]) -> list[Site]:
    """What a scene needs of the sites."""
    return [Site(pk=c.id, number=c.number, mode=c.mode) for c in candidates]


def room_in(site: Site, draft: Draft, window: Window) -> int:
    """Places left in exactly this window, not counting the draft's own order; 0 where there is no such window."""
    return room_among(rooms_at([site], draft, window.start.astimezone(LOCAL).date(), 1)[site.pk], window)


def room_among(rooms: Iterable[Room], window: Window) -> int:
    """Places left in this window among those of a site."""
    return next((room.left for room in rooms if room.window == window), 0)


def rooms_at(
    sites: Sequence[Site], draft: Draft, first: date, days: int, *, lines: Mapping[str, LineFacts] | None = None
) -> dict[int, list[Room]]:
    """Every window of these sites with its places left for this work beside the others' orders, by time."""
    scene = scene_of(sites, first, days, lines=lines_known() if lines is None else lines)
    return {site.pk: scene.rooms(site.pk, draft) for site in sites}


def scene_of(sites: Sequence[Site], first: date, days: int, *, lines: Mapping[str, LineFacts]) -> Scene:
    """Read once who works, what is booked and what the season says at these sites on these days."""
    ids, last = [site.pk for site in sites], first + timedelta(days=days - 1)
    windows = list_windows(first, days)
    workers = read_workers(ids, first=first, last=last)
    known = get_calendars([site.team_key for site in sites])
    able = _Able(workers, windows, {site.pk: known[site.team_key] for site in sites})
    return Scene(windows, able, _jobs(ids, first, days), read_seasons(ids, first=first, last=last), lines)


@dataclass(frozen=True)
class Scene:
    """Some days of some sites: asked for one order after another, each of which may be noted as a job of its window."""

    windows: tuple[PlanWindow, ...]
    able: _Able
    jobs: dict[int, list[_Job]]
    seasons: tuple[Season, ...]
    lines: Mapping[str, LineFacts]

    def rooms(self, site_id: int, draft: Draft) -> list[Room]:
        """Every window of a site in which such work is possible, with its places left beside the others' orders."""
        needed, found = needed_for(draft, self.lines), []
        for plan in self.windows:
            fit = self.able.in_window(site_id, plan.start, needed)
            if not fit:
                continue
            window = Window(plan.start, plan.end)
            here = [self._who(site_id, plan.start, job) for job in self._beside(site_id, window, draft.order_id)]
            capacity = capacity_of(fit, here, in_force(self.seasons, site_id, draft.product_lines, plan.day))
            found.append(Room(window, capacity, len(here)))
        return found

    def note(self, site_id: int, draft: Draft, window: Window) -> None:
        """From now on this order counts in its window."""
        self.jobs[site_id].append(_Job(draft.order_id or 0, window, draft.kind, draft.product_lines, None))

    def _beside(self, site_id: int, window: Window, without: int | None) -> list[_Job]:
        return [job for job in self.jobs[site_id] if job.order_id != without and job.window.overlaps(window)]

    def _who(self, site_id: int, start: datetime, job: _Job) -> frozenset[int]:
        if job.technician:
            return frozenset([job.technician])
        return self.able.in_window(site_id, start, skills_of(job.kind, job.product_lines, self.lines))


class _Able:
    """Who can do what in which window, reckoned once per set of skills."""

    def __init__(
        self, workers: Sequence[Worker], windows: Sequence[PlanWindow], calendars: Mapping[int, Calendar]
    ) -> None:
        self._at_work = at_work_by_window(workers, windows, calendars)
        self._known: dict[tuple[str, ...], Mapping[Slot, frozenset[int]]] = {}

    def in_window(self, site_id: int, start: datetime, skills: tuple[str, ...]) -> frozenset[int]:
        if skills not in self._known:
            self._known[skills] = able_among(self._at_work, skills)
        return self._known[skills].get((site_id, start), frozenset())


@dataclass(frozen=True)
class _Job:
    order_id: int
    window: Window
    kind: str
    product_lines: tuple[str, ...]
    technician: int | None


def _jobs(site_ids: Sequence[int], first: date, days: int) -> dict[int, list[_Job]]:
    start = datetime.combine(first, time(), LOCAL)
    rows = WorkOrder.objects.filter(
        site__in=site_ids,
        state__in=list(states.OCCUPYING),
        window_start__lt=start + timedelta(days=days),
        window_start__gte=start - timedelta(days=1),
    )
    found: dict[int, list[_Job]] = defaultdict(list)
    fields = ("site_id", "pk", "window_start", "window_end", "kind", "product_lines", "technician_id")
    for site_id, pk, begins, ends, kind, lines, technician in rows.values_list(*fields):
        found[site_id].append(_Job(pk, Window(begins, ends), kind, tuple(lines), technician))
    return found
