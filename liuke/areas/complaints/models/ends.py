"""What was offered and given, what was learnt and improved, what was written to the customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.complaints.models.complaints import Complaint
from liuke.foundation.identity.models import Actor


class Remedy(models.Model):
    """One thing offered, by us or by the customer himself (C24): what, at which cost, with whose yes."""

    class State(models.TextChoices):
        TO_APPROVE = "to_approve"
        REFUSED = "refused"  # by who had to approve it
        OFFERED = "offered"
        AGREED = "agreed"
        DECLINED = "declined"  # by the customer
        DONE = "done"

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="remedies")
    key = models.CharField(max_length=16)
    words = models.TextField(blank=True, default="")
    cost_cents = models.PositiveBigIntegerField(default=0)
    by_customer = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices)
    done_by_date = models.DateField(null=True, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_remedy_is_approved_by_another_than_who_proposed_it",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="a_refused_remedy_says_by_whom", condition=~Q(state="refused") | Q(decided_by__isnull=False)
            ),
            models.CheckConstraint(
                name="a_remedy_that_is_done_has_a_time", condition=~Q(state="done") | Q(done_at__isnull=False)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # what remedies cost in a period
            models.Index(name="remedy_done", fields=["done_at"], condition=Q(state="done")),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.key}"


class Improvement(models.Model):
    """What was learnt: the cause, who answers for mending it, until when, done with which proof, verified by another."""

    number = models.CharField(max_length=20, unique=True)
    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="improvements")
    cause = models.TextField(blank=True, default="")
    cause_key = models.CharField(max_length=40, blank=True, default="")
    action = models.TextField(blank=True, default="")
    responsible = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateTimeField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True, blank=True)
    proof = models.TextField(blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    works = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="an_improvement_is_verified_after_it_was_done",
                condition=Q(verified_at__isnull=True) | Q(done_at__isnull=False, works__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_verifies_his_own_improvement",
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("responsible")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Recurrence(models.Model):
    """A like complaint that the system found after the case was mended: same kind, same site or machine model."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="recurrences")
    again = models.ForeignKey(Complaint, models.CASCADE, related_name="+")
    why = models.CharField(max_length=12)
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_recurrence_is_found_once", fields=["complaint", "again"]),
            models.CheckConstraint(name="nothing_recurs_as_itself", condition=~Q(complaint=F("again"))),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}→{self.again_id}"


class Letter(models.Model):
    """A letter or mail to the customer: written from a template, sent on a way with proof."""

    class Kind(models.TextChoices):
        ACKNOWLEDGEMENT = "acknowledgement"
        INTERIM = "interim"
        DECISION = "decision"
        APOLOGY = "apology"

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.TextField(blank=True, default="")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    via = models.CharField(max_length=12, blank=True, default="")
    proof = models.CharField(max_length=120, blank=True, default="")
    proof_file = models.CharField(max_length=22, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_sent_letter_says_how_and_has_proof",
                condition=Q(sent_at__isnull=True) | (~Q(via="") & ~Q(proof="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.kind}"
