"""How each site keeps its parts, what it may have out and what is out with it."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network.queries.sites import get_site
from liuke.areas.parts import access
from liuke.areas.parts.actions import catalogue
from liuke.areas.parts.queries.items import general_mode, list_site_parts
from liuke.areas.parts.queries.names import MODES
from liuke.web.desk.carried import cents_of
from liuke.web.desk.chosen import nothing_chosen
from liuke.web.desk.filters import day_of
from liuke.web.desk.parts.tabs import READERS, shared
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

LEADS: Final = access.LEADS


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """Every site that the reader may see."""
    day = day_of(request.at)
    context = shared(request, "sites") | {
        "rows": list_site_parts(on=day, by=request.by),
        "columns": _columns(),
        "general": MODES[general_mode(on=day)],
        "modes": [shapes.Choice(words, key=key) for key, words in MODES.items()],
        "general_key": general_mode(on=day),
    }
    return render(request, "desk/parts/sites.html", context)


@page(roles=LEADS, methods=("GET", "POST"))
def one(request: Request, site: str) -> HttpResponse:
    """How a site (or, with `company`, every site) keeps parts; a site's deposit and credit."""
    if site != access.COMPANY:
        get_site(site, by=request.by)  # says that it is not there
    if request.method == "POST":
        _act(request, site)
        messages.success(request, _("Set. It holds from today on."))
        return HttpResponseRedirect(reverse("desk:parts-sites"))
    day = day_of(request.at)
    row = None if site == access.COMPANY else next(
        (r for r in list_site_parts(on=day, by=request.by) if r.number == site.upper()), None)  # fmt: skip
    context = shared(request, "sites") | {
        "place": site,
        "row": row,
        "mode": row.mode if row else general_mode(on=day),
        "modes": [shapes.Choice(words, key=key) for key, words in MODES.items()],
        "limit": f"{row.limit_cents / 100:.2f}" if row and row.limit_cents is not None else "",
        "deposit": f"{row.deposit_cents / 100:.2f}" if row else "",
    }
    return render(request, "desk/parts/site.html", context)


def _act(request: Request, place: str) -> None:
    act = request.POST.get("act", "")
    if act == "mode":
        catalogue.set_mode(place, request.POST.get("mode", ""), by=request.by, at=request.at)
    elif act == "credit" and place != access.COMPANY:
        catalogue.set_credit(
            place, limit_cents=cents_of(request, "limit"), deposit_cents=cents_of(request, "deposit", optional=True),
            by=request.by, at=request.at,
        )  # fmt: skip
    else:
        raise nothing_chosen()


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("site", _("Site")),
        shapes.Column("mode", _("Parts are kept")),
        shapes.Column("out", _("Out and not settled"), number=True),
        shapes.Column("limit", _("Credit"), number=True),
        shapes.Column("deposit", _("Deposit"), number=True),
    ]
