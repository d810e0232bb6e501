"""Long jobs that a person waits for: how far they are, and what went wrong in which row."""

from typing import Any

from django.db import models

from liuke.foundation.identity.models import Actor


class LongJob(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    number = models.CharField(max_length=22, unique=True)
    kind = models.CharField(max_length=64)
    words_zh = models.CharField(max_length=200)
    words_en = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    cursor: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    result: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    reason_zh = models.CharField(max_length=300, default="", blank=True)
    reason_en = models.CharField(max_length=300, default="", blank=True)
    asked_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="no_more_rows_handled_than_there_are",
                condition=models.Q(total=0) | models.Q(done__lte=models.F("total")),
            )
        ]
        indexes = [models.Index(name="long_jobs_of_a_person", fields=["asked_by", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class RowError(models.Model):
    """One refused row, in words that tell how to mend it."""

    job = models.ForeignKey(LongJob, models.CASCADE, related_name="errors")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=80, default="", blank=True)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(name="a_row_complains_once_per_field", fields=["job", "row", "field"])]

    def __str__(self) -> str:
        return f"{self.row} {self.field}: {self.en}"
