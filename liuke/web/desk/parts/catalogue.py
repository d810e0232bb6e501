"""The catalogue of parts: looked up, entered, changed, taken in from a file."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.parts import access
from liuke.areas.parts.actions import catalogue
from liuke.areas.parts.actions.catalogue import Item
from liuke.areas.parts.queries.items import PAGE, get_item, list_items
from liuke.areas.products.queries.catalogue import list_lines
from liuke.foundation.faults import Invalid
from liuke.web.desk.carried import cents_of, seen_of
from liuke.web.desk.filters import address, chip
from liuke.web.desk.imports.size import takes_a_file
from liuke.web.desk.parts.file import HEADINGS, items_of
from liuke.web.desk.parts.tabs import READERS, shared, whole_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

MOST_CODES: Final = 200


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """By code; found by the beginning of a code or a piece of a name."""
    find, line = request.GET.get("q", "").strip()[:40], request.GET.get("line", "")[:40]
    rows = list_items(query=find, line=line, after=request.GET.get("after", "")[:40])
    lines = {found.key: found.words for found in list_lines()}
    context = shared(request, "catalogue") | {
        "rows": [{"row": r, "lines": [lines[k] for k in r.product_lines if k in lines]} for r in rows],
        "columns": _columns(),
        "filters": [chip(request, "line", _("Product line"), list(lines.items()))],
        "find": find,
        "next_url": f"{address(request)}&after={rows[-1].code}" if len(rows) == PAGE else "",
    }
    return render(request, "desk/parts/catalogue.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def one(request: Request, item: str) -> HttpResponse:
    """One part of the catalogue; its keepers change it here."""
    found = get_item(item, by=request.by)
    if request.method == "POST":
        catalogue.list_item(_typed(request, found.code), seen=seen_of(request), by=request.by, at=request.at)
        messages.success(request, _("The part is changed."))
        return HttpResponseRedirect(reverse("desk:parts-item", args=[found.code]))
    return render(request, "desk/parts/item.html", shared(request, "catalogue") | _form(found))


@page(roles=access.KEEPERS, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """A new part."""
    if request.method == "POST":
        typed = _typed(request, request.POST.get("code", "")[:60])
        code = catalogue.list_item(typed, new=True, by=request.by, at=request.at)
        messages.success(request, _("The part is in the catalogue."))
        return HttpResponseRedirect(reverse("desk:parts-item", args=[code]))
    return render(request, "desk/parts/item.html", shared(request, "catalogue") | _form(None))


@takes_a_file
@page(roles=access.KEEPERS, methods=("GET", "POST"))
def take_in(request: Request) -> HttpResponse:
    """A whole catalogue from XLSX or CSV: checked whole, then taken in, or nothing of it."""
    if request.method == "POST":
        n = catalogue.list_many(items_of(request), by=request.by, at=request.at)
        messages.success(request, _("%(n)s parts are in the catalogue.") % {"n": n})
        return HttpResponseRedirect(reverse("desk:parts-catalogue"))
    context = shared(request, "catalogue") | {"headings": HEADINGS}
    return render(request, "desk/parts/import.html", context)


def _form(item: object) -> dict[str, Any]:
    return {
        "item": item,
        "lines": [(found.key, found.words) for found in list_lines()],
        "price": f"{item.price_cents / 100:.2f}" if item is not None else "",  # type: ignore[attr-defined]
    }


def _typed(request: Request, code: str) -> Item:
    said = request.POST
    months = whole_of(request, "guarantee_months", 0)
    return Item(
        code=code, name=said.get("name", "")[:200], price_cents=cents_of(request, "price"),
        product_lines=said.getlist("product_lines")[:MOST_CODES], models=_codes(request, "models"),
        returnable="returnable" in said, serial_tracked="serial_tracked" in said,
        guarantee_months=months or None, guarantee_source=said.get("guarantee_source", "")[:300],
        substitutes=_codes(request, "substitutes"), active="active" in said,
    )  # fmt: skip


def _codes(request: Request, name: str) -> list[str]:
    said = request.POST.get(name, "")
    for mark in "，、；;\n\t":
        said = said.replace(mark, ",")
    codes = [one.strip() for one in said.split(",") if one.strip()]
    if len(codes) > MOST_CODES:
        raise Invalid.field(name, f"最多 {MOST_CODES} 个", f"At most {MOST_CODES}")
    return codes


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("code", _("Code")),
        shapes.Column("name", pgettext("of a part", "Name")),
        shapes.Column("lines", _("Fits")),
        shapes.Column("price", _("Price"), number=True),
        shapes.Column("old", _("Old part")),
        shapes.Column("instead", _("Substitutes")),
        shapes.Column("guarantee", _("Own guarantee")),
    ]
