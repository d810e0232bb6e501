"""Requests to let data out in bulk, and whose data each file held."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.rules.gate import STATES
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Release(models.Model):
    """One request: which list with which filter and fields, what for, who carries it; then one file, taken once.

    Until it is taken the file rests sealed in `sealed`; its digest stays, so that a copy can be recognised later.
    """

    timeline = models.OneToOneField(Timeline, models.PROTECT, primary_key=True, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    list_key = models.CharField(max_length=32)
    filter = models.CharField(max_length=1000, blank=True, default="")
    fields = ArrayField(models.CharField(max_length=32))
    purpose = models.CharField(max_length=32)
    note = models.CharField(max_length=200, blank=True, default="")
    rows = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField(default=0)
    level = models.CharField(max_length=10, choices=Customer.Secrecy.choices)
    carrier = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="asked")
    asked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=200, blank=True, default="")
    job = models.CharField(max_length=22, blank=True, default="")
    rows_out = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    sealed = models.BinaryField(default=b"", blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_release_is_in_a_known_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(name="core_secrets_never_leave_in_bulk", condition=~Q(level="core")),
            models.CheckConstraint(
                name="nobody_decides_about_his_own_release",
                condition=~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("carrier")) | Q(decided_by__isnull=True),
            ),
            models.CheckConstraint(
                name="only_a_decided_release_leaves",
                condition=Q(state__in=["asked", "withdrawn", "lapsed"]) | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_file_waits_only_until_its_end",
                condition=~Q(state="made") | Q(expires_at__isnull=False),
            ),
            models.CheckConstraint(name="a_taken_file_is_gone", condition=Q(state="made") | Q(sealed=b"")),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                name="release_waiting", fields=["state", "timeline"], condition=Q(state__in=["asked", "made"])
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ReleasedCustomer(models.Model):
    """A customer whose data a file holds."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="customers")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_file_names_a_customer_once", fields=["release", "customer"]),
        ]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.customer_id}"
