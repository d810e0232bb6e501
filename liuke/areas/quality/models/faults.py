"""Whose fault it was: the case, its verdicts and appeals; completions that were sent back."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liuke.areas.network.models import Site
from liuke.areas.quality.rules.faults import PARTIES, WORST_FIRST
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Case(models.Model):
    """An order with a bad outcome, until it is decided whose fault that was. `party` is the decision that stands."""

    class State(models.TextChoices):
        OPEN = "open"
        DECIDED = "decided"
        APPEALED = "appealed"
        FINAL = "final"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="fault_cases")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=24)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    party = models.CharField(max_length=16, blank=True, default="")
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="an_order_has_one_undecided_case", fields=["order"], condition=Q(state="open")
            ),
            models.CheckConstraint(name="a_case_is_about_a_bad_class", condition=Q(outcome__in=WORST_FIRST)),
            models.CheckConstraint(
                name="a_decided_case_names_a_party_and_a_time",
                condition=Q(state="open", party="", decided_at__isnull=True)
                | (~Q(state="open") & Q(party__in=list(PARTIES), decided_at__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the desk, the longest waiting first
            models.Index(
                name="case_to_decide", fields=["opened_at", "id"], condition=Q(state__in=["open", "appealed"])
            ),
            # a site's own cases, and whose fault its orders were
            models.Index(name="case_of_site", fields=["site", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number


class Verdict(models.Model):
    """One decision about a case: the first, and after an appeal another person's."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="verdicts")
    party = models.CharField(max_length=16)
    reason = models.TextField(blank=True, default="")
    evidence = ArrayField(models.CharField(max_length=40))
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=24)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_verdict_names_a_party", condition=Q(party__in=list(PARTIES))),
            models.CheckConstraint(name="a_verdict_rests_on_evidence", condition=Q(evidence__len__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.pk}"


class Appeal(models.Model):
    """A site does not accept a decision: once for each case, heard by another than the first decider."""

    number = models.CharField(max_length=20, unique=True)
    case = models.OneToOneField(Case, models.CASCADE, related_name="appeal")
    against = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(blank=True, default="")
    files = ArrayField(models.CharField(max_length=40))
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    granted = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_appeal_is_decided_by_another_than_the_first",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("against")),
            ),
            models.CheckConstraint(
                name="a_decided_appeal_says_how_when_and_by_whom",
                condition=Q(granted__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(granted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(name="an_appeal_brings_evidence", condition=Q(files__len__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number


class SentBack(models.Model):
    """A completion that the review sent back: one line in the site's points."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(name="sent_back_by_time", fields=["at", "site"])]

    def __str__(self) -> str:
        return f"{self.order_id}@{self.at.isoformat()}"
