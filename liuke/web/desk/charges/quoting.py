"""Quoting at the desk, for a customer who asks on the phone; and one quote with its lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.charges.actions import quotes as actions
from liuke.areas.charges.actions.quotes import Wanted
from liuke.areas.charges.queries.names import LINE_KINDS, SELLERS, WITHDRAW_REASONS, Price
from liuke.areas.charges.queries.of_order import OrderCharges, charges_of
from liuke.areas.charges.queries.quotes import QuoteRow, get_quote
from liuke.areas.charges.queries.selling import offer_for
from liuke.areas.service.queries.orders import get_order
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.charges.prices import amount_of
from liuke.web.ui.doors import ANY_STAFF, Request, page

MOST_FREE = 2


@page(roles=SELLERS, methods=("GET", "POST"))
def quote_order(request: Request, order: str) -> HttpResponse:
    """The price list of the order's machines with quantities; a changed quote is its next version."""
    found, money = get_order(order, by=request.by), charges_of(order, by=request.by)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        made = actions.make_quote(
            found.row.number, wanted_of(request.POST), seen=int(seen) if seen.isdecimal() and len(seen) < 5 else None,
            by=request.by, at=request.at,
        )  # fmt: skip
        told = {"number": made.number, "version": made.version}
        messages.success(request, _("Quote %(number)s, version %(version)s, awaits the customer.") % told)
        return HttpResponseRedirect(reverse("desk:charge-quote", args=[made.number]))
    offer = offer_for(found.row.number, by=request.by, on=local(request.at).date())
    context = {"order": found.row, "refusal": offer.refusal, "may_add": offer.free, **offered(offer.prices, money)}
    return render(request, "desk/charges/quote_order.html", context)


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def quote(request: Request, number: str) -> HttpResponse:
    """One quote. POST: it is withdrawn."""
    row = get_quote(number, by=request.by)
    if request.method == "POST":
        actions.withdraw_quote(row.number, reason=request.POST.get("reason", ""), by=request.by, at=request.at)
        messages.success(request, _("Quote %(number)s is withdrawn.") % {"number": row.number})
        return HttpResponseRedirect(reverse("desk:order", args=[row.order]))
    return render(request, "desk/charges/quote.html", _context(request, row))


def offered(prices: Sequence[Price], money: OrderCharges) -> dict[str, Any]:
    """The list by kind with what is quoted now, for a form."""
    awaiting = money.awaiting
    now = {line.code: line.quantity for line in awaiting.lines if line.code} if awaiting else {}
    free = [line for line in awaiting.lines if not line.code] if awaiting else []
    groups = [
        (words, [(p, now.get(p.code, 0)) for p in prices if p.kind == kind]) for kind, words in LINE_KINDS.items()
    ]
    return {
        "groups": [(words, rows) for words, rows in groups if rows],
        "free": [(n, free[n - 1] if n <= len(free) else None) for n in range(1, MOST_FREE + 1)],
        "kinds": LINE_KINDS.items(),
        "seen": awaiting.version if awaiting else 0,
        "money": money,
    }


def wanted_of(said: QueryDict) -> list[Wanted]:
    """The lines of a form: `q:CODE` is the quantity of a price, `free-N-…` are lines beside the list."""
    found = [
        Wanted(name.removeprefix("q:")[:60], _quantity(value))
        for name, value in said.items()
        if name.startswith("q:") and str(value).strip() not in ("", "0")
    ]
    for n in range(1, MOST_FREE + 1):
        given = {key: said.get(f"free-{n}-{key}", "").strip() for key in ("name", "kind", "price", "reason")}
        if given["name"] or given["price"] or given["reason"]:
            cents = amount_of(given["price"], f"free-{n}-price") if given["price"] else 0
            found.append(Wanted("", 1, given["kind"], given["name"][:80], cents, given["reason"][:200]))
    return found


def _quantity(value: object) -> int:
    told = str(value).strip()
    if not (told.isascii() and told.isdecimal() and len(told) < 6):
        raise Invalid.field("lines", "数量请填写整数", "A quantity is a whole number")
    return int(told)


def _context(request: Request, row: QuoteRow) -> dict[str, Any]:
    order: OrderRow = get_order(row.order, by=request.by).row
    reasons: Sequence[tuple[str, Words]] = [
        (key, words) for key, words in WITHDRAW_REASONS.items() if key != "order_over"
    ]
    may = row.state in ("made", "accepted") and request.by.has_role(*SELLERS)
    return {"row": row, "order": order, "reasons": reasons, "may_withdraw": may}
