"""What lies where, low first; and one part at one place with its ledger and what may be done there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.network.access import own_numbers
from liuke.areas.network.queries.technicians import list_technicians
from liuke.areas.parts import access
from liuke.areas.parts.actions import handling
from liuke.areas.parts.queries.rows import PlaceRow
from liuke.areas.parts.queries.stock import PAGE, StockView, get_stock, list_places, list_stock
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.chosen import act_of
from liuke.web.desk.filters import address, chip, told
from liuke.web.desk.links import order_url
from liuke.web.desk.parts.tabs import READERS, shared, whole_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, back, page

LOW: Final = (("1", Words("低于最低库存", "Below the minimum")),)
Act = Callable[[Request, StockView], str]


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """All stock that the reader may see; what is below its minimum stands first."""
    place, find = request.GET.get("place", "")[:16], request.GET.get("q", "").strip()[:40]
    rows = list_stock(
        by=request.by,
        place=place,
        part=find,
        low=request.GET.get("low") == "1",
        after=request.GET.get("after", "")[:60],
    )
    places = [(p.key, name_of(p)) for p in list_places(by=request.by)]
    last = rows[-1] if len(rows) == PAGE else None
    context = shared(request, "stock") | {
        "rows": [{"row": row, "place": name_of(row.place)} for row in rows],
        "columns": _columns(),
        "filters": [
            chip(request, "place", pgettext("of parts", "Place"), places),
            chip(request, "low", _("Only"), LOW),
        ],
        "find": find,
        "next_url": f"{address(request)}&after={last.place.key}/{last.code}" if last else "",
    }
    return render(request, "desk/parts/stock.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def one(request: Request, place: str, item: str) -> HttpResponse:
    """One part at one place. POST: `act` buys in, hands over or sets the minimum."""
    view = get_stock(f"{place}/{item}", by=request.by)
    if request.method == "POST":
        do = act_of(request, ACTS)
        messages.success(request, do(request, view))
        return back(request, reverse("desk:parts-stock-of", args=[view.row.place.key, view.row.code]))
    return render(request, "desk/parts/stock_of.html", shared(request, "stock") | _context(request, view))


def name_of(place: PlaceRow) -> str:
    """城东服务网点, 张师傅的车 or 公司仓, as people say it."""
    if place.kind == "van":
        return _("%(name)s’s van") % {"name": place.name}
    return place.name or told(place.kind_words)


def _context(request: Request, view: StockView) -> dict[str, Any]:
    place = view.row.place
    keeps = access.is_keeper(request.by) or place.site in own_numbers(request.by)
    return {
        "view": view,
        "row": view.row,
        "place": name_of(place),
        "moves": [{"move": m, "order_url": order_url(m.order) if m.order else ""} for m in view.moves],
        "elsewhere": [{"row": row, "place": name_of(row.place)} for row in view.elsewhere],
        "promise": request.GET.get("promise", ""),
        "may_mind": keeps and place.kind != "transit",
        "may_buy": access.is_keeper(request.by) and place.kind == "company",
        "goals": _goals(request.by, place) if keeps else [],
    }


def _goals(by: Actor, place: PlaceRow) -> list[tuple[str, str]]:
    """Where pieces may go from here."""
    if place.kind == "van":
        return [(place.site, _("the site’s store"))]
    if place.kind != "site":
        return []
    vans = [(t.number, _("%(name)s’s van") % {"name": t.name}) for t in list_technicians(place.site, by=by)]
    return [*vans, *([("company", _("company warehouse"))] if access.is_keeper(by) else [])]


def _buy(request: Request, view: StockView) -> str:
    served = handling.buy_in(
        view.row.code, quantity=whole_of(request, "quantity"), paper=request.POST.get("paper", ""),
        keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    if served:
        return _("Taken in; pieces are set aside for %(n)s waiting requests.") % {"n": served}
    return _("Taken in.")


def _hand(request: Request, view: StockView) -> str:
    handling.hand_over(
        view.row.code, quantity=whole_of(request, "quantity"), from_=view.row.place.key,
        to=request.POST.get("to", "")[:16], by=request.by, at=request.at,
    )  # fmt: skip
    return _("Handed over.")


def _minimum(request: Request, view: StockView) -> str:
    handling.set_minimum(
        view.row.place.key, view.row.code, minimum=whole_of(request, "minimum"), by=request.by, at=request.at
    )
    return _("The minimum is set.")


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("part", _("Part")),
        shapes.Column("place", pgettext("of parts", "Place")),
        shapes.Column("free", _("Free"), number=True),
        shapes.Column("reserved", _("Set aside"), number=True),
        shapes.Column("quantity", _("In all"), number=True),
        shapes.Column("minimum", _("Minimum"), number=True),
        shapes.Column("value", _("Value"), number=True),
        shapes.Column("state", _("State")),
    ]


ACTS: Final[dict[str, Act]] = {"buy": _buy, "hand": _hand, "minimum": _minimum}
