"""The site's desk 网点工作台: what lies with the site in the order of its work, each row one click from done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.network.queries.sites import get_site, list_sites, site_of
from liuke.areas.service.queries import desks
from liuke.areas.service.queries.names import DECLINE_REASONS, HOLD_REASONS
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Missing
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.kernel.promises.queries import kept_rates
from liuke.web.desk.dispatch import lanes
from liuke.web.desk.filters import chip, day_of
from liuke.web.desk.orders.rows import Line, lines
from liuke.web.ui.doors import Request, page

ROLES: Final = CENTRE_ROLES | {"site_clerk", "site_manager"}
RATE_OVER: Final = timedelta(days=30)


@dataclass(frozen=True)
class Pile:
    """One pile of the desk; `noun` is the act that takes an order off it."""

    key: str
    title: str
    lines: tuple[Line, ...]
    noun: str = ""
    empty: str = ""


@page(roles=ROLES)
def site(request: Request) -> HttpResponse:
    """`?site=` for the centre and for people of several sites; `?order=` is shown first."""
    number = _number(request)
    desk = desks.site_desk(number, by=request.by, at=request.at)
    today = request.at.astimezone(LOCAL).date()
    day = _day(request)
    context: dict[str, Any] = {
        "desk": desk,
        "row": get_site(number, by=request.by),
        "piles": _piles(request, desk),
        "later": _piles_later(request, desk),
        "asked": request.GET.get("order", "").strip().upper(),
        "board": lanes.table(desks.board(day, by=request.by, site=number), at=request.at),
        "days": lanes.days(request, day),
        "declines": DECLINE_REASONS.items(),
        "holds": HOLD_REASONS,
        "technicians": [(str(t.technician_id), f"{t.name} · {len(t.visits)}") for t in desk.technicians],
        "filters": _filters(request),
        "rate": _rate(request, number),
        "today": today,
        "is_today": day == today,
        "here": request.get_full_path(),
        "is_site": request.by.has_role("site_clerk", "site_manager"),
    }
    return render(request, "desk/site/desk.html", context)


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


def _piles(request: Request, desk: desks.SiteDesk) -> list[Pile]:
    """What waits for somebody at the desk now."""
    return [
        _pile(request, "to_accept", _("To accept"), desk.to_accept, "acceptance", empty=_("Every order is answered.")),
        _pile(request, "to_book", _("To book"), desk.to_book, "booking", empty=_("Every customer has a window.")),
        _pile(
            request,
            "to_assign",
            _("To assign"),
            desk.to_assign,
            "assignment",
            empty=_("Every window has its technician."),
        ),
    ]


def _piles_later(request: Request, desk: desks.SiteDesk) -> list[Pile]:
    """What runs, waits or comes back."""
    found = [
        _pile(request, "sent_back", _("Sent back by the review"), desk.sent_back),
        _pile(request, "second_visits", _("Second visits to book"), desk.second_visits, "booking"),
        _pile(request, "to_report", _("In service, to report"), desk.to_report),
        _pile(request, "on_hold", _("On hold"), desk.on_hold, "resumption"),
    ]
    return [pile for pile in found if pile.lines]


def _pile(
    request: Request, key: str, title: str, rows: tuple[OrderRow, ...], noun: str = "", *, empty: str = ""
) -> Pile:
    asked = request.GET.get("order", "").strip().upper()
    ordered = sorted(rows, key=lambda row: row.number != asked)  # stable: the asked one first, else as it was
    return Pile(key, title, tuple(lines(ordered, at=request.at)), noun, empty)


def _filters(request: Request) -> list[Any]:
    sites = list_sites(by=request.by)
    return [chip(request, "site", _("Site"), [(s.number, s.name) for s in sites])] if len(sites) > 1 else []


def _rate(request: Request, number: str) -> int | None:
    """Kept rate of the site's promises over a month, in whole percent."""
    found = kept_rates(since=request.at - RATE_OVER, until=request.at, at=request.at, team=f"site:{number}")
    rate = found[0].rate if found else None
    return None if rate is None else round(rate * 100)
