"""Which kinds of data were let end, and what each night ended or would have ended."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from liuke.foundation.identity.models import Actor


class RetentionStart(models.Model):
    """Somebody looked at what would go, and lets this kind end with its term from now on. Without a row nothing goes."""

    kind = models.CharField(max_length=16, primary_key=True)
    months = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kind


class RetentionNight(models.Model):
    """What one run ended, or (`dry`) would have ended, and how many were held back."""

    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    before = models.DateTimeField()
    dry = models.BooleanField()
    gone = models.PositiveIntegerField()
    held = models.PositiveIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(name="retention_nights", fields=["kind", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
