"""What was answered to a writing call, so that the same call again gets the same answer and is done once."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from liuke.foundation.identity.models import Actor


class KeptAnswer(models.Model):
    """One use of an Idempotency-Key. The answer is sealed, for it may name a customer; `of` says which customers (ids and
    codes), so that their erasure empties it."""

    by = models.ForeignKey(Actor, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField(default=b"")
    of = ArrayField(models.CharField(max_length=20), default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_key_is_used_once_by_each_actor", fields=["by", "key"]),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the nightly forgetting of answers older than 30 days
            models.Index(name="kept_answer_by_age", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"answer:{self.pk}"
