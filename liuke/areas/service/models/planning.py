"""Plans of a day: what was proposed for which order, what became of it; and orders locked to their technician."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.network.models import Site
from liuke.areas.service.models.orders import WorkOrder
from liuke.foundation.identity.models import Actor


class DayPlan(models.Model):
    """A day of a site (or of all sites below a division) to be planned; nothing changes before somebody accepts it."""

    class State(models.TextChoices):
        WORKING = "working"
        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        DROPPED = "dropped"
        FAILED = "failed"

    number = models.CharField(max_length=20, unique=True)
    day = models.DateField()
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+")
    division = models.CharField(max_length=9, blank=True, default="")
    technician = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    effort = models.CharField(max_length=8)
    proposes_windows = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WORKING)
    job = models.CharField(max_length=22)
    solver = models.CharField(max_length=12, blank=True, default="")
    ways = models.CharField(max_length=10, blank=True, default="")
    travel_before = models.PositiveIntegerField(default=0)
    travel_after = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_plan_is_for_a_site_or_a_division",
                condition=Q(site__isnull=False, division="") | (Q(site__isnull=True) & ~Q(division="")),
            ),
            models.CheckConstraint(
                name="an_ended_plan_has_a_time",
                condition=Q(state__in=["working", "proposed"]) | Q(ended_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(name="plan_of_day", fields=["day", "-id"])]

    def __str__(self) -> str:
        return self.number


class PlanRow(models.Model):
    """One order of a plan: with whom it was, with whom it should be, and what became of the proposal.

    `kind`: keep | assign | book (within the customer's wish) | offer (a window to read out) | left (not placed) |
    free (not placed, and its technician is not there).
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        SKIPPED = "skipped"

    plan = models.ForeignKey(DayPlan, models.CASCADE, related_name="rows")
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="+")
    seen = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    before = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    technician = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField(default=0)
    begins_at = models.DateTimeField(null=True, blank=True)
    travel = models.PositiveIntegerField(default=0)
    window_start = models.DateTimeField(null=True, blank=True)
    window_end = models.DateTimeField(null=True, blank=True)
    locked = models.BooleanField(default=False)
    why_zh = models.CharField(max_length=200, blank=True, default="")
    why_en = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    said_zh = models.CharField(max_length=300, blank=True, default="")
    said_en = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_plan_names_an_order_once", fields=["plan", "order"]),
            models.CheckConstraint(
                name="a_placed_order_has_technician_and_window",
                condition=Q(kind__in=["left", "free"])
                | Q(technician__isnull=False, window_start__isnull=False, window_end__isnull=False),
            ),
            models.CheckConstraint(
                name="what_was_not_placed_says_why", condition=~Q(kind__in=["left", "free"]) | ~Q(why_zh="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.order_id}"


class TechnicianLock(models.Model):
    """An order that a person wants to stay with its technician, whatever is planned; of no meaning once he is another."""

    order = models.OneToOneField(WorkOrder, models.CASCADE, primary_key=True, related_name="lock")
    technician = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.order_id} → {self.technician_id}"
