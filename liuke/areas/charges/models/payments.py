"""Payments, the provider's messages about them, and the days that are reconciled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.charges.models.quotes import Quote
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


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
