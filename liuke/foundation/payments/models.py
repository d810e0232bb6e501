"""What the stand-in knows of payments, as a provider would: asked for, paid, given back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class RecordedPayment(models.Model):
    """One code that the stand-in gave out, by our number of it."""

    number = models.CharField(max_length=20, unique=True)
    amount_cents = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=64, blank=True, default="")
    refunded_at = models.DateTimeField(null=True, blank=True)
    refund_reference = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_recorded_payment_has_its_reference", condition=Q(paid_at__isnull=True) | ~Q(reference="")
            ),
        ]

    def __str__(self) -> str:
        return self.number
