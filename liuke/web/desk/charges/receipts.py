"""The receipt of a payment and the slip of a quote, on the page and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.charges.queries.payments import PaymentRow, get_payment
from liuke.areas.charges.queries.quotes import QuoteRow, get_quote
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.clock import local
from liuke.foundation.export.actions import pdf
from liuke.foundation.faults import Missing
from liuke.foundation.money import Money
from liuke.web.desk.filters import told
from liuke.web.ui.doors import ANY_STAFF, Request, page

TEMPLATE: Final = Path(__file__).parent / "slip.typ"


@dataclass(frozen=True)
class Paper:
    """What stands on a slip; the lines are the quote's."""

    title: str
    number: str
    facts: Sequence[tuple[str, str]]
    quote: QuoteRow | None
    cents: int
    signatures: Sequence[str] = ()


@page(roles=ANY_STAFF)
def receipt(request: Request, number: str) -> HttpResponse:
    """What the customer gets for his payment, as a page to show and to print."""
    row, quote = _paid(request, number)
    context = {"row": row, "quote": quote, "order": get_order(row.order, by=request.by).row}
    return render(request, "desk/charges/receipt.html", context)


@page(roles=ANY_STAFF)
def receipt_paper(request: Request, number: str) -> HttpResponse:
    """The same as PDF."""
    row, quote = _paid(request, number)
    facts = [
        (_("Receipt"), row.receipt), (_("Work order"), row.order), (_("Received"), _moment(row.received_at)),
        (_("Way"), told(row.via_words)), (_("Transaction"), row.reference),
    ]  # fmt: skip
    title = _("Receipt") if row.state != "refunded" else _("Receipt (paid back)")
    return _printed(request, Paper(title, row.receipt, facts, quote, row.amount_cents))


@page(roles=ANY_STAFF)
def quote_paper(request: Request, number: str) -> HttpResponse:
    """The quote as a service slip: lines, total, old parts, how long the repair is guaranteed."""
    row = get_quote(number, by=request.by)
    facts = [
        (_("Quote"), f"{row.number} · {_('version')} {row.version}"), (_("Work order"), row.order),
        (_("Made"), _moment(row.made_at)), (_("State"), told(row.state_words)),
    ]  # fmt: skip
    signed = (_("Technician"), _("Customer"))
    return _printed(request, Paper(_("Quote"), row.number, facts, row, row.amount_cents, signed))


def _paid(request: Request, number: str) -> tuple[PaymentRow, QuoteRow | None]:
    row = get_payment(number, by=request.by)
    if not row.receipt:
        raise Missing("尚未收款，没有收据。", "Nothing was received yet: there is no receipt.")
    return row, get_quote(row.quote, by=request.by) if row.quote else None


def _printed(request: Request, paper: Paper) -> HttpResponse:
    data = {
        "title": paper.title, "number": paper.number, "printed": f"{_moment(request.at)} · {request.by.name}",
        "facts": [[name, value or "–"] for name, value in paper.facts],
        "columns": [_("What is charged"), _("Price"), _("Quantity"), _("Amount")], "rows": _rows(paper.quote),
        "total": [_("Total"), _money(paper.cents)], "notes": _notes(paper.quote), "signatures": list(paper.signatures),
    }  # fmt: skip
    with transaction.atomic():
        made = pdf(TEMPLATE, data, subject=paper.number, by=request.by, at=request.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{paper.number}.pdf"'
    return response


def _rows(quote: QuoteRow | None) -> list[list[str]]:
    lines = quote.lines if quote else ()
    return [[told(one.words), _money(one.unit_cents), str(one.quantity), _money(one.cents)] for one in lines]


def _notes(quote: QuoteRow | None) -> list[str]:
    if quote is None:
        return []
    found = [_("The same fault is repaired free of charge within %(n)s days.") % {"n": quote.guarantee_days}]
    if quote.has_parts:
        parts = told(quote.old_parts_words) or _("Replaced parts belong to the customer.")
        found.append(parts)
    return [*found, _("Pay only to the company’s account by the QR code, or against a receipt.")]


def _money(cents: int) -> str:
    return Money(Decimal(cents) / 100).told()


def _moment(at: Any) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""
