"""The season table 旺季安排: what sites can take on which days; and the chip that says so beside a day's board."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network import access
from liuke.areas.network.actions.season import SeasonDraft, change_season, set_season, withdraw_season
from liuke.areas.network.queries.season import SeasonShown, list_seasons
from liuke.areas.network.queries.sites import list_sites
from liuke.areas.products.queries.catalogue import list_lines
from liuke.foundation.faults import Invalid
from liuke.web.desk.chosen import act_of
from liuke.web.desk.filters import day_of
from liuke.web.desk.network.reading import day_said, number_said
from liuke.web.desk.orders.rows import product_words
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

READERS: Final = frozenset(access.PLANNERS)


@page(roles=READERS, methods=("GET", "POST"))
def seasons(request: Request) -> HttpResponse:
    """The table, `?over=1` with what has ended. POST: `act` is to set, to change, to withdraw a row."""
    if request.method == "POST":
        do = act_of(request, {"set": _set, "change": _change, "withdraw": _withdraw})
        messages.success(request, do(request))
        return HttpResponseRedirect(reverse("desk:seasons"))
    over = request.GET.get("over") == "1"
    rows = list_seasons(by=request.by, on=day_of(request.at), over=over)
    context = {
        "rows": [(row, product_words(row.product_line)) for row in rows],
        "columns": _columns(),
        "over": over,
        "keeps": request.by.has_role(*access.KEEPERS),
        "sites": [("", _("All sites")), *((s.number, s.name) for s in list_sites(by=request.by))],
        "product_lines": [shapes.Choice(_("All product lines"), key="")]
        + [shapes.Choice(line.words, key=line.key) for line in list_lines()],
        "today": day_of(request.at).isoformat(),
    }
    return render(request, "desk/network/seasons.html", context)


def chips(rows: tuple[SeasonShown, ...]) -> list[dict[str, Any]]:
    """What counts on the day of a board, as short as a chip wants it."""
    return [{"row": row, "line": product_words(row.product_line) if row.product_line else None} for row in rows]


def _set(request: Request) -> str:
    number = set_season(_draft(request), by=request.by, at=request.at)
    return _("%(number)s counts from its first day on, for every window that is offered.") % {"number": number}


def _change(request: Request) -> str:
    number, seen = request.POST.get("number", ""), number_said(request.POST, "seen")
    change_season(number, _draft(request), seen=seen, by=request.by, at=request.at)
    return _("%(number)s is changed.") % {"number": number}


def _withdraw(request: Request) -> str:
    number, seen = request.POST.get("number", ""), number_said(request.POST, "seen")
    withdraw_season(number, seen=seen, by=request.by, at=request.at)
    return _("%(number)s is withdrawn. What is booked stays.") % {"number": number}


def _draft(request: Request) -> SeasonDraft:
    said = request.POST
    line = said.get("product_line", "")
    if line and line not in {known.key for known in list_lines()}:
        raise Invalid.field("product_line", "没有这个品类", "There is no such product line")
    return SeasonDraft(
        name=said.get("name", ""), from_date=day_said(said, "from_date"), until_date=day_said(said, "until_date"),
        percent=number_said(said, "percent"), extra_crews=number_said(said, "extra_crews"),
        site=said.get("site", ""), product_line=line,
    )  # fmt: skip


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("name", _("Season")),
        shapes.Column("site", _("Site")),
        shapes.Column("line", _("Product line")),
        shapes.Column("days", _("Days")),
        shapes.Column("percent", _("Capacity"), number=True),
        shapes.Column("crews", _("Extra crews"), number=True),
        shapes.Column("acts", ""),
    ]
