"""Technicians at doors, the parts they wait for, and what their phones were answered."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from liuke.areas.network.models import Site
from liuke.areas.service.models.orders import WorkOrder
from liuke.foundation.identity.models import Actor


class Visit(models.Model):
    """A technician at a door. While it is planned or under way nobody can book him for the same time."""

    class State(models.TextChoices):
        PLANNED = "planned"
        ON_THE_WAY = "on_the_way"
        ARRIVED = "arrived"
        WORKING = "working"
        ENDED = "ended"
        RELEASED = "released"  # never went: rescheduled, reassigned, cancelled

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="visits")
    technician = models.ForeignKey(Actor, models.PROTECT, related_name="visits", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    during = DateTimeRangeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.PLANNED)
    announced_at = models.DateTimeField(null=True, blank=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    in_window = models.BooleanField(null=True, blank=True)
    late_minutes = models.PositiveIntegerField(default=0)
    away_metres = models.PositiveIntegerField(null=True, blank=True)
    away_accuracy = models.PositiveIntegerField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=16, blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="")
    note = models.TextField(blank=True, default="")
    checklist = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    photos = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    signature = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            ExclusionConstraint(
                name="a_technician_is_at_one_door_at_a_time",
                expressions=[("technician", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=~Q(state__in=["ended", "released"]),
            ),
            models.UniqueConstraint(
                name="an_order_has_one_visit_at_a_time",
                fields=["order"],
                condition=~Q(state__in=["ended", "released"]),
            ),
            models.CheckConstraint(
                name="a_distance_at_arrival_says_how_well_it_is_known",
                condition=Q(away_metres__isnull=True, away_accuracy__isnull=True)
                | Q(away_metres__isnull=False, away_accuracy__isnull=False),
            ),
            models.CheckConstraint(
                name="an_ended_visit_has_result_and_time",
                condition=~Q(state="ended") | (~Q(result="") & Q(ended_at__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the technician's day, the site's board
            models.Index(name="visit_of_technician_by_time", fields=["technician", "starts_at"]),
            models.Index(name="visit_of_site_by_time", fields=["site", "starts_at"]),
            # the board: windows kept and first-time fixes of a day
            models.Index(name="visit_arrived", fields=["arrived_at"], condition=Q(arrived_at__isnull=False)),
            models.Index(name="visit_ended", fields=["ended_at"], condition=Q(state="ended")),
        ]

    def __str__(self) -> str:
        return self.number


class PartRequest(models.Model):
    """A part that an order waits for, in the simple mode: asked, approved, shipped, arrived."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        APPROVED = "approved"
        SHIPPED = "shipped"
        ARRIVED = "arrived"
        DROPPED = "dropped"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class FieldAct(models.Model):
    """What a technician's phone was answered, by the phone's own id of the act: sent twice, answered the same."""

    client_uuid = models.UUIDField(primary_key=True)
    act = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    answer: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.client_uuid)
