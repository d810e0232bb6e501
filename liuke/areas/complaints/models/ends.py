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
    """A letter or mail to the customer: written from a template, sent on a way with proof.

    By mail: `mailed_to` names the address (`field:12` of the file, `paper:7` who wrote), never says it; on its way from
    `mailed_at` until `sent_at`; `fault` is why the last mail did not arrive; `sent_file` the PDF as it went out.
    """

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
    language = models.CharField(max_length=2, default="zh")
    mailed_to = models.CharField(max_length=24, blank=True, default="")
    mailed_at = models.DateTimeField(null=True, blank=True)
    mailed_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    mail_key = models.CharField(max_length=60, blank=True, default="")
    sent_file = models.CharField(max_length=22, blank=True, default="")
    fault = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_sent_letter_says_how_and_has_proof",
                condition=Q(sent_at__isnull=True) | (~Q(via="") & ~Q(proof="")),
            ),
            models.CheckConstraint(
                name="a_mailed_letter_says_by_whom_and_to_which_address",
                condition=Q(mailed_at__isnull=True)
                | (~Q(mailed_to="") & ~Q(mail_key="") & ~Q(sent_file="") & Q(mailed_by__isnull=False)),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # an answer names the mail that it answers, and so does one that came back
            models.Index(name="letter_by_proof", fields=["proof"], condition=Q(via="mail")),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id}/{self.kind}"
