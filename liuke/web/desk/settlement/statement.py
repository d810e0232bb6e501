"""One statement: what it comes to, each line with its order and why, and the next step of whoever looks at it."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.settlement.queries.rows import LineRow
from liuke.areas.settlement.queries.statements import ITEMS, StatementView, get_statement, list_lines
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.chosen import act_of
from liuke.web.desk.filters import address, chip, day_of, id_of
from liuke.web.desk.links import order_url
from liuke.web.desk.settlement.acts import ACTS
from liuke.web.desk.settlement.listing import READERS, STATE_OF
from liuke.web.ui.doors import Request, page

PAGE: Final = 200
FLAGGED: Final = (("1", Words("待核定", "to be looked into")),)


@page(roles=READERS, methods=("GET", "POST"))
def statement(request: Request, number: str) -> HttpResponse:
    """One statement. POST: `act` is one of ACTS."""
    view = get_statement(number, by=request.by)
    if request.method == "POST":
        do = act_of(request, ACTS)
        messages.success(request, do(request, view))
        return HttpResponseRedirect(reverse("desk:settlement-statement", args=[view.row.number]))
    return render(request, "desk/settlement/statement.html", _context(request, view))


def _context(request: Request, view: StatementView) -> dict[str, Any]:
    row = view.row
    asked = _asked(request)
    running = row.month == day_of(request.at).replace(day=1)
    lines = list_lines(row.number, by=request.by, after=id_of(request, "after") or 0, limit=PAGE, **asked)
    return {
        "view": view,
        "row": row,
        "state": STATE_OF[row.state],
        "sums": [(one, address(request, item=one.item)) for one in row.sums],
        "groups": _groups(lines, view),
        "filters": [
            chip(request, "item", _("Item"), ((one.item, one.words) for one in row.sums)),
            chip(request, "flagged", _("Flag"), FLAGGED),
        ],
        "find": asked["order"],
        "next_url": f"{address(request)}&after={lines[-1].place}" if len(lines) == PAGE else "",
        "may": view.may - {"send"} if running else view.may,
        "running": running,
        "waiting": [one for one in view.appeals if one.decided_at is None],
        "today": day_of(request.at).isoformat(),
        "promise": request.GET.get("promise", ""),
        "invoice_yuan": f"{Decimal(view.invoiced_cents) / 100:.2f}",
    }  # fmt: skip


def _asked(request: Request) -> dict[str, Any]:
    item, flagged = request.GET.get("item", ""), request.GET.get("flagged", "")
    if item and item not in ITEMS:
        raise Invalid.field("item", "没有这种项目。", "There is no such item.")
    if flagged not in ("", "1"):
        raise Invalid.field("flagged", "没有这种筛选。", "There is no such filter.")
    return {"item": item, "order": request.GET.get("order", "").strip()[:20], "flagged": flagged == "1"}


def _groups(lines: tuple[LineRow, ...], view: StatementView) -> list[dict[str, Any]]:
    """The lines order by order; those of the whole month stand in the last group."""
    appealed = {(one.order, one.item): one for one in view.appeals}
    return [
        {
            "order": order,
            "url": order_url(order) if order else "",
            "lines": [
                {
                    "row": line,
                    "appeal": appealed.get((order, line.counts_as)),
                    "may_appeal": "appeal" in view.may and line.appealable and (order, line.counts_as) not in appealed,
                    "may_decide": "count" in view.may and line.because == "serial_twice",
                }
                for line in group
            ],
        }
        for order, group in groupby(lines, key=lambda line: line.order)
    ]
