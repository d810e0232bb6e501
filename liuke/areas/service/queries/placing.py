"""Where an order may go and when: sites ranked with their reasons, and windows that really have room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.customers.queries.rows import AddressRow
from liuke.areas.network.models import Site
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.network.queries.rows import SiteFacts as NetworkSite
from liuke.areas.network.queries.season import read_seasons
from liuke.areas.network.queries.sites import Reach, read_reach
from liuke.areas.network.queries.workers import read_abilities, read_workers
from liuke.areas.network.rules.season import Season, in_force
from liuke.areas.network.rules.shifts import Slot, Worker, able_among, at_work_by_window
from liuke.areas.network.rules.shifts import Window as PlanWindow
from liuke.areas.network.rules.skills import CERTIFICATES
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.areas.service import access
from liuke.areas.service.models import Offer, WorkOrder
from liuke.areas.service.rules import states
from liuke.areas.service.rules.ranking import Ranked as Ranked
from liuke.areas.service.rules.ranking import SiteFacts, rank_sites
from liuke.areas.service.rules.windows import Room, Window, capacity_of, offer
from liuke.foundation.calendar.queries import get_calendars
from liuke.foundation.calendar.rules import LOCAL, Calendar
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor

RANKED_OVER_DAYS = 3
OFFERED_OVER_DAYS = 7


@dataclass(frozen=True)
class Draft:
    """What decides where an order may go, before there is one or after."""

    division: str
    product_lines: tuple[str, ...]
    kind: str
    point: tuple[float, float] | None = None
    order_id: int | None = None


@dataclass(frozen=True)
class OfferedWindow:
    """One window to read out, with how many places it has left."""

    start: datetime
    end: datetime
    left: int


@dataclass(frozen=True)
class WindowOffer:
    """The suggestion: sites best first with reasons; of the chosen one real windows (own), or none (ask the wish)."""

    site: str
    site_name: str
    mode: str
    sites: tuple[Ranked, ...]
    windows: tuple[OfferedWindow, ...]

    @property
    def asks_wish(self) -> bool:
        """A commissioned site: note the wished time, it books within its promise."""
        return self.mode != Site.Mode.OWN


def offer_windows(
    *, kind: str, product_lines: Sequence[str], by: Actor, at: datetime, division: str = "",
    address_id: int | None = None, site: str = "", wished: datetime | None = None, count: int = 3,
    days: int = OFFERED_OVER_DAYS,
) -> WindowOffer:  # fmt: skip
    """Suggest a site (or take the named one) and, where it is our own, its `count` real windows from capacity."""
    access.centre(by)
    draft = draft_at(kind=kind, product_lines=product_lines, division=division, address_id=address_id)
    seen = look(draft, at=at, until=_day(at) + timedelta(days=days - 1))
    ranked = seen.ranked
    chosen = site.strip().upper() or next((r.number for r in ranked if r.fit), "")
    found = Site.objects.filter(number=chosen).first() if chosen else None
    if found is None:
        if site:
            raise Invalid.field("site", "没有这个网点", "There is no such site")
        return WindowOffer("", "", "", ranked, ())
    free: list[Room] = []
    if found.mode == Site.Mode.OWN:
        rooms = seen.rooms[chosen] if chosen in seen.rooms else _rooms([found], draft, _day(at), days)[found.pk]
        free = offer(rooms, at=at, count=count, wished=wished)
    windows = tuple(OfferedWindow(r.window.start, r.window.end, r.left) for r in free)
    return WindowOffer(found.number, found.name, found.mode, ranked, windows)


def suggest(number: str, *, by: Actor, at: datetime) -> tuple[Ranked, ...]:
    """The sites for an order, best first, each with its reasons (or what it lacks)."""
    return tuple(rank(draft_of(access.order(number, by=by)), at=at))


def windows_for(number: str, *, by: Actor, at: datetime, days: int = OFFERED_OVER_DAYS) -> tuple[OfferedWindow, ...]:
    """The windows with room at the site that has the order: to book, to reschedule, for a second visit."""
    order = access.order(number, by=by)
    if order.site is None:
        return ()
    rooms = _rooms([order.site], draft_of(order), _day(at), days)[order.site.pk]
    return tuple(OfferedWindow(r.window.start, r.window.end, r.left) for r in rooms if r.left and r.window.end > at)


def rank(draft: Draft, *, at: datetime) -> list[Ranked]:
    """All sites that serve the place with these products, best first (rules/ranking.py)."""
    return list(look(draft, at=at).ranked)


@dataclass(frozen=True)
class Look:
    """One look at the network for an order: the sites best first, and their windows by site number."""

    ranked: tuple[Ranked, ...]
    rooms: Mapping[str, Sequence[Room]]


def look(draft: Draft, *, at: datetime, until: date | None = None) -> Look:
    """Rank the sites and reckon their windows in one go, at least up to the day `until`."""
    first = _day(at)
    days = max(RANKED_OVER_DAYS, (until - first).days + 1 if until else 0)
    lines = lines_known()
    candidates = candidates_in(read_reach([draft.division], on=first), draft, needed_for(draft, lines))
    if not candidates:
        return Look((), {})
    scene = scene_of(sites_of(candidates), first, days, lines=lines)
    in_hand = open_orders_of([c.id for c in candidates])
    return look_in(scene, candidates, draft, at=at, in_hand=in_hand, declined=_declined(draft.order_id))


def look_in(
    scene: Scene, candidates: Sequence[NetworkSite], draft: Draft, *, at: datetime, in_hand: Mapping[int, int],
    declined: Collection[int],
) -> Look:  # fmt: skip
    """The same among sites whose days were read already."""
    rooms = {c.id: scene.rooms(c.id, draft) for c in candidates}
    near = datetime.combine(_day(at) + timedelta(days=RANKED_OVER_DAYS), time(), LOCAL)
    needed = needed_for(draft, scene.lines)
    facts = [
        _facts(
            c,
            needed,
            sum(room.left for room in rooms[c.id] if at < room.window.start < near),
            in_hand.get(c.id, 0),
            declined=c.id in declined,
        )
        for c in candidates
    ]
    return Look(tuple(rank_sites(facts)), {c.number: rooms[c.id] for c in candidates})


def sites_of(candidates: Sequence[NetworkSite]) -> list[Site]:
    """What a scene needs of the sites."""
    return [Site(pk=c.id, number=c.number, mode=c.mode) for c in candidates]


def room_in(site: Site, draft: Draft, window: Window) -> int:
    """Places left in exactly this window, not counting the draft's own order; 0 where there is no such window."""
    return room_among(_rooms([site], draft, window.start.astimezone(LOCAL).date(), 1)[site.pk], window)


