"""Callbacks with their tries and answers, dissatisfactions that were voiced, and consents to be called again."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Contact, Customer
from liuke.foundation.identity.models import Actor

OPEN_STATES = ("due", "not_reached", "later")
OPEN = Q(state__in=OPEN_STATES)


class Callback(models.Model):
    """One call to a customer about an order or a machine (`about`), until he answered or three tries found nobody."""

    class Kind(models.TextChoices):
        AFTER_SERVICE = "after_service"
        DAY3 = "day3"
        WEEK3 = "week3"
        MONTH3 = "month3"

    class State(models.TextChoices):
        DUE = "due"
        NOT_REACHED = "not_reached"
        LATER = "later"
        DONE = "done"
        UNCONFIRMED = "unconfirmed"
        DROPPED = "dropped"  # its order was ended without it

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    about = models.CharField(max_length=40)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="callbacks", db_index=False)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    site = models.CharField(max_length=20, blank=True, default="")
    technician_id = models.BigIntegerField(null=True, blank=True)
    paid = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DUE)
    opened_at = models.DateTimeField()
    call_from = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    script = models.CharField(max_length=20, blank=True, default="")
    answers: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField(default=dict, blank=True)
    words = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=24, blank=True, default="")
    flags = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    ladder = models.CharField(max_length=16, blank=True, default="")
    why = ArrayField(models.CharField(max_length=16), default=list, blank=True)  # a person calls whatever he evaluates
    via = models.CharField(max_length=12, blank=True, default="")  # evaluation: he was spared the call

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_thing_has_one_open_callback_of_a_kind", fields=["about", "kind"], condition=OPEN
            ),
            models.CheckConstraint(
                name="a_finished_callback_has_outcome_and_time",
                condition=~Q(state="done") | (~Q(outcome="") & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="unconfirmed_is_no_outcome", condition=Q(state__in=["done", "dropped"]) | Q(outcome="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the caller's list, the one longest awaited first
            models.Index(name="callback_open", fields=["call_from", "id"], condition=OPEN),
            # the customer's history
            models.Index(name="callback_of_customer", fields=["customer", "-id"]),
            # the callbacks of an order or a machine
            models.Index(name="callback_about", fields=["about", "-id"]),
            # outcome counts of a period
            models.Index(name="callback_done", fields=["ended_at", "site"], condition=~OPEN),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Try(models.Model):
    """One time that the phone rang and nobody answered."""

    callback = models.ForeignKey(Callback, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.callback_id}@{self.at.isoformat()}"


class Dissatisfaction(models.Model):
    """What a customer complained of, from the first word to a settlement that he accepts."""

    class State(models.TextChoices):
        VOICED = "voiced"
        HANDLED = "handled"
        SETTLED = "settled"

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="dissatisfactions", db_index=False)
    about = models.CharField(max_length=40)
    channel = models.CharField(max_length=16)
    words = models.TextField(blank=True, default="")
    wants = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.VOICED)
    voiced_at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    handler = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    handled_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    remedy = models.TextField(blank=True, default="")
    complaint = models.CharField(max_length=20, blank=True, default="")  # the case that it became

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_handled_dissatisfaction_names_its_handler",
                condition=~Q(state="handled") | Q(handler__isnull=False, handled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_settled_dissatisfaction_has_a_time", condition=~Q(state="settled") | Q(settled_at__isnull=False)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # before you speak: the open ones of these customers
            models.Index(name="dissatisfaction_open", fields=["customer"], condition=~Q(state="settled")),
            # the outcome of an order asks whether he complained about it
            models.Index(name="dissatisfaction_about", fields=["about"]),
            # the desk's list, newest first, and a customer's history
            models.Index(name="dissatisfaction_history", fields=["customer", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number


class Consent(models.Model):
    """A customer's yes to a sales follow-up by phone, and its end."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="consents", db_index=False)
    given_at = models.DateTimeField()
    via = models.CharField(max_length=16)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_customer_has_one_consent_in_force", fields=["customer"], condition=Q(withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"consent:{self.pk}"
