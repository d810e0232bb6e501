"""Where an order may go and when: sites ranked with their reasons, and windows that really have room."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count

from liuke.areas.network.models import Site
from liuke.areas.network.queries.rows import SiteFacts as NetworkSite
from liuke.areas.network.queries.sites import read_reach
from liuke.areas.network.rules.skills import CERTIFICATES
from liuke.areas.service import access
from liuke.areas.service.models import Offer, WorkOrder
from liuke.areas.service.queries.drafts import Draft, candidates_in, draft_at, draft_of, lines_known, needed_for
from liuke.areas.service.queries.rooms import Scene, rooms_at, scene_of, sites_of
from liuke.areas.service.rules import states
from liuke.areas.service.rules.ranking import Ranked, SiteFacts, rank_sites
from liuke.areas.service.rules.windows import Room, offer
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor

RANKED_OVER_DAYS = 3
OFFERED_OVER_DAYS = 7


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
        rooms = seen.rooms[chosen] if chosen in seen.rooms else rooms_at([found], draft, _day(at), days)[found.pk]
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
    rooms = rooms_at([order.site], draft_of(order), _day(at), days)[order.site.pk]
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


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()
