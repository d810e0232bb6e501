"""Payments: the list with its sums, one with its code and state, handing in cash, giving money back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.charges.actions import payments as actions
from liuke.areas.charges.actions import receiving
from liuke.areas.charges.queries import payments
from liuke.areas.charges.queries.names import COLLECTORS, LOOKERS, PAYMENT_STATES, REFUNDERS, WAYS
from liuke.areas.charges.queries.payments import FILTERS, PaymentRow
from liuke.foundation.payments import choice
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.charges.sites import names_of
from liuke.web.desk.charges.tabs import tabs
from liuke.web.desk.chosen import nothing_chosen
from liuke.web.desk.filters import address, chip
from liuke.web.ui import qr, shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page
from liuke.web.ui.navigation import SITE

ROLES: Final = LOOKERS | SITE


@page(roles=ROLES)
def list_(request: Request) -> HttpResponse:
    """Newest first, by day, state, way; the sum is of all that the filters find."""
    filters = {name: request.GET.get(name, "") for name in FILTERS}
    found = payments.list_payments(filters, by=request.by, after=request.GET.get("after") or None)
    count, cents = payments.cash_owed(by=request.by)
    context = {
        "tabs": tabs(request, "payments"),
        "page": found,
        "columns": _columns(),
        "sites": names_of(row.site for row in found.rows),
        "filters": _chips(request),
        "owed_count": count,
        "owed_cents": cents,
        "owed_url": f"{reverse('desk:charges')}?owed=yes",
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
    }
    return render(request, "desk/charges/payments.html", context)


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def payment(request: Request, number: str) -> HttpResponse:
    """One payment. POST: hand in its cash, give it back; in the demo, pay its code by hand."""
    row = payments.get_payment(number, by=request.by)
    if request.method == "POST":
        return _acted(request, row)
    return render(request, "desk/charges/payment.html", _context(request, row))


@page(roles=ANY_STAFF)
def state(request: Request, number: str) -> HttpResponse:
    """The moving part of the page, asked for while the code is shown."""
    return render(
        request, "desk/charges/payment_state.html", _context(request, payments.get_payment(number, by=request.by))
    )


def _acted(request: Request, row: PaymentRow) -> HttpResponse:
    said, by, at = request.POST, request.by, request.at
    match said.get("act", ""):
        case "hand_in":
            actions.hand_in_cash(row.number, reference=said.get("reference", ""), by=by, at=at, keeps=keeps_of(said))
            messages.success(request, _("%(number)s is handed in.") % {"number": row.number})
        case "refund":
            actions.refund(row.number, note=said.get("note", ""), by=by, at=at)
            messages.success(request, _("%(number)s is paid back.") % {"number": row.number})
        case "pay":
            receiving.pay_stand_in(row.number, by=by, at=at)
        case _:
            raise nothing_chosen()
    return HttpResponseRedirect(reverse("desk:charge-payment", args=[row.number]))


def _context(request: Request, row: PaymentRow) -> dict[str, Any]:
    by = request.by
    return {
        "row": row,
        "site": names_of([row.site]).get(row.site, row.site),
        "qr": qr.picture(row.code) if row.code else "",
        "stand_in": choice.is_stand_in(),
        "may_hand_in": row.owes_cash and by.has_role(*COLLECTORS),
        "may_refund": row.state == "received" and by.has_role(*REFUNDERS),
        "promise": request.GET.get("promise", ""),
    }


def _chips(request: Request) -> list[shapes.Filter]:
    return [
        chip(request, "state", _("State"), PAYMENT_STATES.items()),
        chip(request, "via", _("Way"), WAYS.items()),
        chip(request, "owed", _("Cash"), [("yes", Words("未上交", "not handed in"))]),
        *(chip(request, name, label, []) for name, label in (("day", _("Day")), ("site", _("Site")), ("order", _("Work order"))) if request.GET.get(name)),
    ]  # fmt: skip


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Payment")),
        shapes.Column("order", _("Work order")),
        shapes.Column("amount", _("Amount"), number=True),
        shapes.Column("via", _("Way")),
        shapes.Column("state", _("State")),
        shapes.Column("site", _("Site")),
        shapes.Column("by", _("Taken by")),
        shapes.Column("at", _("Received")),
        shapes.Column("receipt", _("Receipt")),
    ]
