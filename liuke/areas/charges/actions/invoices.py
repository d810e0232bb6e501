"""Invoices 开票: asked for by the customer, issued within three working days (practice §3 #28)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liuke.areas.charges import access
from liuke.areas.charges.actions.telling import tell
from liuke.areas.charges.models import Invoice
from liuke.areas.charges.queries.invoices import uninvoiced
from liuke.areas.charges.rules.collecting import tax_id_fault
from liuke.areas.charges.rules.names import BUYERS
from liuke.areas.charges.rules.pricing import yuan
from liuke.events.charges import InvoiceIssued, InvoiceRequested
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line


@dataclass(frozen=True)
class Buyer:
    """In whose name the invoice is: `kind` person | company; a company with its unified social credit code."""

    kind: str
    title: str
    tax_id: str = ""


def request_invoice(order: str, buyer: Buyer, *, by: Actor, at: datetime) -> str:
    """Ask for an invoice over all that was paid for an order and not invoiced yet; answers its number.

    Asked again while one is to be issued, that one takes the new buyer. Raises Invalid naming `buyer`, `title` or
    `tax_id`, Refused where nothing is to be invoiced.
    """
    clean = _checked(buyer)
    with transaction.atomic():
        found = access.order(order, by=by, lock=True)
        standing = found.invoices.filter(state=Invoice.State.REQUESTED).first()
        cents = uninvoiced(found) + (standing.amount_cents if standing else 0)
        if cents <= 0:
            raise Refused("没有可开票的收款。", "Nothing was paid that is not invoiced yet.", code="nothing-to-invoice")
        invoice = standing or Invoice(number=numbers.take("INV"), order=found, requested_at=at, requested_by=by)
        invoice.buyer, invoice.title, invoice.tax_id, invoice.amount_cents = (
            clean.kind,
            clean.title,
            clean.tax_id,
            cents,
        )
        invoice.save()
        if standing is None:
            told = InvoiceRequested(
                number=invoice.number, order=found.number, amount_cents=cents, yuan=yuan(cents), buyer=clean.kind,
                title=clean.title, site=found.site.number if found.site else "",
            )  # fmt: skip
            tell(found, told, by=by, at=at)
    return invoice.number


def issue_invoice(number: str, *, invoice_no: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """Note the tax office's number of the issued invoice. Raises Invalid naming `invoice_no`."""
    access.keeps_accounts(by)
    told_number = line("invoice_no", invoice_no, most=30)
    if not (told_number.isascii() and told_number.isalnum() and len(told_number) >= 8):
        raise Invalid.field("invoice_no", "发票号码为 8 位以上数字或字母", "An invoice number has 8 digits or more")
    with transaction.atomic():
        invoice = access.invoice(number, by=by, lock=True)
        if invoice.state == Invoice.State.ISSUED:
            raise Refused("这张发票已开。", "This invoice was issued already.", code="issued")
        if Invoice.objects.filter(invoice_no=told_number).exists():
            raise Invalid.field("invoice_no", "这个发票号码已登记", "This number stands on another invoice")
        invoice.state, invoice.invoice_no = Invoice.State.ISSUED, told_number
        invoice.issued_at, invoice.issued_by = at, by
        invoice.save()
        told = InvoiceIssued(
            number=invoice.number, order=invoice.order.number, invoice_no=told_number,
            amount_cents=invoice.amount_cents, yuan=yuan(invoice.amount_cents),
        )  # fmt: skip
        tell(invoice.order, told, by=by, at=at, keeps=keeps)


def _checked(buyer: Buyer) -> Buyer:
    if buyer.kind not in BUYERS:
        raise Invalid.field("buyer", "请选择个人或企业", "Choose a person or a company")
    title = line("title", buyer.title, most=100)
    tax_id = buyer.tax_id.strip().upper() if buyer.kind == "company" else ""
    if fault := tax_id_fault(buyer.kind, tax_id):
        raise Invalid.field("tax_id", fault.zh, fault.en)
    return Buyer(buyer.kind, title, tax_id)
