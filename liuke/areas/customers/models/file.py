"""The file: customers, the people who speak for them, their numbers and addresses. Clear values lie in one table."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Right

from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Customer(models.Model):
    """A company or household; its key is its timeline's. A provisional one is an unknown caller, taken in at once."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household"
        COMPANY = "company"
        PROVISIONAL = "provisional"

    class Secrecy(models.TextChoices):
        GENERAL = "general"
        IMPORTANT = "important"
        CORE = "core"

    timeline = models.OneToOneField(Timeline, models.PROTECT, primary_key=True, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True, default="")
    pinyin = models.CharField(max_length=120, blank=True, default="")
    initials = models.CharField(max_length=40, blank=True, default="")
    grade = models.CharField(max_length=1, blank=True, default="")
    is_core = models.BooleanField(default=False)
    secrecy = models.CharField(max_length=10, choices=Secrecy.choices, default=Secrecy.GENERAL)
    keeper = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    source = models.CharField(max_length=32, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    registered_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="customer_by_name", fields=["name"], opclasses=["varchar_pattern_ops"]),
            models.Index(name="customer_by_pinyin", fields=["pinyin"], opclasses=["varchar_pattern_ops"]),
            models.Index(name="customer_by_initials", fields=["initials"], opclasses=["varchar_pattern_ops"]),
            models.Index(Right("code", 4), name="customer_by_code_tail"),
            models.Index(name="customer_core", fields=["timeline"], condition=Q(is_core=True)),
            models.Index(name="customer_by_grade", fields=["grade", "timeline"], condition=~Q(grade="")),
            models.Index(name="customer_losers", fields=["merged_into"], condition=Q(merged_into__isnull=False)),
            models.Index(name="customer_accounts", fields=["account"], condition=Q(account__isnull=False)),
            models.Index(name="customer_by_kind", fields=["kind", "timeline"]),
            models.Index(name="customer_by_secrecy", fields=["secrecy", "timeline"], condition=~Q(secrecy="general")),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_grade_is_a_b_or_c", condition=Q(grade__in=["", "A", "B", "C"])),
            models.CheckConstraint(
                name="a_known_customer_has_a_name",
                condition=Q(kind="provisional") | ~Q(name="") | Q(erased_at__isnull=False),
            ),
            models.CheckConstraint(name="nobody_is_merged_into_himself", condition=~Q(merged_into=F("timeline"))),
        ]

    def __str__(self) -> str:
        return self.code


class Contact(models.Model):
    """Somebody who speaks for a customer: himself, his son, the property office. `pinyin` is empty where the
    customer's own already finds him."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=80, blank=True, default="")
    relation = models.CharField(max_length=40, blank=True, default="")
    role = models.CharField(max_length=40, blank=True, default="")
    pinyin = models.CharField(max_length=120, blank=True, default="")
    initials = models.CharField(max_length=40, blank=True, default="")
    identity_mask = models.CharField(max_length=24, blank=True, default="")
    identity_hash = models.BinaryField(max_length=16, null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                name="contact_by_pinyin",
                fields=["pinyin"],
                opclasses=["varchar_pattern_ops"],
                condition=~Q(pinyin=""),
            ),
            models.Index(
                name="contact_by_initials",
                fields=["initials"],
                opclasses=["varchar_pattern_ops"],
                condition=~Q(initials=""),
            ),
            models.Index(
                name="contact_by_identity", fields=["identity_hash"], condition=Q(identity_hash__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"contact:{self.pk}"


class Phone(models.Model):
    """A number a contact is reached at: mask and keyed hashes only. Detached when it turned out to be another's."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="phones")
    kind = models.CharField(max_length=10)
    mask = models.CharField(max_length=24)
    number_hash = models.BinaryField(max_length=16)
    tail_hash = models.BinaryField(max_length=16)
    seen_at = models.DateTimeField()
    detached_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="phone_by_number", fields=["number_hash", "-seen_at"]),
            models.Index(name="phone_by_tail", fields=["tail_hash", "-seen_at"]),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_contact_holds_a_number_once",
                fields=["contact", "number_hash"],
                condition=Q(detached_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"phone:{self.pk}"


class Address(models.Model):
    """Where a customer is served: division to the street, text without the door, place to about a kilometre."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="addresses")
    division = models.CharField(max_length=9, blank=True, default="")
    masked = models.CharField(max_length=200)
    end_hash = models.BinaryField(max_length=16, null=True, blank=True)
    lng = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    lat = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_place_has_both_coordinates",
                condition=Q(lng__isnull=True, lat__isnull=True) | Q(lng__isnull=False, lat__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"address:{self.pk}"


class SearchEntry(models.Model):
    """The pairs of characters a customer is found by: of names `n..`, of streets `a..` (rules/searching.py)."""

    customer = models.OneToOneField(Customer, models.CASCADE, primary_key=True, related_name="search")
    words = SearchVectorField()

    class Meta:
        # a short list of entries not yet sorted in: each search reads it whole (4 MB of it cost 8 ms, measured)
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(name="customer_by_pairs", fields=["words"], gin_pending_list_limit=256)
        ]

    def __str__(self) -> str:
        return f"search:{self.pk}"


class ClearValue(models.Model):
    """The one home of clear personal data, sealed with AES-256-GCM. Nobody reads it but `access.reveal`."""

    class Kind(models.TextChoices):
        PHONE = "phone"
        IDENTITY = "identity"
        ADDRESS = "address"
        PLACE = "place"
        FIELD = "field"

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    owner = models.BigIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="one_clear_value_of_a_kind_per_row", fields=["kind", "owner"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.owner}"
