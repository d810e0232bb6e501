"""A part of the catalogue for an order: those that fit its machines first, with what is free."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.parts import access
from liuke.areas.parts.actions import asking
from liuke.areas.parts.queries.items import list_fitting
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.parts.tabs import shared, whole_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

ASKERS = frozenset({*access.DESK, *access.KEEPERS})


@page(roles=ASKERS, methods=("GET", "POST"))
def for_order(request: Request, number: str) -> HttpResponse:
    """Ask for it here; the order waits, and goes on when the part is there."""
    order = get_order(number, by=request.by)
    if request.method == "POST":
        made = asking.ask_for_order(
            order.row.number, part=request.POST.get("other", "").strip()[:60] or request.POST.get("part", "")[:60],
            quantity=whole_of(request, "quantity", 1), keeps=keeps_of(request.POST), by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(
            request, _("%(number)s is asked for. Until when it is decided stands with it.") % {"number": made}
        )
        return HttpResponseRedirect(reverse("desk:order", args=[order.row.number]))
    models = [m.model for m in order.machines if m.model]
    fitting = list_fitting(lines=[m.product_line for m in order.machines], models=models)
    free = Words("公司仓可用 {n}", "{n} free in the warehouse")
    context = shared(request, "requests") | {
        "order": order.row,
        "choices": [
            shapes.Choice(Words(f"{i.name} {i.code}", f"{i.name} {i.code}"), key=i.code,
                          note=Words(free.zh.format(n=n), free.en.format(n=n)))
            for i, n in fitting
        ],
    }  # fmt: skip
    return render(request, "desk/parts/for_order.html", context)
