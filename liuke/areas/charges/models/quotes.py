"""Quotes with the lines of every version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Quote(models.Model):
    """A priced offer for one order. Changed, it is the next `version` of the same number; the lines of all stay."""

    class State(models.TextChoices):
        MADE = "made"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="quotes")
    state = models.CharField(max_length=10, choices=State.choices, default=State.MADE)
    version = models.PositiveSmallIntegerField(default=1)
    amount_cents = models.PositiveIntegerField()
    guarantee_days = models.PositiveSmallIntegerField()
    old_parts = models.CharField(max_length=6, blank=True, default="")
    site = models.CharField(max_length=20, blank=True, default="")
    technician_id = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    answered_version = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_via = models.CharField(max_length=8, blank=True, default="")
    signature = models.CharField(max_length=64, blank=True, default="")
    reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="an_order_has_one_quote_awaiting_an_answer", fields=["order"], condition=Q(state="made")
            ),
            models.CheckConstraint(
                name="an_answered_quote_says_who_when_and_how",
                condition=~Q(state__in=["accepted", "refused"])
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answered_via="")),
            ),
            models.CheckConstraint(
                name="an_answer_is_to_the_version_that_stands",
                condition=Q(answered_version__isnull=True, answered_at__isnull=True) | Q(answered_version=F("version")),
            ),
            models.CheckConstraint(
                name="a_quote_signed_on_a_screen_holds_the_signature",
                condition=~Q(state="accepted", answered_via="screen") | ~Q(signature=""),
            ),
            models.CheckConstraint(name="a_quote_is_about_money", condition=Q(amount_cents__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number


class QuoteLine(models.Model):
    """One charge of one version: from the price list by its code, or a free one that says why."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="lines", db_index=False)
    version = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True, default="")
    kind = models.CharField(max_length=12)
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=80)
    quantity = models.PositiveSmallIntegerField()
    unit_cents = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True, default="")
    source = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_line_has_its_place_in_a_version", fields=["quote", "version", "position"]),
            models.CheckConstraint(
                name="a_charge_off_the_list_says_why", condition=~Q(code="") | ~Q(reason="")
            ),
            models.CheckConstraint(name="a_line_counts_something", condition=Q(quantity__gt=0)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.quote_id}/{self.version}.{self.position}"
