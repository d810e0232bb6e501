"""What a site has to keep in force: insurance, and people who passed their courses."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.network.models.sites import Site, Technician
from liuke.areas.network.rules.cover import INSURANCES
from liuke.foundation.identity.models import Actor


class Insurance(models.Model):
    """A site's insurance of one kind and its last day; of the policy's number a mask is kept."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="insurances")
    kind = models.CharField(max_length=20)
    insurer = models.CharField(max_length=80, blank=True, default="")
    policy_mask = models.CharField(max_length=24)
    valid_until = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_site_has_an_insurance_of_a_kind_once", fields=["site", "kind"]),
            models.CheckConstraint(name="an_insurance_is_of_a_known_kind", condition=Q(kind__in=list(INSURANCES))),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}/{self.kind}"


class Course(models.Model):
    """A course that a skill asks for from a level on (no skill: of everybody); a pass lasts `valid_months` (0: always)."""

    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    skill = models.CharField(max_length=40, blank=True, default="")
    level = models.PositiveSmallIntegerField(default=1)
    valid_months = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_course_is_of_level_one_to_three", condition=Q(level__range=(1, 3))),
            models.CheckConstraint(name="a_course_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.code


class Training(models.Model):
    """A course that a technician was told to take, until he passed it."""

    number = models.CharField(max_length=20, unique=True)
    technician = models.ForeignKey(Technician, models.CASCADE, related_name="trainings")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    due_on = models.DateField()
    assigned_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    assigned_at = models.DateTimeField()
    passed_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_technician_takes_a_course_once_at_a_time",
                fields=["technician", "course"],
                condition=Q(passed_on__isnull=True),
            ),
            models.CheckConstraint(
                name="who_passed_was_confirmed_by_somebody",
                condition=Q(passed_on__isnull=True, confirmed_by__isnull=True)
                | Q(passed_on__isnull=False, confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number
