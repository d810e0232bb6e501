"""What happened, for ever. The database refuses UPDATE, DELETE and TRUNCATE (migration 0002), but for erasure."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from liuke.foundation.identity.models import Actor

COMPANY = 1  # the one timeline that concerns nobody in particular; it is never locked


class Timeline(models.Model):
    """Whoever has a history owns one. After a merge the loser's points to the winner's."""

    owner_kind = models.CharField(max_length=16)
    alias_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="aliases")


class Event(models.Model):
    """One thing that happened. The id is milliseconds then a sequence, so the table can be cut by range later."""

    id = models.BigIntegerField(primary_key=True)
    timeline = models.ForeignKey(Timeline, models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True, default="")
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    facts = models.JSONField()
    personal = models.JSONField(null=True)
    personal_hash = models.CharField(max_length=64, blank=True, default="")
    seen_by = models.CharField(max_length=12)
    caused_by = models.BigIntegerField(null=True)
    depth = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            # timeline pages and the search for a keeper that came before its opener
            models.Index(name="event_by_timeline", fields=["timeline", "happened_at", "id"]),
            # the story of one thing: a work order's page, `liuke explain`, evidence
            models.Index(name="event_by_subject", fields=["subject", "id"]),
        ]
        constraints = [
            models.CheckConstraint(name="a_chain_is_at_most_eight_deep", condition=models.Q(depth__lte=8)),
        ]


class Unsealed(models.Model):
    """Ids of events not yet under a seal, written by a trigger, taken by the one sealer (kernel.md, Sealing)."""

    event_id = models.BigIntegerField(primary_key=True)


class Seal(models.Model):
    """A Merkle batch over a stored list of event ids, chained to the one before and signed."""

    event_ids = ArrayField(models.BigIntegerField())
    root = models.BinaryField()
    previous = models.BinaryField()
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()
