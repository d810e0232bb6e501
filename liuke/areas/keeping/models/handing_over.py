"""The customers of a keeper who left, and each customer's way to a new keeper (H8)."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor


class Handover(models.Model):
    """Somebody left: his customers are to be given to others. Which they are says the file, not a copy here.

    It is told on the company's timeline, like his leaving.
    """

    number = models.CharField(max_length=16, unique=True)
    previous = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    customers = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_keeper_is_handed_over_once_at_a_time", fields=["previous"], condition=Q(decided_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.number


WAITING: Final = Q(contacted_at=None, ended_at=None)
"""The new keeper has not spoken with the customer yet."""


class Takeover(models.Model):
    """One customer's new keeper: he reads the brief, promises the first contact, makes it."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    keeper = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    previous = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    contact_by = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_customer_is_taken_over_once_at_a_time", fields=["customer"], condition=WAITING
            ),
            models.CheckConstraint(
                name="nobody_takes_over_from_himself", condition=Q(previous=None) | ~Q(previous=F("keeper"))
            ),
            models.CheckConstraint(
                name="a_read_brief_names_the_first_contact",
                condition=Q(acknowledged_at=None, contact_by=None)
                | Q(acknowledged_at__isnull=False, contact_by__isnull=False),
            ),
            models.CheckConstraint(
                name="the_brief_is_read_before_the_first_contact",
                condition=Q(contacted_at=None) | Q(acknowledged_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="takeover_waiting", fields=["keeper", "opened_at"], condition=WAITING),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} → {self.keeper_id}"
