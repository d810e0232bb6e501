"""The customer's own page for money: the quote to accept or refuse, paying the company, receipt, invoice."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.care.queries.stories import customer_of
from liuke.areas.charges.actions import consent, invoices, payments, receiving
from liuke.areas.charges.actions.consent import Consent
from liuke.areas.charges.actions.invoices import Buyer
from liuke.areas.charges.queries.names import BUYERS, OLD_PARTS, REFUSAL_REASONS
from liuke.areas.charges.queries.of_order import charges_of
from liuke.areas.charges.queries.quotes import get_quote
from liuke.areas.charges.queries.selling import offer_for
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.payments import choice
from liuke.web.portal.links import Visit, door
from liuke.web.portal.owed import owed_about, said
from liuke.web.ui import qr

PURPOSE: Final = "order"
INVOICE: Final = frozenset({"issue-invoice"})


@door(purpose=PURPOSE, owner=customer_of, methods=("GET", "POST"))
def charges(request: Visit, token: str) -> HttpResponse:
    """What is quoted and paid. POST: accept, refuse, pay, ask for an invoice."""
    if request.method == "POST":
        _act(request)
        return HttpResponseRedirect(reverse("portal:charges", args=[token]))
    return render(request, "portal/charges.html", _context(request, token))


@door(purpose=PURPOSE, owner=customer_of)
def prices(request: Visit, token: str) -> HttpResponse:
    """The open price list for the products of this order."""
    offer = offer_for(request.link.about, by=request.by, on=local(request.at).date())
    return render(request, "portal/prices.html", {"offer": offer, "token": token})


def _context(request: Visit, token: str) -> dict[str, Any]:
    money = charges_of(request.link.about, by=request.by)
    asked = money.code
    return {
        "money": money,
        "quote": money.awaiting,
        "asked": asked,
        "qr": qr.picture(asked.code) if asked and asked.code else "",
        "stand_in": choice.is_stand_in(),
        "old_parts": [(key, words) for key, words in OLD_PARTS.items() if key != "none"],
        "refusals": REFUSAL_REASONS.items(),
        "buyers": BUYERS.items(),
        "token": token,
    }


def _act(request: Visit) -> None:
    said, order, by, at = request.POST, request.link.about, request.by, request.at
    match said.get("act", ""):
        case "accept":
            given = Consent("page", "", said.get("old_parts", ""))
            consent.accept_quote(_quote(request), _version(request), given, by=by, at=at)
            messages.success(request, _("You have accepted the quote."))
        case "refuse":
            reason = said.get("reason", "")
            consent.refuse_quote(_quote(request), _version(request), reason=reason, via="page", by=by, at=at)
            messages.success(request, _("You have refused the quote. Nothing is charged."))
        case "pay":
            payments.request_payment(order, by=by, at=at)
        case "trial":
            receiving.pay_stand_in(_asked(request), by=by, at=at)
        case "invoice":
            buyer = Buyer(said.get("buyer", ""), said.get("title", ""), said.get("tax_id", ""))
            number = invoices.request_invoice(order, buyer, by=by, at=at)
            messages.success(request, _invoice_words(number, at=at))
        case _:
            raise Invalid("请选择如何处理。", "Choose what to do.")


def _invoice_words(number: str, *, at: datetime) -> str:
    due = owed_about(number, INVOICE)
    return _("Your invoice is issued by %(at)s.") % {"at": said(due, at=at)} if due else _("Your invoice is asked for.")


def _quote(request: Visit) -> str:
    """The quote of the form, which has to be one of the link's own order."""
    quote = get_quote(request.POST.get("quote", "")[:20], by=request.by)
    if quote.order != request.link.about:
        raise Missing("没有这张报价。", "There is no such quote.")
    return quote.number


def _version(request: Visit) -> int:
    told = request.POST.get("version", "")
    if not (told.isascii() and told.isdecimal() and len(told) < 5):
        raise Invalid.field("version", "请刷新页面后再确认。", "Reload the page, then answer.")
    return int(told)


def _asked(request: Visit) -> str:
    asked = charges_of(request.link.about, by=request.by).code
    if asked is None:
        raise Refused("没有待支付的付款码。", "No code is to be paid.", code="no-code")
    return asked.number
