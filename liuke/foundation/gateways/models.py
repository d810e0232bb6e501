"""Notices to staff, the outbox to the outside with its proof of delivery, and what the stand-in would have sent."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from liuke.foundation.identity.models import Actor


class Notice(models.Model):
    key = models.CharField(max_length=120, unique=True)
    to = models.ForeignKey(Actor, models.CASCADE, null=True, blank=True, related_name="+")
    to_role = models.CharField(max_length=32, default="", blank=True)
    to_team = models.CharField(max_length=64, default="", blank=True)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)
    link = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_notice_has_a_recipient",
                condition=models.Q(to__isnull=False) | ~models.Q(to_role="") | ~models.Q(to_team=""),
            )
        ]
        indexes = [
            models.Index(name="notices_of_a_person", fields=["to", "-id"]),
            models.Index(name="notices_of_a_role_or_team", fields=["to_role", "to_team", "-id"]),
        ]

    def __str__(self) -> str:
        return self.zh


class NoticeRead(models.Model):
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="a_notice_is_read_once_by_each", fields=["notice", "by"])]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.by_id}"


class OutboxMessage(models.Model):
    """`key` is also what the carrier is told, so that a repeated sending is known as such.

    `tried_at` stands from before an attempt until its end is known: where it is found, the message may have gone out.
    `enclosed` are keys of files.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DELIVERED = "delivered"
        FAILED = "failed"

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=8, choices=[(one, one) for one in ("sms", "mail", "wecom")])
    template = models.CharField(max_length=64)
    to = models.CharField(max_length=64, db_index=True)
    values: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    carrier = models.CharField(max_length=32, default="", blank=True)
    carrier_number = models.CharField(max_length=120, default="", blank=True, db_index=True)
    address_mask = models.CharField(max_length=80, default="", blank=True)
    language = models.CharField(max_length=10, default="", blank=True)
    reason = models.CharField(max_length=200, default="", blank=True)
    enclosed = ArrayField(models.CharField(max_length=22), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_sent_message_has_its_moment",
                condition=~models.Q(state__in=["sent", "delivered"]) | models.Q(sent_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(name="messages_not_yet_sent", fields=["made_at"], condition=models.Q(state="waiting")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.template} → {self.to}"


class RecordedMessage(models.Model):
    """What the stand-in would have sent, the address masked; a second sending of one key would show here."""

    key = models.CharField(max_length=120, db_index=True)
    channel = models.CharField(max_length=8)
    address_mask = models.CharField(max_length=80)
    subject = models.CharField(max_length=200, default="", blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    enclosed = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    def __str__(self) -> str:
        return f"{self.channel} {self.address_mask}"
