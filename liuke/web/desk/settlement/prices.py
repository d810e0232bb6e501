"""What sites are paid, since when and why; finance states a new price from a day to come."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network.queries.sites import list_sites
from liuke.areas.service.queries.names import ORDER_KINDS
from liuke.areas.settlement import access
from liuke.areas.settlement.actions.pricing import set_price
from liuke.areas.settlement.queries.statements import ITEMS
from liuke.areas.settlement.queries.tariffs import list_prices
from liuke.foundation.faults import Invalid
from liuke.foundation.money import Money
from liuke.foundation.words import Words
from liuke.web.desk.filters import day_of, told
from liuke.web.desk.network.reading import day_said
from liuke.web.desk.orders.rows import product_words
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

READERS: Final = frozenset(access.READERS)


@page(roles=READERS, methods=("GET", "POST"))
def prices(request: Request) -> HttpResponse:
    """The list as it holds today, with what is stated to follow. POST: a new price from a day on."""
    if request.method == "POST":
        return _state(request)
    rows = list_prices(on=day_of(request.at))
    sites = {s.number: s.name for s in list_sites(by=request.by)}
    context = {
        "rows": [(r, *_parts(r.key), sites.get(r.site, r.site), _money(r.cents), _money(r.next_cents)) for r in rows],
        "columns": _columns(),
        "keys": [(r.key, _words(r.key)) for r in rows if not r.site],
        "sites": [("", _("All sites")), *sites.items()],
        "may_state": request.by.has_role(*access.PAYERS),
    }
    return render(request, "desk/settlement/prices.html", context)


def _state(request: Request) -> HttpResponse:
    said = request.POST
    set_price(
        said.get("key", ""), cents=_cents(said.get("cents", "")), from_date=day_said(said, "from_date"),
        reason=said.get("reason", ""), site=said.get("site", ""), by=request.by, at=request.at,
    )  # fmt: skip
    messages.success(request, _("The price is stated. Work done before that day is paid as before."))
    return HttpResponseRedirect(reverse("desk:settlement-prices"))


def _cents(said: str) -> int:
    """Yuan as people write them, with at most two places."""
    try:
        cents = Decimal(said.strip().replace(",", "")[:14]) * 100
        if cents == cents.to_integral_value():
            return int(cents)
    except (InvalidOperation, ValueError, OverflowError):
        pass
    raise Invalid.field("cents", "请填写金额，最多两位小数", "Write an amount with at most two decimals")


def _money(cents: int | None) -> Money | None:
    return None if cents is None else Money(Decimal(cents) / 100)


def _words(key: str) -> str:
    """`labour.repair.aircon` as people call it."""
    return " · ".join(filter(None, _parts(key)))


def _parts(key: str) -> tuple[str, str]:
    """The same in two: what is paid, and for which work."""
    item, *rest = key.split(".")
    of = (told(ORDER_KINDS.get(part) or product_words(part)) for part in rest)
    return told(ITEMS.get(item, Words(item, item))), " · ".join(of)


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("item", _("Item")),
        shapes.Column("site", _("Site")),
        shapes.Column("price", _("Price"), number=True),
        shapes.Column("since", _("Holds since")),
        shapes.Column("next", _("Stated to follow")),
        shapes.Column("source", _("Reason or source")),
    ]
