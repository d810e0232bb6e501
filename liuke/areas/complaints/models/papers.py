"""What came in writing, kept as it came: the mail, the letter as a picture or PDF."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liuke.areas.complaints.models.complaints import Complaint
from liuke.foundation.identity.models import Actor


class Paper(models.Model):
    """One file as it came. `sha256` of what is kept stands here and in the journal; `file` is its key.

    Of a mail: its Message-ID, the sender masked and as a keyed hash, its words. `behind`: the customers whose address it
    may be, where there was more than one. `attached` are kept beside it, `inside` more stay in it.
    """

    class Kind(models.TextChoices):
        MAIL = "mail"
        LETTER = "letter"

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    file = models.CharField(max_length=22, unique=True)
    sha256 = models.CharField(max_length=64)
    message_id = models.CharField(max_length=200, blank=True, default="")
    sender_mask = models.CharField(max_length=120, blank=True, default="")
    sender_hash = models.BinaryField(max_length=16, null=True, blank=True)
    behind = ArrayField(models.BigIntegerField(), default=list, blank=True)
    subject = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)
    attached = ArrayField(models.CharField(max_length=22), default=list, blank=True)
    inside = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_mail_is_taken_in_once", fields=["message_id"], condition=~Q(message_id="")),
            models.CheckConstraint(name="what_came_is_kept_with_its_hash", condition=Q(sha256__regex="^[0-9a-f]{64}$")),
            models.CheckConstraint(name="a_mail_has_its_message_id", condition=~Q(kind="mail") | ~Q(message_id="")),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="paper_by_sender", fields=["sender_hash"], condition=Q(sender_hash__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.file}"
