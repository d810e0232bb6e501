"""Who agreed to what, by which text, since when and until when; and the company's own texts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models.file import Customer
from liuke.areas.customers.rules.consents import ENDINGS, PURPOSES
from liuke.foundation.identity.models import Actor


class ConsentText(models.Model):
    """The words a company states for a purpose. A row is never changed; the next text is the next version."""

    purpose = models.CharField(max_length=12)
    version = models.PositiveSmallIntegerField()
    zh = models.CharField(max_length=500)
    en = models.CharField(max_length=1000)
    stated_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_version_names_one_consent_text", fields=["purpose", "version"]),
            models.CheckConstraint(
                name="a_consent_text_is_of_a_known_purpose", condition=Q(purpose__in=list(PURPOSES))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}-{self.version}"


class Consent(models.Model):
    """A customer's yes to one purpose by one text (PIPL 14). It is never taken away, only ended: it is its own proof."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12)
    text = models.CharField(max_length=20)
    way = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    ended_way = models.CharField(max_length=12, blank=True, default="")
    ending = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_purpose_has_one_consent_in_force",
                fields=["customer", "purpose"],
                condition=Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(name="a_consent_is_for_a_known_purpose", condition=Q(purpose__in=list(PURPOSES))),
            models.CheckConstraint(
                name="a_consent_in_force_has_no_ending",
                condition=Q(ending="") | Q(ended_at__isnull=False, ending__in=list(ENDINGS)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.text}"
