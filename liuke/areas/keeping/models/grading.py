"""What each customer is worth by the money that came, and grades that a person has set against the count (H4)."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor


class Worth(models.Model):
    """As counted last night: money in cents, how often and when last he bought, scores 1 to 5, the grade that follows.

    `counted_at` is the night since which it says so.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="+")
    cents = models.BigIntegerField()
    times = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    recency = models.PositiveSmallIntegerField()
    frequency = models.PositiveSmallIntegerField()
    money = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=1)
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_counted_grade_is_a_b_or_c", condition=Q(grade__in=["A", "B", "C"])),
            models.CheckConstraint(
                name="a_score_is_one_to_five",
                condition=Q(recency__range=(1, 5), frequency__range=(1, 5), money__range=(1, 5)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(name="worth_by_money", fields=["-cents", "customer"])]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.grade}"


STANDING: Final = Q(ended_at=None)


class Override(models.Model):
    """A grade by a person's judgement: it stands against the count until its day, when it is looked at again."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1)
    reason = models.CharField(max_length=200)
    until = models.DateTimeField()
    set_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_customer_has_one_grade_by_hand", fields=["customer"], condition=STANDING),
            models.CheckConstraint(name="a_grade_by_hand_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="a_grade_by_hand_ends_later", condition=Q(until__gt=models.F("set_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.grade} until {self.until:%Y-%m-%d}"
