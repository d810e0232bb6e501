"""A visit for a complaint: the machine, where, which site and which window, out of what dispatch itself would offer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.complaints.queries.complaints import CaseView, acts_open, get_case
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.customers.queries.rows import AddressRow
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.requests import LISTS
from liuke.foundation.faults import Refused
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.processes.complaint_visits import Wanted, order_visit
from liuke.web.desk.hotline import offering
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def visit(request: Request, number: str) -> HttpResponse:
    """The form; POST orders the visit, before dispatch or at once to the site and into the window that was chosen."""
    view = get_case(number, by=request.by, at=request.at)
    if "assess" not in acts_open(view, by=request.by):
        raise Refused(
            "由处理人派单；已结案的请先重开。",
            "Its handler orders visits; open a closed one again first.",
            code="complaint-state",
        )
    if request.method == "POST":
        return _ordered(request, view)
    brief = get_brief(view.row.customer_id, by=request.by)
    has = offering.things_of(request, view.row.customer_id)
    wanted = offering.chosen(getattr(request, "typed", None), has)
    context = {
        "row": view.row,
        "customer": customer_shape(brief),
        "machines": [(m, offering.name_of(m)) for m in has.machines],
        "order_kinds": LISTS["kind"].items(),
        "lines": offering.line_choices(),
        "addresses": [(a.id, _place(a)) for a in has.addresses],
        **_offer(request, view, wanted, has),
    }
    return render(request, "desk/complaints/visit.html", context)


@page(roles=CENTRE_ROLES)
def offer(request: Request, number: str) -> HttpResponse:
    """Sites and windows again, after another choice."""
    view = get_case(number, by=request.by, at=request.at)
    has = offering.things_of(request, view.row.customer_id)
    return render(request, "desk/hotline/offer.html", _offer(request, view, offering.chosen(request.GET, has), has))


def _offer(request: Request, view: CaseView, wanted: offering.Chosen, has: offering.Things) -> dict[str, Any]:
    found = offering.offer(request, wanted, has)
    return found | {"offer_url": reverse("desk:complaint-visit-offer", args=[view.row.number])}


def _ordered(request: Request, view: CaseView) -> HttpResponse:
    said = request.POST
    has = offering.things_of(request, view.row.customer_id)
    wanted = offering.chosen(said, has)
    made = order_visit(
        view.row.number,
        Wanted(
            said.get("fault", ""), kind=wanted.kind, machine=said.get("machine", ""), product_line=wanted.line,
            address_id=wanted.address_id, site=wanted.site, window=_window(request, "window"),
            wished=_window(request, "wished"), overrule_reason=said.get("overrule_reason", ""),
        ),
        by=request.by, at=request.at,
    )  # fmt: skip
    told = (
        _("%(order)s is ordered and lies before %(site)s.")
        if made.site
        else _("%(order)s is ordered and lies before dispatch.")
    )
    messages.success(request, told % {"order": made.number, "site": made.site})
    return HttpResponseRedirect(f"{reverse('desk:complaint', args=[view.row.number])}?tab=remedy")


def _place(a: AddressRow) -> str:
    """The place with its area in front, unless its text begins with it."""
    return a.masked if a.masked and a.area.startswith(a.masked[:3]) else f"{a.area} {a.masked}"


def _window(request: Request, field: str) -> Window | None:
    span = offering.span_of(request.POST.get(field, ""), field)
    return Window(*span) if span else None
