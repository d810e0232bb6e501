"""The site's desk 网点工作台: what lies with the site in the order of its work, each row one click from done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network.queries.sites import get_site, list_sites, site_of
from liuke.areas.service.queries import desks
from liuke.areas.service.queries.board import board
from liuke.areas.service.queries.names import DECLINE_REASONS, HOLD_REASONS
from liuke.areas.service.queries.waiting import waiting_for_parts
from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Missing
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.kernel.promises.queries import kept_rates
from liuke.web.desk.dispatch import lanes
from liuke.web.desk.filters import address, chip, day_of
from liuke.web.desk.orders.rows import Line, lines
from liuke.web.desk.parts.chips import chips
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import QUALITY, SITE

ROLES: Final = CENTRE_ROLES | {"site_clerk", "site_manager"}
RATE_OVER: Final = timedelta(days=30)
RATE_KEPT_FOR: Final = timedelta(minutes=10)
ALONE: Final = 40  # rows of a pile that is looked at alone


@dataclass(frozen=True)
class Pile:
    """One pile of the desk; its `words` are its title, the act that takes an order off it, what to say when it is empty."""

    key: str
    lines: tuple[Line, ...]
    count: int
    words: tuple[str, ...]
    more: str = ""
    first: str = ""
    waiting: frozenset[str] = frozenset()  # orders for which nobody is booked yet: their part has not come

    @property
    def title(self) -> str:
        return self.words[0]

    @property
    def noun(self) -> str:
        return self.words[1]

    @property
    def empty(self) -> str:
        return self.words[2] if len(self.words) > 2 else ""


@page(roles=ROLES)
def site(request: Request) -> HttpResponse:
    """`?site=` for the centre and for people of several sites; `?order=` is shown first.

    `?pile=` shows one pile alone, `?from=` where it goes on.
    """
    number, alone = _number(request), _alone(request)
    desk = desks.site_desk(
        number, by=request.by, at=request.at, pile=alone, after=request.GET.get("from", "") if alone else "",
        asked=request.GET.get("order", "").strip().upper(), size=ALONE if alone else desks.SHOWN,
    )  # fmt: skip
    today = request.at.astimezone(LOCAL).date()
    day = _day(request)
    shown = board(day, by=request.by, site=number, crew=request.GET.get("crew", ""))
    context: dict[str, Any] = {
        "desk": desk,
        "row": get_site(number, by=request.by),
        "grade_url": reverse("desk:site-grade", args=[number]) if request.by.has_role(*QUALITY, *SITE) else "",
        "piles": _piles(request, desk),
        "later": _piles_later(request, desk),
        "asked": request.GET.get("order", "").strip().upper(),
        "board": lanes.table(shown, at=request.at),
        "part_chips": chips(*(pile.rows for pile in desk.piles.values()), board=shown),
        "crew": request.GET.get("crew", ""),
        "alone": alone,
        "counts": {key: pile.count for key, pile in desk.piles.items()},
        "days": lanes.days(request, day),
        "declines": DECLINE_REASONS.items(),
        "holds": HOLD_REASONS,
        "crews": _crews(desk),
        "filters": _filters(request),
        "rate": _rate(request, number),
        "today": today,
        "is_today": day == today,
        "here": request.get_full_path(),
        "is_site": request.by.has_role("site_clerk", "site_manager"),
    }
    return render(request, "desk/site/desk.html", context)


def _crews(desk: desks.SiteDesk) -> dict[str, list[tuple[str, str]]]:
    """Whom each order may be given to: who is free in its window first, the least loaded before the others."""
    orders = desk.piles["to_assign"].rows if "to_assign" in desk.piles else ()
    taken = desks.taken_in(orders, [t.technician_id for t in desk.technicians])
    crews = {}
    for order in orders:
        busy = taken.get(order.number, frozenset())
        crew = sorted(desk.technicians, key=lambda t: (t.technician_id in busy, t.visits))
        crews[order.number] = [(str(t.technician_id), _told(t, busy)) for t in crew]
    return crews


def _told(load: desks.Load, busy: frozenset[int]) -> str:
    return f"{load.name} · {_('taken')}" if load.technician_id in busy else f"{load.name} · {load.visits}"


def _number(request: Request) -> str:
    asked = request.GET.get("site", "").strip().upper()
    if asked:
        return asked
    own = site_of(request.by)
    if own:
        return own.number
    every = list_sites(by=request.by)
    if not every:
        raise Missing("您名下还没有网点，请联系管理员。", "You belong to no site yet; ask your administrator.")
    return every[0].number


def _day(request: Request) -> Any:
    from datetime import date

    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return day_of(request.at)


def _alone(request: Request) -> str:
    asked = request.GET.get("pile", "")
    return asked if asked in desks.PILES else ""


def _piles(request: Request, desk: desks.SiteDesk) -> list[Pile]:
    """What waits for somebody at the desk now; only the one pile, where one is asked for."""
    told = {
        "to_accept": (_("To accept"), "acceptance", _("Every order is answered.")),
        "to_book": (_("To book"), "booking", _("Every customer has a window.")),
        "to_assign": (_("To assign"), "assignment", _("Every window has its technician.")),
    }
    alone = _alone(request)
    return [_pile(request, key, desk, words) for key, words in told.items() if alone in ("", key)]


def _piles_later(request: Request, desk: desks.SiteDesk) -> list[Pile]:
    """What runs, waits or comes back."""
    told = {
        "sent_back": (_("Sent back by the review"), ""),
        "second_visits": (_("Second visits to book"), "booking"),
        "to_report": (_("In service, to report"), ""),
        "on_hold": (_("On hold"), "resumption"),
    }
    found = [_pile(request, key, desk, words) for key, words in told.items()]
    return [pile for pile in found if pile.lines or pile.first]


def _pile(request: Request, key: str, desk: desks.SiteDesk, words: tuple[str, ...]) -> Pile:
    found, alone = desk.piles[key], _alone(request) == key
    onward = {"from": found.next_after or ""} if alone else {}
    return Pile(
        key,
        tuple(lines(found.rows, at=request.at)),
        found.count,
        words,
        more=address(request, pile=key, **onward) if found.next_after else "",
        first=address(request, **{"pile": "", "from": ""}) if alone else "",
        waiting=waiting_for_parts([row.number for row in found.rows]) if key == "second_visits" else frozenset(),
    )


def _filters(request: Request) -> list[Any]:
    sites = list_sites(by=request.by)
    return [chip(request, "site", _("Site"), [(s.number, s.name) for s in sites])] if len(sites) > 1 else []


def _rate(request: Request, number: str) -> int | None:
    """Kept rate of the site's promises over a month, in whole percent; reckoned anew every ten minutes, as on Today."""
    key = f"kept-rate:site:{number}"
    kept: tuple[float | None] | None = cache.get(key)
    if kept is None:
        found = kept_rates(since=request.at - RATE_OVER, until=request.at, at=request.at, team=f"site:{number}")
        kept = (found[0].rate if found else None,)
        cache.set(key, kept, RATE_KEPT_FOR.total_seconds())
    return None if kept[0] is None else round(kept[0] * 100)
