"""What customers say by themselves with one tap, and what makes a house look twice at praise."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor


class Evaluation(models.Model):
    """One order's evaluation by its customer. `device` is a keyed hash of the mark his browser keeps, "" without one."""

    number = models.CharField(max_length=20, unique=True)
    order = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="evaluations")
    site = models.CharField(max_length=20, blank=True, default="")
    technician_id = models.BigIntegerField(null=True, blank=True)
    satisfied = models.BooleanField()
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(blank=True, default="")
    device = models.CharField(max_length=32, blank=True, default="")
    given_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="an_order_is_evaluated_once", fields=["order"]),
            models.CheckConstraint(
                name="stars_are_one_to_five", condition=Q(stars__isnull=True) | Q(stars__gte=1, stars__lte=5)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the look for gaming, and the figures of a period
            models.Index(name="evaluation_by_time", fields=["given_at"]),
        ]

    def __str__(self) -> str:
        return self.number


class NumberChange(models.Model):
    """A site's own people changed a customer's number while his order lay with them: who then answers the callback?"""

    event_id = models.BigIntegerField(unique=True)
    order = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    site = models.CharField(max_length=20)
    technician_id = models.BigIntegerField(null=True, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="number_change_by_time", fields=["changed_at"]),
            models.Index(name="number_change_of_order", fields=["order"]),
        ]

    def __str__(self) -> str:
        return f"{self.order}@{self.changed_at.isoformat()}"
