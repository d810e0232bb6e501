"""Calls, and wishes before it is known whether anybody has to come. Clear phone numbers live in customers only."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Right

from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor


class Call(models.Model):
    """A ringing phone: answered or abandoned. `customer` is null while a number belongs to several."""

    class State(models.TextChoices):
        ANSWERED = "answered"
        ABANDONED = "abandoned"

    number = models.CharField(max_length=20, unique=True)
    phone_mask = models.CharField(max_length=24, blank=True, default="")
    phone_hash = models.BinaryField(max_length=32, null=True, blank=True)
    line = models.CharField(max_length=20, blank=True, default="")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, blank=True, related_name="calls")
    state = models.CharField(max_length=10, choices=State.choices)
    started_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            # take_call: abandoned calls of this number that still owe a call back
            models.Index(
                name="call_to_return", fields=["phone_hash"], condition=Q(state="abandoned", returned_at__isnull=True)
            ),
            # the board: today's calls (calls come in order of time, so a block range tells enough)
            BrinIndex(name="call_by_time", fields=["started_at"], autosummarize=True),
        ]

    def __str__(self) -> str:
        return self.number


class ServiceRequest(models.Model):
    """A wish as the customer said it, before it is known whether anybody has to come."""

    class State(models.TextChoices):
        OPEN = "open"
        SOLVED = "solved"  # on the phone: an avoided visit
        ORDERED = "ordered"

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="requests")
    address_id = models.BigIntegerField(null=True, blank=True)
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="requests")
    source = models.CharField(max_length=20)
    external_no = models.CharField(max_length=64, blank=True, default="")
    kind = models.CharField(max_length=20)
    product_line = models.CharField(max_length=40, blank=True, default="")
    fault = models.TextField(blank=True, default="")
    hazards = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    received_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    solved_reason = models.CharField(max_length=20, blank=True, default="")
    solved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="an_external_number_comes_once_per_source",
                fields=["source", "external_no"],
                condition=~Q(external_no=""),
            ),
            models.CheckConstraint(
                name="a_solved_request_has_reason_and_time",
                condition=~Q(state="solved") | (~Q(solved_reason="") & Q(solved_at__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the desk's list of wishes nobody has taken
            models.Index(name="request_untaken", fields=["received_at"], condition=Q(taken_at__isnull=True)),
            models.Index(Right("number", 4), name="request_by_tail"),
            # the board: today's wishes, and those that needed no visit
            BrinIndex(name="request_by_time", fields=["received_at"], autosummarize=True),
            models.Index(name="request_solved", fields=["solved_at"], condition=Q(state="solved")),
        ]

    def __str__(self) -> str:
        return self.number
