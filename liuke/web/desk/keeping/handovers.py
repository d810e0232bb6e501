"""Customers change hands: what a keeper has to read, what a manager has to decide, 200 customers in one page (H8)."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liuke.areas.keeping import access
from liuke.areas.keeping.actions import handing_over
from liuke.areas.keeping.queries import handovers
from liuke.areas.keeping.queries.handovers import Line, TakeoverRow
from liuke.foundation.faults import Invalid
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

ROLES: Final = frozenset(access.KEEPERS)
MANAGERS: Final = frozenset(access.MANAGERS)
FIELD: Final = "keeper-"


@page(roles=ROLES)
def overview(request: Request) -> HttpResponse:
    """What waits: handovers for managers, briefs and first contacts for the keeper."""
    context = {
        "handovers": handovers.list_handovers(by=request.by) if access.manages(request.by) else (),
        "takeovers": [_takeover(row) for row in handovers.list_takeovers(by=request.by)],
        "columns": _columns(),
        "manages": access.manages(request.by),
    }
    return render(request, "desk/keeping/overview.html", context)


@page(roles=MANAGERS, methods=("GET", "POST"))
def handover(request: Request, handover: str) -> HttpResponse:
    """The leaver's customers with proposals. POST gives every customer whose keeper is chosen, in one go."""
    if request.method == "POST":
        count = handing_over.decide(handover, _chosen(request), by=request.by, at=request.at)
        told = ngettext("%(n)s customer has a new keeper.", "%(n)s customers have new keepers.", count)
        messages.success(request, told % {"n": count})
        return HttpResponseRedirect(reverse("desk:keeping"))
    found = handovers.get_deciding(handover, by=request.by)
    context = {
        "row": found.row,
        "lines": [_line(line) for line in found.lines],
        "keepers": [(str(pk), name) for pk, name in found.keepers],
        "columns": [
            shapes.Column("customer", _("Customer")),
            shapes.Column("keeper", _("New keeper")),
            shapes.Column("area", pgettext("of a customer", "Area")),
            shapes.Column("because", pgettext("of a proposal", "Why")),
        ],
    }
    return render(request, "desk/keeping/handover.html", context)


def _chosen(request: Request) -> dict[int, int]:
    """Customer → keeper of every line whose keeper was chosen."""
    chosen = {}
    for name, said in request.POST.items():
        customer = name.removeprefix(FIELD)
        if customer == name or not said:
            continue
        if not all(n.isascii() and n.isdecimal() and len(n) < 19 for n in (customer, str(said))):
            raise Invalid.field(name, "请选择在职的客户经理。", "Choose an account manager who works here.")
        chosen[int(customer)] = int(str(said))
    return chosen


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": f"{FIELD}{line.customer.id}",
        "customer": customer_shape(line.customer),
        "area": line.area,
        "keeper": str(line.proposal.keeper_id or ""),
        "because": line.proposal.because,
    }


def _takeover(row: TakeoverRow) -> dict[str, Any]:
    return {
        "row": row,
        "customer": customer_shape(row.customer),
        "url": reverse("desk:brief", args=[row.customer.code]),
    }


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("customer", _("Customer")),
        shapes.Column("previous", _("Taken over from")),
        shapes.Column("keeper", _("Keeper")),
        shapes.Column("since", pgettext("a keeper", "Since")),
        shapes.Column("state", _("State")),
        shapes.Column("act", ""),
    ]
