"""What holds for one customer: until when his level stands, what he asked for, and whether his data rest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.rules.rights import KINDS, STATES
from liuke.foundation.identity.models import Actor


class LevelTerm(models.Model):
    """A level above general stands until a day, for a reason; the day after, it is general again."""

    customer = models.OneToOneField(Customer, models.PROTECT, primary_key=True, related_name="+")
    level = models.CharField(max_length=10, choices=Customer.Secrecy.choices)
    reason = models.CharField(max_length=200, blank=True, default="")
    until_date = models.DateField(db_index=True)
    set_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="only_a_level_above_general_has_a_term", condition=~Q(level="general")),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.level}"


class PersonRequest(models.Model):
    """What somebody wants done about his own data (PIPL 44 to 50), and what came of it."""

    number = models.CharField(max_length=12, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=8, default="open")
    asked_at = models.DateTimeField()
    taken_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    because = models.CharField(max_length=500, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_persons_request_is_of_a_known_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="a_persons_request_is_in_a_known_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="an_answered_request_says_when", condition=Q(state="open") | Q(answered_at__isnull=False)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="persons_requests_by_state", fields=["state", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number


class Restriction(models.Model):
    """The customer's data are kept and not used (PIPL 47): no clear value is shown, no message is sent."""

    customer = models.OneToOneField(Customer, models.PROTECT, primary_key=True, related_name="+")
    request = models.ForeignKey(PersonRequest, models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.customer_id} since {self.since:%Y-%m-%d}"
