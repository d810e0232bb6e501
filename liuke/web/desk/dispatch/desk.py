"""Dispatch 派工: what waits by risk, the day by technician, the map; one selection for all three."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.network.queries.rows import SiteRow
from liuke.areas.network.queries.season import list_on
from liuke.areas.network.queries.sites import list_sites
from liuke.areas.parts.queries.likely import likely_parts
from liuke.areas.service import access
from liuke.areas.service.queries import desks
from liuke.areas.service.queries.board import Board, board
from liuke.areas.service.queries.desks import Waiting
from liuke.areas.service.queries.names import OVERRULE_REASONS, RECALL_REASONS
from liuke.areas.service.queries.orders import get_order, list_by_number
from liuke.areas.service.queries.rows import Act, OrderRow, acts_for
from liuke.foundation import divisions
from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Invalid
from liuke.foundation.gateways.actions import notify
from liuke.foundation.gateways.drafts import NoticeDraft
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.dispatch import lanes, schematic
from liuke.web.desk.dispatch.suggesting import Suggestion, suggestion, wish_of
from liuke.web.desk.filters import address, chip, day_of
from liuke.web.desk.network.seasons import chips as season_chips
from liuke.web.desk.orders.acts import snapshot
from liuke.web.desk.orders.asking import key_of
from liuke.web.desk.orders.rows import line, lines
from liuke.web.desk.parts.chips import chips
from liuke.web.ui.doors import Request, back, page
from liuke.web.ui.navigation import DISPATCH

ROLES: Final = DISPATCH | {"hotline_lead", "service_director", "general_manager"}
WAITING: Final = 30
OFFERED: Final = 20


@page(roles=ROLES)
def dispatch(request: Request) -> HttpResponse:
    """`?order=` is the selection (else the first by risk), `?day=` the board's day, `?site=` its site.

    `?waiting=`, `?offered=` and `?crew=` say where each pane goes on.
    """
    waiting = desks.dispatch_list(by=request.by, after=request.GET.get("waiting", ""), size=WAITING)
    offered = desks.offered_list(by=request.by, after=request.GET.get("offered", ""), size=OFFERED)
    chosen, acts = _chosen(request, waiting.rows, offered.rows)
    found = _suggested(request, chosen, acts)
    sites = list_sites(by=request.by)
    at_site = _site(request, chosen, found)
    day = _day(request, chosen, found)
    shown = board(day, by=request.by, site=at_site, crew=request.GET.get("crew", ""))
    context: dict[str, Any] = {
        "panes": [_pane(request, "waiting", waiting), _pane(request, "offered", offered)],
        "chosen": line(chosen, at=request.at) if chosen else None,
        **_chosen_context(request, chosen, acts, found),
        **_board(request, shown, at_site, sites),
        "seasons": season_chips(list_on(day, by=request.by, site=at_site)),
        "part_chips": chips(waiting.rows, offered.rows, board=shown),
        "map": _map(request, chosen, sites, [*waiting.rows, *offered.rows], found),
        "filters": [chip(request, "site", _("Site"), [(s.number, s.name) for s in sites])],
        "here": request.get_full_path(),
        "plan_url": f"{reverse('desk:dispatch-plans')}?{urlencode({'day': day.isoformat(), 'site': at_site})}",
    }
    return render(request, "desk/dispatch/dispatch.html", context)


@page(roles=ROLES, methods=("POST",))
def remind(request: Request) -> HttpResponse:
    """Chase the site before which an order lies: its people are told now, at most once a minute."""
    row = get_order(request.POST.get("order", ""), by=request.by).row
    if row.state not in ("offered", "to_book", "booked", "second_visit_due") or not row.site:
        raise Invalid.field("order", "此单不在网点手上，无需催办。", "The order does not lie with a site.")
    words = Words(f"调度催办 {row.number}：{row.state_words.zh}", f"Dispatch urges {row.number}: {row.state_words.en}")
    key = f"urge:{row.number}:{request.at:%Y%m%d%H%M}"
    link = f"{reverse('desk:site')}?order={row.number}"
    notify([NoticeDraft(key, words, request.at, to_team=f"site:{row.site}", link=link)])
    messages.success(request, _("%(site)s has been urged") % {"site": row.site_name})
    return back(request, reverse("desk:dispatch"))


def _pane(request: Request, key: str, found: Waiting) -> dict[str, Any]:
    """One list of the first pane, with the ways on and back to its beginning."""
    return {
        "key": key,
        "lines": lines(found.rows, at=request.at),
        "count": found.count,
        "more": address(request, **{key: found.next_after}) if found.next_after else "",
        "first": address(request, **{key: ""}) if request.GET.get(key) else "",
    }


def _chosen(
    request: Request, waiting: tuple[OrderRow, ...], offered: tuple[OrderRow, ...]
) -> tuple[OrderRow | None, tuple[Act, ...]]:
    """The asked one, else the first by risk, with what this person may do about it."""
    asked = request.GET.get("order", "").strip().upper()
    listed = {row.number: row for row in (*waiting, *offered)}
    row = listed.get(asked) if asked else waiting[0] if waiting else None
    if row is None and asked:
        row = list_by_number([asked], by=request.by).get(asked)
    return row, acts_for(row.state, access.groups(request.by)) if row else ()


def _suggested(request: Request, chosen: OrderRow | None, acts: tuple[Act, ...]) -> Suggestion | None:
    if chosen is None or not {"dispatch", "redispatch"} & {a.act for a in acts}:
        return None
    return suggestion(chosen, by=request.by, at=request.at)


def _chosen_context(
    request: Request, chosen: OrderRow | None, acts: tuple[Act, ...], found: Suggestion | None
) -> dict[str, Any]:
    names = {a.act for a in acts}
    wish = wish_of(chosen) if chosen else None
    return {
        "suggestion": found,
        "noun": "dispatch" if "dispatch" in names else "reassignment",
        "may_take": "take" in names,
        "may_recall": "recall" in names,
        "may_request_part": "request_part" in names,
        "likely_parts": likely_parts(chosen, on=day_of(request.at)) if chosen else (),
        "window_keys": [((w.start, w.end), w.left, key_of(w)) for w in found.windows] if found else [],
        "wish_key": key_of(wish) if wish else "",
        "overrule": OVERRULE_REASONS.items(),
        "recall_reasons": RECALL_REASONS.items(),
        "seen": chosen.version if chosen else 0,
        "was": snapshot(chosen, request) if chosen else "",
    }


def _site(request: Request, chosen: OrderRow | None, found: Suggestion | None) -> str:
    asked = request.GET.get("site", "").strip().upper()
    if asked or chosen is None:
        return asked
    return chosen.site or (found.best.number if found and found.best else "")


def _day(request: Request, chosen: OrderRow | None, found: Suggestion | None) -> date:
    said = request.GET.get("day", "")
    if said:
        return day_in("day", said)
    start: datetime | None = found.window.start if found and found.window else chosen.window_start if chosen else None
    return start.astimezone(LOCAL).date() if start and start > request.at else day_of(request.at)


def _board(request: Request, shown: Board, site: str, sites: tuple[SiteRow, ...]) -> dict[str, Any]:
    return {
        "board": lanes.table(shown, at=request.at),
        "crew": request.GET.get("crew", ""),
        "days": lanes.days(request, shown.day),
        "day": shown.day,
        "site_shown": site,
        "all_sites": address(request, site="") if site else "",
        "sites": {row.number: row.name for row in sites},
    }


def _map(
    request: Request, chosen: OrderRow | None, sites: tuple[SiteRow, ...], rows: list[OrderRow],
    found: Suggestion | None,
) -> schematic.Schematic | None:  # fmt: skip
    """The chosen stop's region: sites and stops within reach of it, so that two cities are not one dot each."""
    every = {row.number: row for row in [*rows, *([chosen] if chosen else [])]}
    places = list_addresses({r.address_id for r in every.values() if r.address_id})
    spots = []
    for row in every.values():
        place = places.get(row.address_id) if row.address_id else None
        if place and place.lng is not None and place.lat is not None:
            spots.append(_stop(request, row, place.lng, place.lat, chosen))
    best = found.best.number if found and found.best else chosen.site if chosen else ""
    for site in sites:
        point = site.point or (divisions.centre(site.division) if site.division else None)
        if point:
            spots.append(
                schematic.Spot(
                    site.number, site.name, *point, "site", address(request, site=site.number), site.number == best
                )
            )
    return schematic.draw(_near(spots))


def _stop(request: Request, row: OrderRow, lng: float, lat: float, chosen: OrderRow | None) -> schematic.Spot:
    here = chosen is not None and chosen.number == row.number
    kind = "waiting" if row.state in ("new", "to_dispatch") else "stop"
    label = row.number.removeprefix("WO-").lstrip("0")
    return schematic.Spot(row.number, label, lng, lat, kind, address(request, order=row.number), here)


def _near(spots: list[schematic.Spot]) -> list[schematic.Spot]:
    """Those of the same region as the selection: within about 80 km."""
    middle = next((s for s in spots if s.chosen and s.kind != "site"), None)
    middle = middle or next((s for s in spots if s.kind != "site"), None) or next(iter(spots), None)
    if middle is None:
        return []
    return [s for s in spots if abs(s.lng - middle.lng) < 0.8 and abs(s.lat - middle.lat) < 0.7]
