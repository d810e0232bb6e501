"""The public pool: customers without a keeper, who left whom there, and who takes one out of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor


class Dropped(models.Model):
    """A keeper gave a customer back, or lost him. Until `barred_until` he may not take him again."""

    class Because(models.TextChoices):
        IDLE = "idle"
        RETURNED = "returned"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    previous = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    because = models.CharField(max_length=8, choices=Because.choices)
    dropped_at = models.DateTimeField()
    barred_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_customer_lies_in_the_pool_once", fields=["customer"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="a_customer_is_dropped_for_a_known_reason", condition=Q(because__in=["idle", "returned"])
            ),
            models.CheckConstraint(
                name="the_previous_keeper_waits_a_while", condition=Q(barred_until__gt=F("dropped_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} by {self.previous_id}"


class Taken(models.Model):
    """A customer was taken out of the pool: by the keeper himself, or given to him by a manager."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    taken_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(name="taken_on_a_day", fields=["by", "taken_at"])]

    def __str__(self) -> str:
        return f"{self.customer_id} → {self.keeper_id}"
