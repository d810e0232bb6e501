"""Sales by customer, kind of appliance, area and month, how few bring how much, and who keeps whom (H7)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.charges.queries import sales as queries
from liuke.areas.charges.queries.sales import Asked, Sold
from liuke.areas.keeping import access
from liuke.areas.products.queries.catalogue import list_lines
from liuke.foundation import divisions
from liuke.insight.roster import list_roster
from liuke.web.desk.filters import address, chip, told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.sales.asking import DEFAULT, PERIODS, asked_of, months_of
from liuke.web.desk.sales.curve import drawn
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

ROLES: Final = frozenset(access.KEEPERS)
MANAGERS: Final = frozenset(access.MANAGERS)
MOST: Final = 10
SHOWN: Final = (5, 10, 20, 30, 50, 80, 100)
"""Of the curve's steps those that the table beside it names."""


@page(roles=ROLES)
def sales(request: Request) -> HttpResponse:
    """All cuts of the same cells; each line narrows the others."""
    asked = asked_of(request)
    found = queries.sold_to(asked, after=request.GET.get("after", ""), by=request.by)
    shares = queries.concentration(asked, by=request.by)
    context = {
        "filters": chips(request),
        "whole": queries.whole(asked, by=request.by),
        "shares": [one for one in shares if one.percent in SHOWN],
        "curve": drawn(shares),
        "months": _months(request, asked),
        "lines": _cut(request, "line", queries.sold_by("line", asked, by=request.by), _line_words()),
        "counties": _cut(request, "county", queries.sold_by("county", asked, by=request.by), None),
        "columns": _columns(),
        "rows": [(row, customer_shape(row.customer)) for row in found.rows],
        "next_url": address(request, after=found.next_after) if found.next_after else "",
        "export": _export(request) if request.by.has_role(*MANAGERS) else "",
    }
    return render(request, "desk/sales/sales.html", context)


@page(roles=ROLES)
def roster(request: Request) -> HttpResponse:
    """Who keeps whom, at one look."""
    context = {
        "rows": list_roster(by=request.by, at=request.at),
        "columns": [
            shapes.Column("keeper", _("Keeper")),
            shapes.Column("customers", _("Customers"), number=True),
            shapes.Column("core", _("Core"), number=True),
            shapes.Column("a", _("Grade A"), number=True),
            shapes.Column("b", _("Grade B"), number=True),
            shapes.Column("c", _("Grade C"), number=True),
            shapes.Column("cents", _("Brought"), number=True),
            shapes.Column("late", _("Contacts late"), number=True),
        ],
    }
    return render(request, "desk/sales/roster.html", context)


def chips(request: Request) -> list[shapes.Filter]:
    """What is chosen, and what could be."""
    said = request.GET
    filters = [chip(request, "period", pgettext("of sales", "Period"), PERIODS.items())]
    if not said.get("period"):
        others = [(key, words) for key, words in PERIODS.items() if key != DEFAULT]
        filters = [chip(request, "period", told(PERIODS[DEFAULT]), others)]
    for key, label, shown in (
        ("month", _("Month"), said.get("month", "")),
        ("line", _("Kind of appliance"), _line_words().get(said.get("line", ""), said.get("line", ""))),
        ("county", _("County"), _county(said.get("county", ""))),
    ):
        if shown:
            filters.append(shapes.Filter(label, chosen=shown, clear=address(request, **{key: ""})))
    return filters


def _months(request: Request, asked: Asked) -> dict[str, Any] | None:
    """Every month of the period, also one in which nothing came."""
    found = {one.key: one.cents for one in queries.sold_by("month", asked, by=request.by)}
    if not found:
        return None
    keys = [f"{month:%Y-%m}" for month in months_of(asked)]
    return {
        "kind": "bar",
        "unit": _("yuan"),
        "labels": keys,
        "series": [
            {
                "name": pgettext("money", "Received"),
                "values": [round(found.get(key, 0) / 100) for key in keys],
                "links": [address(request, month=key) for key in keys],
            }
        ],
    }


def _cut(request: Request, key: str, found: tuple[Sold, ...], words: dict[str, str] | None) -> list[dict[str, Any]]:
    """The largest ten, and what is left of it in one line without a link."""
    total = sum(one.cents for one in found)
    rows = [
        {
            "sold": one,
            "label": (words.get(one.key, one.key) if words is not None else _county(one.key)) or _("not known"),
            "url": address(request, **{key: one.key}) if one.key else "",
            "share": round(one.cents * 100 / total, 1) if total > 0 else None,
        }
        for one in found[:MOST]
    ]
    rest = found[MOST:]
    if rest:
        sold = Sold("", sum(o.cents for o in rest), sum(o.orders for o in rest), sum(o.machines for o in rest), 0)
        share = round(sold.cents * 100 / total, 1) if total > 0 else None
        rows.append({"sold": sold, "label": _("all others"), "url": "", "share": share})
    return rows


def _line_words() -> dict[str, str]:
    return {line.key: told(line.words) for line in list_lines()}


def _county(code: str) -> str:
    """City and county; the province is left out, it says nothing new in a company's region."""
    return divisions.told(code).removeprefix(divisions.told(code[:2])) if code else ""


def _export(request: Request) -> str:
    asked = address(request).removeprefix("?")
    return f"{reverse('desk:release-new')}?of=sales{'&' if asked else ''}{asked}"


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("place", pgettext("by money", "Place"), number=True),
        shapes.Column("customer", _("Customer")),
        shapes.Column("cents", pgettext("money", "Received"), number=True),
        shapes.Column("orders", _("Paid orders"), number=True),
        shapes.Column("machines", _("Machines"), number=True),
    ]
