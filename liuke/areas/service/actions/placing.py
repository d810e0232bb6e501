"""Laying an order before a site: may it go there, is there room in the window, was the suggestion overruled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.network.models import Site
from liuke.areas.service.actions.changing import change, end_offer, one_of, release_visit
from liuke.areas.service.models import Offer, WorkOrder
from liuke.areas.service.queries import drafts, placing, rooms
from liuke.areas.service.rules.names import OVERRULE_REASONS
from liuke.areas.service.rules.ranking import Ranked
from liuke.areas.service.rules.windows import Window, fault_of
from liuke.events.service.orders import OrderDispatched
from liuke.events.service.running import OrderBooked
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises import queries as promised
from liuke.kernel.promises.rows import Owner

AT_THE_DOOR = frozenset(
    {"visit", "on-the-spot", "repeat-visit", "book-second-visit", "second-visit", "answer-chase-up"}
)


@dataclass(frozen=True)
class Placement:
    """Where an order shall go: the site, an own site's window, a commissioned site's wished time, why not the first."""

    site: Site
    window: Window | None = None
    wished: Window | None = None
    overrule_reason: str = ""


def site_called(number: str) -> Site:
    """The site by its number, open for orders."""
    found = Site.objects.filter(number=number.strip().upper()).first()
    if found is None:
        raise Invalid.field("site", "没有这个网点", "There is no such site")
    if found.status != Site.Status.ACTIVE:
        raise Refused(f"{found.name}目前不接单。", f"{found.name} takes no orders now.", code="site-closed")
    return found


def place(
    order: WorkOrder, placement: Placement, *, by: Actor, at: datetime, act: str = "dispatch", reason: str = "",
) -> list[object]:  # fmt: skip
    """Offer the order to the site, under the locks of customer and site; saves, and answers the events to tell.

    An own site gets a real window if one is named; it is counted here, under the site's lock, and never oversold.
    """
    draft = drafts.draft_of(order)
    seen = placing.look(draft, at=at, until=local(placement.window.start).date() if placement.window else None)
    chosen = next((r for r in seen.ranked if r.number == placement.site.number), None)
    if chosen is None and not drafts.certified_at(placement.site, draft, local(at).date()):
        raise Refused(
            f"{placement.site.name}没有具备资质的师傅。",
            f"{placement.site.name} has nobody with the skills and certificates.",
            code="site-unfit",
        )
    overruled = _overruled(placement, chosen, seen.ranked)

    change(order, act, by=by, at=at)
    again = order.dispatched_at is not None
    if again:
        end_offer(order, Offer.Answer.WITHDRAWN, at=at, reason=reason[:20])
        release_visit(order)
    order.site, order.dispatched_at, order.accepted_at = placement.site, at, None
    _set_times(order, placement, draft, seen, at)
    order.save()
    said = chosen.sentence if chosen else None
    Offer.objects.create(
        order=order, site=placement.site, offered_at=at, by=by, overruled_reason=overruled,
        reasons_zh=said.zh[:300] if said else "", reasons_en=said.en[:300] if said else "",
    )  # fmt: skip

    return _events(order, placement.site, again, overruled or reason, overruled=bool(overruled))


def hand_promises(order: WorkOrder, *, at: datetime) -> None:
    """What is owed at the customer's door goes with the order from site to site; between two sites dispatch owes it."""
    house = system_actor(Actor.Kind.JOB, "service")
    team = order.site.team_key if order.site else ""
    to = Owner(None, team, "site_clerk", team) if team else Owner(None, "", "dispatcher")
    for promise in promised.list_about(order.number, by=house):
        if promise.state == "open" and promise.what in AT_THE_DOOR and promise.owner_team != team:
            promises.pass_on(promise.id, to=to, because="", by=house, at=at)


def set_window(order: WorkOrder, window: Window, *, at: datetime) -> None:
    """Give the order this window; at an own site only if there is room (the site's lock must be held)."""
    _check(window, at)
    if order.site is not None and order.site.mode == Site.Mode.OWN:
        _need_room(order.site, rooms.room_in(order.site, drafts.draft_of(order), window))
    order.set_window(window)


def _set_times(order: WorkOrder, placement: Placement, draft: drafts.Draft, seen: placing.Look, at: datetime) -> None:
    former, site, window = order.window, placement.site, placement.window
    order.set_window(window)
    wished = placement.wished or former  # what the customer had been told stays his wish
    if wished is not None:
        order.wished_start, order.wished_end = wished.start, wished.end
    if window is None:
        return
    if site.mode != Site.Mode.OWN:
        raise Invalid.field(
            "window", "委托网点只登记期望时间，由网点预约", "A commissioned site books itself; note the wished time"
        )
    _check(window, at)
    known = seen.rooms.get(site.number)
    _need_room(site, rooms.room_in(site, draft, window) if known is None else rooms.room_among(known, window))


def _check(window: Window, at: datetime) -> None:
    if wrong := fault_of(window, at=at):
        raise Invalid.field("window", wrong.zh, wrong.en)


def _need_room(site: Site, left: int) -> None:
    if left < 1:
        raise Refused(
            f"{site.name}该时段已约满，请换一个时段。",
            f"{site.name} is full in that window; choose another.",
            code="window-full",
        )


def _overruled(placement: Placement, chosen: Ranked | None, ranked: Sequence[Ranked]) -> str:
    if chosen is not None and not chosen.fit:
        lacks_zh = "、".join(w.zh for w in chosen.lacks)
        lacks_en = ", ".join(w.en for w in chosen.lacks)
        raise Refused(
            f"不能派给{placement.site.name}：{lacks_zh}。",
            f"{placement.site.name} cannot have it: {lacks_en}.",
            code="site-unfit",
        )
    if ranked and ranked[0].fit and ranked[0].number == placement.site.number:
        return ""
    if chosen is not None and not ranked[0].fit:
        return ""
    return one_of("overrule_reason", placement.overrule_reason or "other", OVERRULE_REASONS)


def _events(order: WorkOrder, site: Site, again: bool, reason: str, *, overruled: bool) -> list[object]:
    events: list[object] = [
        OrderDispatched(
            number=order.number, site=site.number, site_name=site.name, mode=site.mode, grade=site.grade, again=again,
            overruled=overruled, reason=reason,
        )
    ]  # fmt: skip
    if order.window_start and order.window_end:
        events.append(
            OrderBooked(
                number=order.number, window_start=order.window_start, window_end=order.window_end, site=site.number,
                agreed_by="hotline",
            )
        )  # fmt: skip
    return events
