"""What customers say they paid beside what was recorded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Difference(models.Model):
    """What a customer says he paid beside what was recorded then, until somebody has found out why."""

    class State(models.TextChoices):
        FOUND = "found"
        EXPLAINED = "explained"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="charge_differences")
    callback = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FOUND)
    told_cents = models.PositiveIntegerField()
    recorded_cents = models.PositiveIntegerField()
    site = models.CharField(max_length=20, blank=True, default="")
    technician_id = models.BigIntegerField(default=0)
    found_at = models.DateTimeField()
    explained_at = models.DateTimeField(null=True, blank=True)
    explained_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    finding = models.CharField(max_length=16, blank=True, default="")
    note = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_explained_difference_says_what_was_found_by_whom",
                condition=~Q(state="explained")
                | (~Q(finding="") & Q(explained_at__isnull=False, explained_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_difference_is_one", condition=~Q(told_cents=F("recorded_cents"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number
