"""Charging at the door: quote from the price list, the customer signs, a QR code of the company's account, or cash.

Quote, yes and cash are kept on the phone without a signal; a QR code needs one, and the page says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.charges.actions import consent, payments, quotes, receiving
from liuke.areas.charges.actions.consent import Consent
from liuke.areas.charges.actions.quotes import Wanted
from liuke.areas.charges.queries.names import LINE_KINDS, OLD_PARTS, REFUSAL_REASONS, cents_of
from liuke.areas.charges.queries.of_order import charges_of
from liuke.areas.charges.queries.prices import repair_guarantee_days
from liuke.areas.charges.queries.quotes import get_quote
from liuke.areas.charges.queries.selling import offer_for
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.payments import choice
from liuke.web.field.acts import client_uuid, handed_in, happened, signature
from liuke.web.field.order import READERS
from liuke.web.ui import qr
from liuke.web.ui.doors import Request, page

Doing = Callable[[Request, str], object]
LARGEST: Final = 10**10


@page(roles=READERS)
def charges(request: Request, number: str) -> HttpResponse:
    """What is quoted, accepted and paid at this stop, and the one thing to do next."""
    return render(request, "field/charges.html", _context(request, number))


@page(roles=READERS)
def code(request: Request, number: str) -> HttpResponse:
    """The QR code and whether it is paid, asked for while it is shown."""
    return render(request, "field/charge_code.html", _context(request, number))


@page(roles=READERS, methods=("POST",))
def act(request: Request, number: str, noun: str) -> HttpResponse:
    """One of ACTS."""
    return handed_in(request, number, ACTS.get(noun), onward="field:charges")


def _context(request: Request, number: str) -> dict[str, Any]:
    found, today = get_order(number, by=request.by), local(request.at).date()
    money = charges_of(found.row.number, by=request.by)
    offer = offer_for(found.row.number, by=request.by, on=today)
    groups = [(words, [p for p in offer.prices if p.kind == kind]) for kind, words in LINE_KINDS.items()]
    asked = money.code
    return {
        "order": found.row,
        "money": money,
        "quote": money.awaiting,
        "refusal": offer.refusal,
        "may_add": offer.free,
        "groups": [(words, prices) for words, prices in groups if prices],
        "kinds": LINE_KINDS.items(),
        "old_parts": [(key, words) for key, words in OLD_PARTS.items() if key != "none"],
        "refusals": REFUSAL_REASONS.items(),
        "guarantee_days": repair_guarantee_days(on=today),
        "asked": asked,
        "qr": qr.picture(asked.code) if asked and asked.code else "",
        "stand_in": choice.is_stand_in(),
        "no_service": "no_service" in {a.act for a in found.acts},
    }


def _quote(request: Request, number: str) -> object:
    """Only made: the customer answers on his own page, or later on this screen."""
    made = quotes.make_quote(number, wanted_of(request.POST), by=request.by, at=request.at)
    told = {"number": made.number, "version": made.version}
    messages.success(request, _("Quote %(number)s, version %(version)s, awaits the customer.") % told)
    return made


def _agree(request: Request, number: str) -> object:
    return consent.agree_on_screen(
        number, wanted_of(request.POST), _cents(request, "shown_cents"), _consent(request, number), by=request.by,
        at=request.at, happened_at=happened(request), client_uuid=client_uuid(request),
    )  # fmt: skip


def _accept(request: Request, number: str) -> object:
    quote = _of_order(request, number)
    return consent.accept_quote(
        quote, _version(request), _consent(request, number), by=request.by, at=request.at,
        happened_at=happened(request), client_uuid=client_uuid(request),
    )  # fmt: skip


def _refuse(request: Request, number: str) -> object:
    quote = _of_order(request, number)
    return consent.refuse_quote(
        quote, _version(request), reason=request.POST.get("reason", ""), by=request.by, at=request.at,
        happened_at=happened(request), client_uuid=client_uuid(request),
    )  # fmt: skip


def _show_code(request: Request, number: str) -> object:
    return payments.request_payment(number, by=request.by, at=request.at)


def _cash(request: Request, number: str) -> object:
    return payments.take_cash(
        number, _cents(request, "amount_cents"), by=request.by, at=request.at, happened_at=happened(request),
        client_uuid=client_uuid(request),
    )  # fmt: skip


def _try_out(request: Request, number: str) -> object:
    """The stand-in's part: no money moves."""
    asked = charges_of(number, by=request.by).code
    if asked is None:
        raise Refused("没有待支付的付款码。", "No code is to be paid.", code="no-code")
    return receiving.pay_stand_in(asked.number, by=request.by, at=request.at)


ACTS: Final[dict[str, Doing]] = {
    "quote": _quote,
    "agreement": _agree,
    "acceptance": _accept,
    "refusal": _refuse,
    "code": _show_code,
    "cash": _cash,
    "trial": _try_out,
}


def wanted_of(said: QueryDict) -> list[Wanted]:
    """The ticked prices with their quantities, and a line beside the list where one is written."""
    found = [Wanted(code[:60], _whole(said.get(f"n:{code}") or "1", "lines")) for code in said.getlist("pick")]
    free = {key: said.get(f"free-{key}", "").strip() for key in ("name", "kind", "yuan", "reason")}
    if free["name"] or free["yuan"]:
        kind, cents = free["kind"] or "labour", _amount(free["yuan"])
        found.append(Wanted("", 1, kind, free["name"][:80], cents, free["reason"][:200]))
    return found


def _consent(request: Request, number: str) -> Consent:
    return Consent("screen", signature(request, number), request.POST.get("old_parts", ""))


def _of_order(request: Request, number: str) -> str:
    quote = get_quote(request.POST.get("quote", ""), by=request.by)
    if quote.order != number:
        raise Missing("没有这张报价。", "There is no such quote.")
    return quote.number


def _version(request: Request) -> int:
    return _whole(request.POST.get("version", ""), "version")


def _cents(request: Request, name: str) -> int:
    return _whole(request.POST.get(name, ""), name)


def _whole(told: str, field: str) -> int:
    told = told.strip()
    if not (told.isascii() and told.isdecimal() and int(told) <= LARGEST):
        raise Invalid.field(field, "请填写整数", "Write a whole number")
    return int(told)


def _amount(told: str) -> int:
    found = cents_of(told)
    if found is None:
        raise Invalid.field("free-yuan", "请填写金额，如 128.00", "Write an amount like 128.00")
    return found
