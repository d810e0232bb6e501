"""The live board, at the desk or on the wall (`?wall=1`), and the rows behind each of its numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render

from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.service.queries.live import list_calls, list_solved
from liuke.areas.service.queries.names import SOLVED_REASONS
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.insight import board as insight
from liuke.web.desk.board.figures import TITLES, figures
from liuke.web.desk.filters import address, id_of
from liuke.web.desk.orders.listing import columns
from liuke.web.desk.orders.rows import lines
from liuke.web.desk.parts.chips import chips
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import ANY_STAFF, Request, page

READERS: Final = ANY_STAFF - {"technician"}
OLDEST: Final = timedelta(days=366)


@page(roles=READERS)
def board(request: Request) -> HttpResponse:
    """A day's figures; today's refresh by themselves every half minute. People of a site see their own site's."""
    day = _day(request)
    shown = insight.board(day, by=request.by, at=request.at)
    context = {
        "board": shown,
        "groups": figures(shown, day),
        "day": day,
        "is_today": day == insight.today(request.at),
        "earlier": address(request, day=(day - timedelta(days=1)).isoformat()),
        "later": address(request, day=(day + timedelta(days=1)).isoformat()),
        "wall_url": address(request, wall="1"),
        "desk_url": address(request, wall=""),
        "asked_at": request.at,
    }
    wall = request.GET.get("wall") == "1"
    return render(request, "desk/board/wall.html" if wall else "desk/board/board.html", context)


@page(roles=READERS)
def orders(request: Request) -> HttpResponse:
    """The orders behind a figure: `?figure=` one of those on the board, `?day=`."""
    figure, day = request.GET.get("figure", "risk"), _day(request)
    if figure not in TITLES:
        raise Invalid.field("figure", "没有这个指标。", "There is no such figure.")
    found = insight.orders_behind(figure, day, by=request.by, at=request.at, after=id_of(request, "after") or 0)
    context = {
        "title": TITLES[figure],
        "day": day,
        "lines": lines(found.rows, at=request.at),
        "part_chips": chips(found.rows),
        "columns": columns(),
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
    }
    return render(request, "desk/board/orders.html", context)


@page(roles=CENTRE_ROLES)
def calls(request: Request) -> HttpResponse:
    """Abandoned calls of the day, or (`?waiting=1`) all that nobody has called back yet."""
    day = _day(request)
    waiting = request.GET.get("waiting") == "1"
    rows = list_calls(insight.span_of(day, request.at), waiting=waiting, after=id_of(request, "after") or 0)
    return render(request, "desk/board/calls.html", {"rows": rows, "day": day, "waiting": waiting})


@page(roles=CENTRE_ROLES)
def avoided(request: Request) -> HttpResponse:
    """Wishes that were solved on the phone that day."""
    day = _day(request)
    rows = list_solved(insight.span_of(day, request.at))
    briefs = list_briefs([row.customer_id for row in rows], by=request.by)
    shown = [
        {
            "row": row,
            "customer": customer_shape(briefs[row.customer_id]) if row.customer_id in briefs else None,
            "reason": SOLVED_REASONS.get(row.reason, Words("", "")),
        }
        for row in rows
    ]
    return render(request, "desk/board/avoided.html", {"rows": shown, "day": day})


def _day(request: Request) -> date:
    """The day of the address, else today; nothing that lies ahead, nothing older than a year."""
    said, today = request.GET.get("day", "").strip(), insight.today(request.at)
    if not said:
        return today
    day = day_in("day", said)
    if not today - OLDEST <= day <= today:
        raise Invalid.field("day", "只能查看近一年。", "The board goes back one year.")
    return day
