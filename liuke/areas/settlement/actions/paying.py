"""The site's invoice, and paying it: within the legal clock, with interest where it is late."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from liuke.areas.settlement import access
from liuke.areas.settlement.actions.telling import about, yuan_of
from liuke.areas.settlement.models import Statement
from liuke.areas.settlement.queries.statements import invoiced_cents
from liuke.areas.settlement.queries.tariffs import tariff
from liuke.areas.settlement.rules.paying import late_interest, not_paid
from liuke.events.settlement import InvoiceReceived, StatementPaid
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.kernel.journal.actions import record


@transaction.atomic
def receive_invoice(
    number: str, *, invoice_no: str, amount_cents: int, by: Actor, at: datetime, seen: int | None = None
) -> None:
    """The invoice of the site is there. Raises Invalid with `invoice_no`, `amount` where it is not for this very sum."""
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, "take_invoice", by=by)
    said = line("invoice_no", invoice_no, most=40)
    invoiced = invoiced_cents(found)
    if amount_cents != invoiced:
        raise Invalid.field(
            "amount",
            f"发票金额须为 ¥{yuan_of(invoiced)}（费用与税额，不含留存和代收）。",
            f"The invoice has to be for CNY {yuan_of(invoiced)}: fees and tax, without what is kept back or collected.",
        )
    found.state, found.invoice_no, found.invoiced_at = "invoiced", said, at
    found.version += 1
    found.save(update_fields=["state", "invoice_no", "invoiced_at", "version"])
    told = InvoiceReceived(
        number=found.number, site=found.site.number, invoice_no=said, amount_cents=amount_cents,
        yuan=yuan_of(amount_cents),
    )  # fmt: skip
    record(told, on=found.site_id, by=by, at=at)


@transaction.atomic
def pay(
    number: str, *, paid_on: date, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None
) -> None:
    """It was paid on this day; its invoice comes first, a late payment bears interest by law. A negative month is Refused."""
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, "pay", by=by)
    if wrong := not_paid(found.total_cents):
        raise Refused(wrong.zh, wrong.en, code="carried-forward")
    if found.total_cents > 0 and found.state != "invoiced":
        raise Refused("请先收到网点发票。", "The site's invoice has to be there first.", code="no-invoice")
    today = local(at).date()
    if paid_on > today or (found.locked_at is not None and paid_on < local(found.locked_at).date()):
        raise Invalid.field("paid_on", "付款日在锁定之后、今天之前。", "A day between the lock and today.")
    days, interest = interest_on(found, paid_on)
    found.state, found.paid_on_date, found.paid_at, found.paid_by = "paid", paid_on, at, by
    found.interest_cents = interest
    found.version += 1
    found.save(update_fields=["state", "paid_on_date", "paid_at", "paid_by", "interest_cents", "version"])
    told = StatementPaid(**about(found), paid_on=paid_on, days_late=days, interest_cents=interest)
    record(told, on=found.site_id, by=by, at=at, keeps=keeps)


def interest_on(found: Statement, day: date) -> tuple[int, int]:
    """How many days late a payment on this day is, and what it bears."""
    due = found.pay_by_date
    if due is None:
        return 0, 0
    percent = tariff().value("payment", "late_percent_a_day", day, site=found.site.number)
    return max((day - due).days, 0), late_interest(found.total_cents, due, day, percent_a_day=Decimal(percent))
