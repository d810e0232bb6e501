"""The open price list: for everybody to read out and to print; prices are stated from a day on, with the decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.charges.actions import prices as actions
from liuke.areas.charges.queries.names import LINE_KINDS, PRICERS, cents_of
from liuke.areas.charges.queries.prices import ANY, ListedPrice, list_prices, repair_guarantee_days
from liuke.areas.products.queries.catalogue import list_lines
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.charges.tabs import tabs
from liuke.web.desk.filters import chip
from liuke.web.ui.doors import ANY_STAFF, Request, page

EVERY = Words("各类产品通用", "All products")


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def prices(request: Request) -> HttpResponse:
    """The list of today, by product line. POST: a price from a day on."""
    if request.method == "POST":
        return _set(request)
    today = local(request.at).date()
    lines = [(ANY, EVERY), *((line.key, line.words) for line in list_lines())]
    listed, chosen = list_prices(on=today), request.GET.get("line", "")
    context = {
        "tabs": tabs(request, "prices"),
        "groups": _groups(listed, [one for one in lines if chosen in ("", one[0]) or one[0] == ANY]),
        "filters": [chip(request, "line", _("Product"), lines[1:])],
        "today": today,
        "guarantee_days": repair_guarantee_days(on=today),
        "may_set": request.by.has_role(*PRICERS),
        "lines": lines,
        "kinds": LINE_KINDS.items(),
    }
    return render(request, "desk/charges/prices.html", context)


def _groups(listed: Iterable[ListedPrice], lines: list[tuple[str, Words]]) -> list[dict[str, Any]]:
    by_line: dict[str, list[ListedPrice]] = {}
    for one in listed:
        by_line.setdefault(one.line, []).append(one)
    return [{"key": key, "words": words, "prices": by_line[key]} for key, words in lines if key in by_line]


def _set(request: Request) -> HttpResponse:
    said = {name: request.POST.get(name, "").strip() for name in ("line", "code", "kind", "zh", "en", "unit_zh", "unit_en", "source")}  # fmt: skip
    line, code = said.pop("line"), said.pop("code")
    actions.set_price(
        line, code, cents=amount_of(request.POST.get("price", "")), from_date=day_in("from_date", request.POST.get("from_date", "")),
        by=request.by, at=request.at, **said,
    )  # fmt: skip
    messages.success(request, _("The price is stated."))
    return HttpResponseRedirect(f"{reverse('desk:charge-prices')}?line={'' if line == ANY else line}")


def amount_of(typed: str, field: str = "price") -> int:
    """Yuan as people type them, in cents."""
    found = cents_of(typed)
    if found is None:
        raise Invalid.field(field, "请填写金额，如 128.00", "Write an amount like 128.00")
    return found
