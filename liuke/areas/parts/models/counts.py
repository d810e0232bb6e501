"""Counts of a place: entered, looked at, then booked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.parts.models.catalogue import Part
from liuke.areas.parts.models.stock import Place
from liuke.areas.parts.rules.names import COUNT_STATES
from liuke.foundation.identity.models import Actor


class Count(models.Model):
    """One count of one place. Where the differences are worth much, another person than the counter books them."""

    number = models.CharField(max_length=20, unique=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="counts")
    state = models.CharField(max_length=8, default="open")
    needs_second = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    booked_at = models.DateTimeField(null=True, blank=True)
    booked_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_count_is_in_a_known_state", condition=Q(state__in=list(COUNT_STATES))),
            models.UniqueConstraint(
                name="a_place_has_one_count_at_a_time", fields=["place"], condition=Q(state__in=["open", "entered"])
            ),
            models.CheckConstraint(
                name="a_large_difference_is_booked_by_another_than_counted_it",
                condition=Q(needs_second=False) | Q(booked_by__isnull=True) | ~Q(booked_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="a_booked_count_says_when_and_by_whom",
                condition=~Q(state="booked") | Q(booked_at__isnull=False, booked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CountLine(models.Model):
    """One part of a count. `expected` is what the ledger said when the count was entered."""

    count = models.ForeignKey(Count, models.CASCADE, related_name="lines")
    part = models.ForeignKey(Part, models.PROTECT, related_name="+")
    expected = models.IntegerField()
    counted = models.PositiveIntegerField(null=True, blank=True)
    price_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_part_is_counted_once", fields=["count", "part"]),
            models.CheckConstraint(
                name="a_difference_has_a_reason",
                condition=Q(counted__isnull=True) | Q(counted=F("expected")) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count_id}/{self.part_id}"