def room_among(rooms: Iterable[Room], window: Window) -> int:
    """Places left in this window among those of a site."""
    return next((room.left for room in rooms if room.window == window), 0)


def skills_for(draft: Draft) -> tuple[str, ...]:
    """Skills and certificates that a technician needs for this work."""
    return needed_for(draft, lines_known())


def certified_at(site: Site, draft: Draft, on: date) -> bool:
    """Has the site anybody with all skills and valid certificates for this work?"""
    needed = skills_for(draft)
    return not needed or any(not ability.lacks(needed, on=on) for ability in read_abilities([site.pk]).get(site.pk, []))


def draft_of(order: WorkOrder) -> Draft:
    """What decides where this order may go."""
    return draft_with(order, _point(order.address_id))


def draft_with(order: WorkOrder, point: tuple[float, float] | None) -> Draft:
    """The same where the place of the order's address was read already."""
    lines = tuple(order.product_lines) or tuple(filter(None, [order.product_line]))
    return Draft(order.division, lines, order.kind, point, order.pk)


def draft_at(*, kind: str, product_lines: Sequence[str], division: str = "", address_id: int | None = None) -> Draft:
    """The same before there is an order, from an address or a division."""
    place = list_addresses([address_id]).get(address_id) if address_id else None
    code = place.division if place and place.division else division
    return Draft(code, tuple(dict.fromkeys(filter(None, product_lines))), kind, point_of(place))


def _rooms(
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
        return self.able.in_window(site_id, start, _needs(job.kind, job.product_lines, self.lines))


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


def candidates_in(reach: Reach, draft: Draft, needed: tuple[str, ...]) -> list[NetworkSite]:
    """The sites that serve the place with every one of the product lines."""
    found: list[NetworkSite] | None = None
    for line in draft.product_lines or ("",):
        serving = reach.candidates(division=draft.division, product_line=line, skills=needed, point=draft.point)
        numbers = {site.number for site in serving}
        found = list(serving) if found is None else [site for site in found if site.number in numbers]
    return found or []


def _facts(site: NetworkSite, needed: tuple[str, ...], left: int, in_hand: int, *, declined: bool) -> SiteFacts:
    certificates = tuple(CERTIFICATES[skill] for skill in needed if skill in CERTIFICATES)
    ended = tuple(dict.fromkeys(lack.words for lack in site.lacks if lack.insurance))
    return SiteFacts(
        number=site.number,
        name=site.name,
        mode=site.mode,
        grade=site.grade,
        coverage_digits=len(site.coverage),
        able=site.able,
        certificates=certificates if site.able else (),
        lacking=() if site.able or ended else certificates,
        ended=() if site.able else ended,
        left=left if site.mode == Site.Mode.OWN else None,
        distance_km=None if site.distance_km is None else Decimal(str(site.distance_km)),
        open_orders=in_hand,
        declined_before=declined,
    )


def open_orders_of(site_ids: Sequence[int]) -> dict[int, int]:
    """How many orders each of these sites has in hand."""
    rows = WorkOrder.objects.filter(site__in=site_ids, state__in=[*states.AT_A_SITE, "on_hold"])
    return dict(rows.values_list("site").annotate(n=Count("pk")))


def _declined(order_id: int | None) -> set[int]:
    if order_id is None:
        return set()
    answers = [Offer.Answer.DECLINED, Offer.Answer.RECALLED]
    return set(Offer.objects.filter(order=order_id, answer__in=answers).values_list("site_id", flat=True))


def lines_known() -> dict[str, LineFacts]:
    """The product lines by key, for a scene."""
    return {line.key: line for line in list_lines()}


def needed_for(draft: Draft, lines: Mapping[str, LineFacts]) -> tuple[str, ...]:
    """Skills and certificates this work asks for."""
    return _needs(draft.kind, draft.product_lines, lines)


def _needs(kind: str, product_lines: Sequence[str], lines: Mapping[str, LineFacts]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(skill for key in product_lines if key in lines for skill in lines[key].needs(kind)))


def _point(address_id: int | None) -> tuple[float, float] | None:
    return point_of(list_addresses([address_id]).get(address_id) if address_id else None)


def point_of(place: AddressRow | None) -> tuple[float, float] | None:
    """Where an address is, to about a kilometre; None where that is not known."""
    return (place.lng, place.lat) if place and place.lng is not None and place.lat is not None else None


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()
