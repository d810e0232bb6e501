"""Invoices 开票: which are asked for, noting the official number, asking for one at the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.charges.actions import invoices as actions
from liuke.areas.charges.actions.invoices import Buyer
from liuke.areas.charges.queries import invoices
from liuke.areas.charges.queries.names import ACCOUNTS, BUYERS, LOOKERS
from liuke.areas.charges.queries.of_order import charges_of
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.charges.tabs import tabs
from liuke.web.desk.filters import chip
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

STATES = (("requested", Words("待开票", "To issue")), ("issued", Words("已开票", "Issued")))


@page(roles=LOOKERS)
def list_(request: Request) -> HttpResponse:
    """Those to be issued, the one longest asked for first."""
    state = request.GET.get("state", "") or "requested"
    if state not in dict(STATES):
        raise Invalid.field("state", "没有这种状态。", "There is no such state.")
    context = {
        "tabs": tabs(request, "invoices"),
        "rows": invoices.list_invoices(by=request.by, state=state),
        "filters": [chip(request, "state", _("State"), STATES)],
        "columns": _columns(),
    }
    return render(request, "desk/charges/invoices.html", context)


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def invoice(request: Request, number: str) -> HttpResponse:
    """One invoice. POST: it is issued, with the official number."""
    row = invoices.get_invoice(number, by=request.by)
    if request.method == "POST":
        said = request.POST.get("invoice_no", "")
        actions.issue_invoice(row.number, invoice_no=said, by=request.by, at=request.at, keeps=keeps_of(request.POST))
        messages.success(request, _("%(number)s is issued.") % {"number": row.number})
        return HttpResponseRedirect(reverse("desk:charge-invoice", args=[row.number]))
    context = {
        "row": row,
        "may_issue": row.state == "requested" and request.by.has_role(*ACCOUNTS),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/charges/invoice.html", context)


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def ask(request: Request, order: str) -> HttpResponse:
    """The customer asks for an invoice on the phone."""
    found = charges_of(order, by=request.by)
    if request.method == "POST":
        said = request.POST
        buyer = Buyer(said.get("buyer", ""), said.get("title", ""), said.get("tax_id", ""))
        number = actions.request_invoice(found.order, buyer, by=request.by, at=request.at)
        messages.success(request, _("%(number)s is asked for; finance issues it.") % {"number": number})
        return HttpResponseRedirect(reverse("desk:order", args=[found.order]))
    context = {"found": found, "buyers": BUYERS.items()}
    return render(request, "desk/charges/ask_invoice.html", context)


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Invoice")),
        shapes.Column("order", _("Work order")),
        shapes.Column("title", _("In the name of")),
        shapes.Column("amount", _("Amount"), number=True),
        shapes.Column("at", _("Asked for")),
        shapes.Column("state", _("State")),
    ]
