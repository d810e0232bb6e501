"""Files that may be one customer's: the night's list, one file's likes with the merges it has been through."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.actions import judging
from liuke.areas.customers.queries import file, merges, pairs
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.web.desk.filters import address, chip
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, back, page


@page(roles=CENTRE_ROLES)
def pairs_list(request: Request) -> HttpResponse:
    """Open pairs, the likeliest first; a keeper may look at those of his own customers."""
    keeps = request.by.has_role("account_manager")
    mine = request.GET.get("keeper") == "me"
    found = pairs.list_pairs(after=request.GET.get("after") or None, mine=mine, by=request.by)
    context = {
        "rows": [_row(p) for p in found.rows],
        "columns": [
            shapes.Column("points", _("Likeness"), number=True),
            shapes.Column("first", _("Customer")),
            shapes.Column("second", _("Maybe the same")),
            shapes.Column("reasons", _("Why")),
            shapes.Column("act", ""),
        ],
        "filters": [chip(request, "keeper", _("Keeper"), [("me", _("My customers"))])] if keeps else [],
        "searched_at": found.searched_at,
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
    }
    return render(request, "desk/duplicates/list.html", context)


@page(roles=CENTRE_ROLES)
def of_customer(request: Request, ref: str) -> HttpResponse:
    """Who looks like this customer, a search by code, and what was merged. `?with=` leads to the comparison."""
    brief = file.get_brief(ref, by=request.by)
    other = request.GET.get("with", "").strip()
    if other:
        there = file.get_brief(other, by=request.by)
        return HttpResponseRedirect(f"{reverse('desk:customer-merge', args=[brief.code])}?with={there.code}")
    context = {
        "brief": brief,
        "customer": customer_shape(brief),
        "rows": [_row(p) for p in pairs.likes_of(brief.id, by=request.by)],
        "merges": merges.list_merges(brief.id, by=request.by),
    }
    return render(request, "desk/duplicates/customer.html", context)


@page(roles=CENTRE_ROLES, methods=("POST",))
def apart(request: Request) -> HttpResponse:
    """Different people: the pair is not proposed again."""
    said = request.POST
    first, second = (file.get_brief(said.get(name, ""), by=request.by) for name in ("first", "second"))
    judging.tell_apart(first.id, second.id, by=request.by, at=request.at)
    return back(request, reverse("desk:duplicates"))


def _row(p: pairs.PairRow) -> dict[str, Any]:
    return {
        "first": customer_shape(p.first),
        "second": customer_shape(p.second),
        "points": p.points,
        "likely": p.points >= pairs.LIKELY,
        "speaks_for": [r.words for r in p.reasons if not r.speaks_against],
        "against": [r.words for r in p.reasons if r.speaks_against],
        "url": f"{reverse('desk:customer-merge', args=[p.first.code])}?with={p.second.code}",
    }
