"""Quotes with their lines, payments, invoices, the days that are reconciled, and differences. Amounts are cents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.customers.models import Customer
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Quote(models.Model):
    """A priced offer for one order. Changed, it is the next `version` of the same number; the lines of all stay."""

    class State(models.TextChoices):
        MADE = "made"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="quotes")
    state = models.CharField(max_length=10, choices=State.choices, default=State.MADE)
    version = models.PositiveSmallIntegerField(default=1)
    amount_cents = models.PositiveIntegerField()
    guarantee_days = models.PositiveSmallIntegerField()
    old_parts = models.CharField(max_length=6, blank=True, default="")
    site = models.CharField(max_length=20, blank=True, default="")
    technician_id = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    answered_version = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_via = models.CharField(max_length=8, blank=True, default="")
    signature = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="an_order_has_one_quote_awaiting_an_answer", fields=["order"], condition=Q(state="made")
            ),
            models.CheckConstraint(
                name="an_answered_quote_says_who_when_and_how",
                condition=~Q(state__in=["accepted", "refused"])
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answered_via="")),
            ),
            models.CheckConstraint(
                name="an_answer_is_to_the_version_that_stands",
                condition=Q(answered_version__isnull=True, answered_at__isnull=True) | Q(answered_version=F("version")),
            ),
            models.CheckConstraint(
                name="a_quote_signed_on_a_screen_holds_the_signature",
                condition=~Q(state="accepted", answered_via="screen") | ~Q(signature=""),
            ),
            models.CheckConstraint(name="a_quote_is_about_money", condition=Q(amount_cents__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number


class QuoteLine(models.Model):
    """One charge of one version: from the price list by its code, or a free one that says why."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="lines", db_index=False)
    version = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=12)
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=80)
    quantity = models.PositiveSmallIntegerField()
    unit_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_line_has_its_place_in_a_version", fields=["quote", "version", "position"]),
            models.CheckConstraint(
                name="a_charge_off_the_list_says_why", condition=~Q(code="") | ~Q(reason="")
            ),
            models.CheckConstraint(name="a_line_counts_something", condition=Q(quantity__gt=0)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.quote_id}/{self.version}.{self.position}"


