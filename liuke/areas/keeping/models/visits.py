"""Visit plans 拜访计划: whom one keeper visits on which days in which order (H7). When a visit is owed says the promise."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Address, Customer
from liuke.foundation.identity.models import Actor

AHEAD: Final = Q(state="planned")


class VisitPlan(models.Model):
    """A plan of one keeper; the start is known by its division and to about a kilometre, like every address."""

    class State(models.TextChoices):
        WORKING = "working"
        DRAFT = "draft"
        STANDING = "standing"
        FAILED = "failed"
        DROPPED = "dropped"

    number = models.CharField(max_length=16, unique=True)
    keeper = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    first_day = models.DateField()
    days = models.PositiveSmallIntegerField()
    start_division = models.CharField(max_length=9)
    start_lng = models.DecimalField(max_digits=5, decimal_places=2)
    start_lat = models.DecimalField(max_digits=4, decimal_places=2)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WORKING)
    job = models.CharField(max_length=40, blank=True, default="")
    solver = models.CharField(max_length=12, blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_visit_plan_is_of_one_to_seven_days", condition=Q(days__gte=1, days__lte=7)),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="visit_plans_of_keeper", fields=["keeper", "-first_day", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number


class VisitStop(models.Model):
    """One customer on a plan, or left out of its days and why. `told_day` is the day of which his history knows."""

    class State(models.TextChoices):
        PLANNED = "planned"
        MADE = "made"
        FAILED = "failed"
        REMOVED = "removed"

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="stops")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    address = models.ForeignKey(Address, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    day = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    locked = models.BooleanField(default=False)
    arrives_at = models.DateTimeField(null=True, blank=True)
    begins_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    travel = models.PositiveIntegerField(default=0)
    broken = models.CharField(max_length=8, blank=True, default="")
    why = models.CharField(max_length=8, blank=True, default="")
    told_day = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_plan_visits_a_customer_once", fields=["plan", "customer"]),
            models.UniqueConstraint(
                name="a_place_of_a_day_is_taken_once",
                fields=["plan", "day", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="a_placed_visit_has_day_and_place",
                condition=Q(day=None, position=None, begins_at=None)
                | Q(day__isnull=False, position__isnull=False, begins_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_visit_made_says_when",
                condition=Q(state__in=["planned", "removed"], ended_at=None)
                | Q(state__in=["made", "failed"], ended_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the visit of a customer that lies ahead
            models.Index(name="visits_ahead_of_customer", fields=["customer", "day"], condition=AHEAD),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}:{self.customer_id}"


class VisitVersion(models.Model):
    """How a plan stood after each change: `stops` as [stop, day or null, position or null, locked] for whoever stood."""

    plan = models.ForeignKey(VisitPlan, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=10)
    stops = models.JSONField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_plan_has_a_version_once", fields=["plan", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}v{self.version}"
