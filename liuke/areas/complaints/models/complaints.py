"""A complaint with what it is about, its sentences, the steps of the talk and the tries to reach the customer."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liuke.areas.complaints.rules import states
from liuke.areas.customers.models import Customer
from liuke.foundation.identity.models import Actor

OPEN = Q(state__in=states.OPEN)


class Complaint(models.Model):
    """What a customer complains of, until he has said his word. `taken_by` owns it until a handler accepts.

    Clocks run from `counted_from`: when it came in, or was last reopened.
    `about` is the main thing (an order, a machine) or "" for us as a whole; `told` the dissatisfaction it came from.
    """

    number = models.CharField(max_length=20, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="complaints", db_index=False)
    about = models.CharField(max_length=40, blank=True, default="")
    told = models.CharField(max_length=20, blank=True, default="")
    source = models.CharField(max_length=20)
    external_no = models.CharField(max_length=64, blank=True, default="")
    words = models.TextField(blank=True, default="")
    wants = models.TextField(blank=True, default="")
    means = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=12, blank=True, default="")
    sub = models.CharField(max_length=24, blank=True, default="")
    cause = models.CharField(max_length=40, blank=True, default="")
    severity = models.CharField(max_length=8, default="ordinary")
    hard = models.BooleanField(default=False)
    stance = models.CharField(max_length=16, blank=True, default="")
    finding = models.TextField(blank=True, default="")
    state = models.CharField(max_length=16, choices=[(k, k) for k in states.STATES], default="to_assign")
    taken_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    handler = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    counted_from = models.DateTimeField()
    answer_by = models.DateTimeField(null=True, blank=True)
    named_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    contacted_at = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    word = models.CharField(max_length=12, blank=True, default="")
    reopened = models.PositiveSmallIntegerField(default=0)
    at_once = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_closed_complaint_has_the_customers_word_and_a_time",
                condition=~Q(state="closed") | (Q(word__in=list(states.WORD)) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_named_handler_has_a_time", condition=Q(handler__isnull=True) | Q(named_at__isnull=False)
            ),
            models.CheckConstraint(
                name="an_accepted_complaint_has_a_handler",
                condition=Q(accepted_at__isnull=True) | Q(handler__isnull=False),
            ),
            models.UniqueConstraint(
                name="an_external_complaint_comes_once_per_source",
                fields=["source", "external_no"],
                condition=~Q(external_no=""),
            ),
            models.UniqueConstraint(
                name="a_dissatisfaction_opens_one_complaint", fields=["told"], condition=~Q(told="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the inbox, and how many lie in whose hands
            models.Index(name="complaint_open", fields=["handler", "state", "id"], condition=OPEN),
            # before you speak, likely repeats, the customer's history
            models.Index(name="complaint_of_customer", fields=["customer", "-id"]),
            # the complaints about an order or a machine
            models.Index(name="complaint_about", fields=["about"], condition=~Q(about="")),
            # boards by period
            models.Index(name="complaint_received", fields=["received_at", "kind", "sub"]),
            # how often a cause, before and after it was mended
            models.Index(name="complaint_cause", fields=["cause", "received_at"], condition=~Q(cause="")),
            # how many somebody settled lately, when a handler is suggested
            models.Index(name="complaint_settled", fields=["handler", "closed_at"], condition=Q(state="closed")),
            # the rows behind the board's figures
            models.Index(name="complaint_at_once", fields=["-id"], condition=Q(at_once=True)),
            models.Index(name="complaint_reopened", fields=["-id"], condition=Q(reopened__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def owner_id(self) -> int:
        """Who answers for it now: the handler who accepted, else whoever took it in."""
        return self.handler_id if self.handler_id and self.accepted_at else self.taken_by_id


class Link(models.Model):
    """Something that belongs to the case: an order, a visit, a machine, a site, another complaint, a colleague's key."""

    class Kind(models.TextChoices):
        ORDER = "order"
        VISIT = "visit"
        MACHINE = "machine"
        SITE = "site"
        COMPLAINT = "complaint"
        PERSON = "person"

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_thing_is_linked_once", fields=["complaint", "kind", "number"]),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(name="complaint_link", fields=["kind", "number"])]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.number}"


class Part(models.Model):
    """One sentence of what was said: feeling, fact, wish or opinion. A fact gets evidence and a verdict (H23)."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="parts")
    nth = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=8)
    proposed = models.CharField(max_length=8, blank=True, default="")
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    verdict = models.CharField(max_length=8, blank=True, default="")
    evidence = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    note = models.TextField(blank=True, default="")
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_sentence_has_one_place", fields=["complaint", "nth"]),
            models.CheckConstraint(name="a_sentence_is_one_of_four", condition=Q(kind__in=list(states.PARTS))),
            models.CheckConstraint(
                name="only_facts_are_judged_and_by_somebody",
                condition=Q(verdict="")
                | Q(kind="fact", verdict__in=list(states.VERDICTS), judged_at__isnull=False, judged_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.nth}"


class Step(models.Model):
    """A step of the talk that was taken: soothed, restated, asked, explained, thanked."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_step_of_the_talk_is_taken_once", fields=["complaint", "key"]),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.key}"


class Try(models.Model):
    """An attempt to reach the customer that nobody answered. Only one in each part of a day counts."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    counted = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.complaint_id}@{self.at.isoformat()}"