class Day(models.Model):
    """A day's takings of the company, set against the provider's statement and then closed."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    number = models.CharField(max_length=20, unique=True)
    day = models.DateField(unique=True)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    statement_at = models.DateTimeField(null=True, blank=True)
    statement_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    statement_from = models.CharField(max_length=120, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    differences = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_closed_day_says_who_and_when",
                condition=~Q(state="closed") | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_day_closed_with_differences_says_why", condition=Q(differences=0) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class StatementRow(models.Model):
    """What the provider says of a day: a payment, or a refund (negative)."""

    day = models.ForeignKey(Day, models.CASCADE, related_name="rows", db_index=False)
    reference = models.CharField(max_length=64)
    number = models.CharField(max_length=20, blank=True, default="")
    amount_cents = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_statement_names_a_transaction_once", fields=["day", "reference"]),
        ]

    def __str__(self) -> str:
        return self.reference


class Payment(models.Model):
    """Money of a customer for an order: asked for by QR and then received, or taken in cash."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        RECEIVED = "received"
        REFUNDED = "refunded"
        CANCELLED = "cancelled"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="payments")
    quote = models.ForeignKey(Quote, models.PROTECT, null=True, blank=True, related_name="payments", db_index=False)
    state = models.CharField(max_length=10, choices=State.choices)
    via = models.CharField(max_length=4)
    amount_cents = models.PositiveIntegerField()
    site = models.CharField(max_length=20, blank=True, default="")
    technician_id = models.BigIntegerField(default=0)
    code = models.CharField(max_length=500, blank=True, default="")
    provider = models.CharField(max_length=20, blank=True, default="")
    reference = models.CharField(max_length=64, blank=True, default="")
    requested_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    collected_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    day = models.ForeignKey(Day, models.PROTECT, null=True, blank=True, related_name="payments")
    receipt = models.CharField(max_length=20, blank=True, default="")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_reference = models.CharField(max_length=64, blank=True, default="")
    refunded_at = models.DateTimeField(null=True, blank=True)
    refund_reference = models.CharField(max_length=64, blank=True, default="")
    refund_day = models.ForeignKey(Day, models.PROTECT, null=True, blank=True, related_name="refunds")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="an_order_shows_one_code_at_a_time", fields=["order"], condition=Q(state="requested")
            ),
            models.UniqueConstraint(
                name="a_transaction_is_booked_once", fields=["provider", "reference"], condition=~Q(reference="")
            ),
            models.UniqueConstraint(name="a_receipt_is_for_one_payment", fields=["receipt"], condition=~Q(receipt="")),
            models.CheckConstraint(
                name="money_received_has_time_day_and_receipt",
                condition=~Q(state__in=["received", "refunded"])
                | (Q(received_at__isnull=False, day__isnull=False) & ~Q(receipt="")),
            ),
            models.CheckConstraint(
                name="cash_is_never_only_asked_for",
                condition=Q(via="qr") | Q(via="cash", state__in=["received", "refunded"]),
            ),
            models.CheckConstraint(
                name="only_cash_is_handed_in_and_with_its_reference",
                condition=Q(handed_in_at__isnull=True) | (Q(via="cash") & ~Q(handed_in_reference="")),
            ),
            models.CheckConstraint(
                name="a_refund_has_time_and_day",
                condition=~Q(state="refunded") | Q(refunded_at__isnull=False, refund_day__isnull=False),
            ),
            models.CheckConstraint(name="a_payment_is_more_than_nothing", condition=Q(amount_cents__gt=0)),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the list of charges, newest first, and sums of a period
            models.Index(name="payment_received", fields=["-received_at", "-id"], condition=Q(received_at__isnull=False)),
            # cash that a site still owes
            models.Index(
                name="payment_cash_owed",
                fields=["site", "received_at"],
                condition=Q(via="cash", state="received", handed_in_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Told(models.Model):
    """A message of the provider that was taken in: its id counts once, and what was answered is answered again."""

    provider = models.CharField(max_length=20)
    message = models.CharField(max_length=64)
    payment = models.ForeignKey(Payment, models.CASCADE, related_name="told")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_message_of_the_provider_counts_once", fields=["provider", "message"]),
        ]

    def __str__(self) -> str:
        return self.message


class Invoice(models.Model):
    """An invoice the customer asked for, and its official number once it is issued."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        ISSUED = "issued"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="invoices")
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    amount_cents = models.PositiveIntegerField()
    buyer = models.CharField(max_length=8)
    title = models.CharField(max_length=100, blank=True, default="")  # emptied when the customer is erased
    tax_id = models.CharField(max_length=20, blank=True, default="")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    invoice_no = models.CharField(max_length=30, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="an_order_has_one_invoice_to_issue", fields=["order"], condition=Q(state="requested")
            ),
            models.UniqueConstraint(
                name="an_official_number_is_of_one_invoice", fields=["invoice_no"], condition=~Q(invoice_no="")
            ),
            models.CheckConstraint(
                name="an_issued_invoice_has_number_and_time",
                condition=~Q(state="issued") | (~Q(invoice_no="") & Q(issued_at__isnull=False)),
            ),
            models.CheckConstraint(name="an_invoice_is_about_money", condition=Q(amount_cents__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number


class Difference(models.Model):
    """What a customer says he paid beside what was recorded then, until somebody has found out why."""

    class State(models.TextChoices):
        FOUND = "found"
        EXPLAINED = "explained"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="charge_differences")
    callback = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FOUND)
    told_cents = models.PositiveIntegerField()
    recorded_cents = models.PositiveIntegerField()
    site = models.CharField(max_length=20, blank=True, default="")
    technician_id = models.BigIntegerField(default=0)
    found_at = models.DateTimeField()
    explained_at = models.DateTimeField(null=True, blank=True)
    explained_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    finding = models.CharField(max_length=16, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_explained_difference_says_what_was_found_by_whom",
                condition=~Q(state="explained")
                | (~Q(finding="") & Q(explained_at__isnull=False, explained_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_difference_is_one", condition=~Q(told_cents=F("recorded_cents"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Sale(models.Model):
    """What one customer brought in a month with one kind of appliance in one county; counted anew every night.

    `cents` is money received less refunds, `orders` the orders he paid for, `machines` those he bought or had installed.
    """

    month = models.DateField()
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    line = models.CharField(max_length=40, blank=True, default="")
    county = models.CharField(max_length=6, blank=True, default="")
    cents = models.BigIntegerField(default=0)
    orders = models.PositiveIntegerField(default=0)
    machines = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_cell_of_sales_stands_once", fields=["month", "customer", "line", "county"]),
            models.CheckConstraint(name="a_month_of_sales_begins_on_its_first", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.customer_id} {self.line}"
