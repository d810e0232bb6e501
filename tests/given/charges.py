"""Paid work as stories need it: the house's price list, a machine out of guarantee, an order at its door."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from liuke.areas.charges.actions import consent, payments, prices, quotes, receiving
from liuke.areas.charges.actions.quotes import Quoted, Wanted
from liuke.areas.charges.models import Day, Difference, Invoice, Payment, Quote
from liuke.areas.service.actions import visits
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.payments import recording
from tests.given import products, service
from tests.given.service import Company

CLEANING, MOTOR, CALL_OUT, LABOUR = "hood.cleaning", "hood.motor", "any.call_out", "hood.labour_medium"


def price_list(c: Company, at: datetime) -> None:
    prices.load_seed(by=c.cast.administrator, at=at)


def old_hood(c: Company, at: datetime) -> Company:
    """李秀英's hood is one bought in 2019: out of guarantee. The same company, with that machine as hers."""
    number = products.machine(c.cast, c.known.li, at, serial="LKOLD20190001", bought_date=date(2019, 3, 2))
    price_list(c, at)
    return replace(c, hood=number)


def quoted(c: Company, order: str, at: datetime, *codes: str) -> Quoted:
    """张师傅 quotes lines of the price list."""
    wanted = [Wanted(code) for code in codes or (CALL_OUT, LABOUR)]
    return quotes.make_quote(order, wanted, by=c.cast.east_technician, at=at)


def accepted(c: Company, order: str, at: datetime, *codes: str) -> Quoted:
    """... and the customer signs on his phone."""
    made = quoted(c, order, at, *codes)
    signed = consent.Consent("screen", service.photo(c, order, at), "keep")
    consent.accept_quote(made.number, made.version, signed, by=c.cast.east_technician, at=at)
    return made


def paid(c: Company, order: str, at: datetime, *codes: str) -> str:
    """... and pays by QR; answers the payment's number."""
    accepted(c, order, at, *codes)
    asked = payments.request_payment(order, by=c.cast.east_technician, at=at)
    told(asked.number, at)
    return asked.number


def told(payment: str, at: datetime) -> str:
    """The stand-in is paid and tells so; answers the receipt."""
    notice = recording.pay(payment, at=at)
    return receiving.note_paid(notice, provider="recording", by=system_actor("job", "payments"), at=at)


def trip_refused(c: Company, order: str, at: datetime) -> None:
    visits.report_no_service_trip(
        order, reason="quote_refused", photos=[service.photo(c, order, at)], by=c.cast.east_technician, at=at
    )


def past(order: WorkOrder, n: int, day: Day, *, by: Actor, at: datetime) -> dict[str, str]:
    """What stands in the tables once an order was quoted, paid in cash, invoiced and doubted; by kind, its numbers."""
    quote = Quote.objects.create(
        number=f"QT-{n:06}", order=order, state="accepted", amount_cents=3000, guarantee_days=90, made_at=at, made_by=by,
        answered_at=at, answered_by=by, answered_version=1, answered_via="page", site=order.site.number,
    )  # fmt: skip
    quote.lines.create(
        version=1, position=1, code=CALL_OUT, kind="call_out", zh="上门费", en="call-out", quantity=1, unit_cents=3000
    )
    payment = Payment.objects.create(
        number=f"PY-{n:06}", order=order, quote=quote, state="received", via="cash", amount_cents=3000, received_at=at,
        collected_by=by, day=day, receipt=f"RC-{n:06}", site=order.site.number,
    )  # fmt: skip
    invoice = Invoice.objects.create(
        number=f"INV-{n:06}",
        order=order,
        amount_cents=3000,
        buyer="person",
        title="个人",
        requested_at=at,
        requested_by=by,
    )
    doubted = Difference.objects.create(
        number=f"DF-{n:06}", order=order, callback=f"CB-9{n:05}", told_cents=5000, recorded_cents=3000, found_at=at
    )
    return {"quote": quote.number, "payment": payment.number, "invoice": invoice.number, "difference": doubted.number}
