"""The signs that a bond is firm (H5, H6), and how each customer regards us as counted last night (H5, H30)."""

from __future__ import annotations

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Customer
from liuke.areas.keeping.rules.bond import CRITERIA, SIGNS, STEPS
from liuke.foundation.identity.models import Actor

OPEN_SIGN: Final = Q(ended_at=None)
NOTED: Final = Q(ended_at=None, proposed=False)
"""Signs that count while they are fresh; a proposed one waits for somebody's yes."""


class Sign(models.Model):
    """One of the ten signs with a company: since when, proved by which event; no words of its own."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    sign = models.CharField(max_length=16)
    seen_at = models.DateTimeField()
    evidence = models.BigIntegerField()  # the event that proves it, or that says who noted it
    proposed = models.BooleanField(default=False)
    by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_sign_stands_once", fields=["customer", "sign"], condition=OPEN_SIGN),
            models.CheckConstraint(name="a_sign_is_one_of_the_ten", condition=Q(sign__in=list(SIGNS))),
            models.CheckConstraint(
                name="a_sign_counts_by_somebody_s_judgement", condition=Q(proposed=True) | Q(by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.sign}"


class Regard(models.Model):
    """As counted last night: his last answer's step on the ladder, which criteria of a core customer he meets.

    `by_count`: the count has made him a core customer; only such a one is made an ordinary one again by the count.
    """

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="+")
    step = models.CharField(max_length=16, blank=True, default="")
    said_at = models.DateTimeField(null=True, blank=True)
    met = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    core = models.BooleanField(default=False)
    by_count = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_step_is_one_of_the_ladder", condition=Q(step__in=["", *STEPS])),
            models.CheckConstraint(name="what_he_said_has_its_day", condition=Q(step="") | Q(said_at__isnull=False)),
            models.CheckConstraint(name="criteria_are_named", condition=Q(met__contained_by=list(CRITERIA))),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="regard_core", fields=["customer"], condition=Q(core=True) | Q(by_count=True)),
            models.Index(name="regard_by_step", fields=["step", "customer"], condition=~Q(step="")),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.step}"
