"""Fields of the file as data: what may be known of a customer or a person, and what is known, from whom and since when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models.file import Contact, Customer
from liuke.areas.customers.rules.field_types import SEALED
from liuke.areas.customers.rules.sources import OWN_WORD
from liuke.foundation.identity.models import Actor


class FieldDefinition(models.Model):
    """One field. `own_word`: of whom only the person himself may have told it (households, or anybody)."""

    class Group(models.TextChoices):
        BASICS = "basics"
        TRAITS = "traits"
        BUSINESS = "business"
        DEALINGS = "dealings"

    class Subject(models.TextChoices):
        CUSTOMER = "customer"
        CONTACT = "contact"

    class OwnWord(models.TextChoices):
        NOBODY = ""
        HOUSEHOLDS = "household"
        ANYBODY = "always"

    key = models.CharField(max_length=40, unique=True)
    zh = models.CharField(max_length=40)
    en = models.CharField(max_length=60)
    group = models.CharField(max_length=10, choices=Group.choices)
    subject = models.CharField(max_length=10, choices=Subject.choices, default=Subject.CUSTOMER)
    for_company = models.BooleanField(default=True)
    for_household = models.BooleanField(default=False)
    type = models.CharField(max_length=10)
    choices = models.JSONField(default=list, blank=True)
    secrecy = models.CharField(max_length=10, choices=Customer.Secrecy.choices, default=Customer.Secrecy.GENERAL)
    own_word = models.CharField(max_length=10, choices=OwnWord.choices, blank=True, default="")
    searchable = models.BooleanField(default=False)
    highlight = models.BooleanField(default=False)
    stale_days = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    is_standard = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_field_is_of_companies_or_households", condition=Q(for_company=True) | Q(for_household=True)
            ),
            models.CheckConstraint(
                name="what_is_sealed_is_not_searched", condition=Q(searchable=False) | ~Q(type__in=sorted(SEALED))
            ),
            models.CheckConstraint(
                name="what_is_secret_is_not_searched", condition=Q(searchable=False) | Q(secrecy="general")
            ),
            models.CheckConstraint(name="a_choice_has_choices", condition=~Q(type="choice") | ~Q(choices=[])),
        ]

    def __str__(self) -> str:
        return self.key


class FieldValue(models.Model):
    """What is known, by whom and when. Of a sealed field `value` is the mask; the clear one is a ClearValue."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="field_values")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="field_values")
    definition = models.ForeignKey(FieldDefinition, models.PROTECT, related_name="+")
    value = models.JSONField()
    own_word = models.BooleanField(default=False)
    source = models.CharField(max_length=16)
    told_on = models.DateField()
    entered_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_field_has_one_value",
                fields=["customer", "contact", "definition"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="what_is_private_came_from_the_person",
                condition=Q(own_word=False) | Q(source__in=sorted(OWN_WORD)),
            ),
        ]

    def __str__(self) -> str:
        return f"field:{self.pk}"
