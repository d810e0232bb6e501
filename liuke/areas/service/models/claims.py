"""Machines that their owners want exchanged or taken back."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liuke.areas.customers.models import Customer
from liuke.areas.network.models import Site
from liuke.areas.products.models import Machine
from liuke.areas.service.models.orders import WorkOrder
from liuke.foundation.identity.models import Actor


class Claim(models.Model):
    """A machine that its owner wants exchanged or taken back: asked, assessed, decided by another, done (rule 25)."""

    class State(models.TextChoices):
        ASKED = "asked"
        ASSESSED = "assessed"
        APPROVED = "approved"
        REFUSED = "refused"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="claims")
    machine = models.ForeignKey(Machine, models.PROTECT, related_name="+")
    order = models.ForeignKey(WorkOrder, models.PROTECT, null=True, blank=True, related_name="claims")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    wish = models.CharField(max_length=10)
    fault = models.TextField(blank=True, default="")
    entitled = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    entitled_zh = models.CharField(max_length=200, blank=True, default="")
    entitled_en = models.CharField(max_length=200, blank=True, default="")
    entitled_source = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    version = models.PositiveIntegerField(default=1)
    finding = models.CharField(max_length=20, blank=True, default="")
    finding_note = models.TextField(blank=True, default="")
    evidence = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    granted = models.CharField(max_length=10, blank=True, default="")
    decision_note = models.TextField(blank=True, default="")
    carried_by = models.ForeignKey(WorkOrder, models.PROTECT, null=True, blank=True, related_name="carries")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    assessed_at = models.DateTimeField(null=True, blank=True)
    assessed_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_machine_has_one_open_claim",
                fields=["machine"],
                condition=Q(state__in=["asked", "assessed", "approved"]),
            ),
            models.CheckConstraint(
                name="a_claim_is_decided_by_another_than_assessed_it",
                condition=Q(decided_by__isnull=True) | Q(assessed_by__isnull=True) | ~Q(decided_by=F("assessed_by")),
            ),
            models.CheckConstraint(
                name="a_granted_claim_says_what",
                condition=~Q(state__in=["approved", "done"]) | ~Q(granted=""),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the list of what is open, oldest first
            models.Index(name="claim_open", fields=["state", "asked_at"], condition=Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.number
