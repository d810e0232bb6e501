"""The rolling score of a site, what stands behind each point, and its grade."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.network.models import Site
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Score(models.Model):
    """A site's points on a day, over the days from `from_date` to the day before `on_date`."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", db_index=False)
    on_date = models.DateField()
    from_date = models.DateField()
    points = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    grade = models.CharField(max_length=1, blank=True, default="")
    confirmed = models.PositiveIntegerField()
    unconfirmed = models.PositiveIntegerField()
    audit = models.BooleanField(default=False)
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_site_is_scored_once_a_day", fields=["site", "on_date"]),
            models.CheckConstraint(
                name="points_lie_between_0_and_100", condition=Q(points__isnull=True) | Q(points__range=(0, 100))
            ),
            models.CheckConstraint(name="a_grade_rests_on_points", condition=Q(grade="") | Q(points__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}@{self.on_date}"


class ScorePart(models.Model):
    """One measure of a score: `points` of `weight`, having lost `each` for every whole loss."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="parts")
    measure = models.CharField(max_length=12)
    weight = models.DecimalField(max_digits=6, decimal_places=2)
    count = models.PositiveIntegerField()
    lost = models.DecimalField(max_digits=9, decimal_places=2)
    points = models.DecimalField(max_digits=6, decimal_places=2)
    each = models.DecimalField(max_digits=12, decimal_places=6)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_measure_counts_once_in_a_score", fields=["score", "measure"]),
        ]

    def __str__(self) -> str:
        return f"{self.score_id}/{self.measure}"


class ScoreLoss(models.Model):
    """An order behind lost points. Kept for a site's latest score and for each that changed its grade."""

    part = models.ForeignKey(ScorePart, models.CASCADE, related_name="losses")
    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="+")
    because = models.CharField(max_length=24)
    at = models.DateTimeField()
    lost = models.DecimalField(max_digits=4, decimal_places=2)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="what_is_lost_is_more_than_nothing_and_at_most_one", condition=Q(lost__gt=0, lost__lte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id}/{self.order_id}"


class Grading(models.Model):
    """A grade that was given: by points, or by hand with a reason until a day. The latest one stands."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    grade = models.CharField(max_length=1)
    former = models.CharField(max_length=1, blank=True, default="")
    score = models.ForeignKey(Score, models.PROTECT, null=True, blank=True, related_name="gradings")
    by_hand = models.BooleanField(default=False)
    until_date = models.DateField(null=True, blank=True)
    because = models.TextField(blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_grade_by_hand_says_why_and_until_when",
                condition=Q(by_hand=False) | (~Q(because="") & Q(until_date__isnull=False)),
            ),
            models.UniqueConstraint(
                name="a_site_has_one_grade_by_hand_in_force",
                fields=["site"],
                condition=Q(by_hand=True, ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}={self.grade}"
