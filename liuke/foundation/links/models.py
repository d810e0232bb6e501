"""Links that let somebody without an account to one thing, and how often they were used to act. No clear token is kept."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.foundation.identity.models import Actor


class Link(models.Model):
    """`about` is the number of the one thing it opens, `to` a reference such as `contact:12`. Without an end only where
    it is printed (a label on a machine)."""

    code = models.CharField(max_length=16, unique=True)
    purpose = models.CharField(max_length=16)
    about = models.CharField(max_length=40)
    to = models.CharField(max_length=40, blank=True, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_link_ends_after_it_was_made",
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("made_at")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # revoking what leads to one thing; finding the printed one again
            models.Index(name="link_about", fields=["about", "purpose"]),
        ]

    def __str__(self) -> str:
        return f"link:{self.pk}"


class LinkUse(models.Model):
    """An act by a link. `network` is where it came from, as sign-in counts networks; forgotten after a month."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="uses")
    network = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # the brake: how much came from here, by this link, of late
            models.Index(name="link_use_of_network", fields=["network", "at"]),
            models.Index(name="link_use_by_time", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}@{self.at.isoformat()}"
