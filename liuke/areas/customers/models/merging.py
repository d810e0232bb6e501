"""Two files of one customer: the pairs that look like it, the merges that were done, and what each of them moved."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liuke.areas.customers.models.file import Customer
from liuke.foundation.identity.models import Actor


class Merge(models.Model):
    """One merge. `marks` holds the highest key of each table at its moment: what has a higher one was made since."""

    winner = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    loser = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    merged_at = models.DateTimeField()
    marks = models.JSONField(default=dict)
    undone_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_merge_has_two_files", condition=~Q(winner=F("loser"))),
            models.UniqueConstraint(
                name="a_file_is_merged_away_once", fields=["loser"], condition=Q(undone_at__isnull=True)
            ),
            models.CheckConstraint(
                name="an_undone_merge_says_by_whom",
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"merge:{self.pk}"


class MergeLine(models.Model):
    """One value that a merge changed, in whatever room's table; without a column it is the whole row that was dropped.

    Undo reads them backwards. The lines of an erased customer are emptied with him.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="lines")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    column = models.CharField(max_length=63, blank=True, default="")
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.table}:{self.row}.{self.column}"


class DuplicatePair(models.Model):
    """Two files that may be one customer's, with how much speaks for it. One that was judged is never proposed again."""

    class State(models.TextChoices):
        OPEN = "open"
        MERGED = "merged"
        DIFFERENT = "different"

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    points = models.PositiveSmallIntegerField()
    reasons = ArrayField(models.CharField(max_length=24))
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="pair_by_points", fields=["-points", "-id"], condition=Q(state="open")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_pair_stands_once_lower_key_first", condition=Q(first__lt=F("second"))),
            models.UniqueConstraint(name="two_files_are_one_pair", fields=["first", "second"]),
            models.CheckConstraint(name="points_are_of_a_hundred", condition=Q(points__lte=100)),
            models.CheckConstraint(
                name="a_judged_pair_says_by_whom",
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"pair:{self.first_id}-{self.second_id}"


class DuplicateSearch(models.Model):
    """One run over the file; `event` is the last one it knew of, where the next run goes on."""

    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    event = models.BigIntegerField(default=0)
    customers = models.PositiveIntegerField(default=0)
    compared = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"search:{self.pk}"
