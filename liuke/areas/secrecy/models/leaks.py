"""A leak: whose data, when, what could have been seen by whom as it stood then, what is done about it, who was told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.rules.leaks import OUTCOMES, SEVERITIES, STATES
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Leak(models.Model):
    """Somebody says that data got out. `since` to `until` is the span looked into; `ending` what came of it."""

    timeline = models.OneToOneField(Timeline, models.PROTECT, primary_key=True, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    words = models.CharField(max_length=1000)
    about = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=10, default="reported")
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    severity = models.CharField(max_length=10, blank=True, default="")
    of_persons = models.BooleanField(default=False)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    authority = models.CharField(max_length=10, blank=True, default="")
    authority_at = models.DateTimeField(null=True, blank=True)
    authority_words = models.CharField(max_length=500, blank=True, default="")
    persons = models.CharField(max_length=10, blank=True, default="")
    persons_at = models.DateTimeField(null=True, blank=True)
    persons_words = models.CharField(max_length=500, blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ending = models.CharField(max_length=1000, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_leak_is_in_a_known_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="an_ended_leak_says_how",
                condition=Q(state__in=["reported", "handled"]) | (Q(ended_at__isnull=False) & ~Q(ending="")),
            ),
            models.CheckConstraint(
                name="a_handled_leak_has_its_span",
                condition=~Q(state__in=["handled", "closed"])
                | Q(since__isnull=False, until__isnull=False, severity__in=list(SEVERITIES)),
            ),
            models.CheckConstraint(
                name="a_leak_of_persons_is_closed_only_told",
                condition=~Q(state="closed", of_persons=True)
                | Q(authority__in=list(OUTCOMES), persons__in=list(OUTCOMES)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="leak_open", fields=["timeline"], condition=Q(state__in=["reported", "handled"])),
        ]

    def __str__(self) -> str:
        return self.number


class LeakCustomer(models.Model):
    """A customer whose data got out, or may have."""

    leak = models.ForeignKey(Leak, models.PROTECT, related_name="customers")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_leak_names_a_customer_once", fields=["leak", "customer"]),
        ]

    def __str__(self) -> str:
        return f"{self.leak_id}: {self.customer_id}"


class LeakEvidence(models.Model):
    """Who saw or took what in the span, copied out when the leak was taken on; `digest` shows that nobody touched it."""

    leak = models.OneToOneField(Leak, models.PROTECT, primary_key=True, related_name="evidence")
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    rows: models.JSONField[Any, Any] = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.leak_id}: {self.count}"


class LeakMeasure(models.Model):
    """What is done about it: who, until which day, done with which proof. Its number is the leak's with its place."""

    number = models.CharField(max_length=20, unique=True)
    leak = models.ForeignKey(Leak, models.PROTECT, related_name="measures")
    words = models.CharField(max_length=500)
    responsible = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    proof = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_done_leak_measure_shows_it", condition=Q(done_at__isnull=True) | ~Q(proof="")
            ),
        ]

    def __str__(self) -> str:
        return self.number
