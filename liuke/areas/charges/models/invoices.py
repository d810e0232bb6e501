"""Invoices that customers asked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


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
