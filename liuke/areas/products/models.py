"""The catalogue and the installed base. Knows customers by key; knows no order and no site."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models.functions import Reverse

from liuke.areas.products.rules import repairs
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.areas.products.rules.guarantee import Papers
from liuke.foundation.words import Words


class ProductLine(models.Model):
    """A kind of appliance: what guarantee it has, what a technician must know and hold, how long work takes."""

    key = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    guarantee_class = models.CharField(max_length=40)
    skills = ArrayField(models.CharField(max_length=40), default=list)
    certificates = ArrayField(models.CharField(max_length=40), default=list)
    certificates_by_kind: models.JSONField[dict[str, list[str]], dict[str, list[str]]] = models.JSONField(default=dict)
    minutes: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name_zh

    def facts(self) -> LineFacts:
        return LineFacts(
            key=self.key,
            words=Words(self.name_zh, self.name_en),
            guarantee_class=self.guarantee_class,
            skills=tuple(self.skills),
            certificates=tuple(self.certificates),
            certificates_by_kind=self.certificates_by_kind,
            minutes=self.minutes,
        )


class ProductModel(models.Model):
    """One model of a line, with the parts that wear and after how many months."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    line = models.ForeignKey(ProductLine, models.PROTECT, related_name="models")
    wear_parts: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(default=list)
    ended_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_model_code_is_written_in_capitals", condition=~models.Q(code__regex="[a-z ]")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Machine(models.Model):
    """A machine at a customer's. `address_id` names an address of the customers room, whose owner may forget it."""

    class Status(models.TextChoices):
        IN_USE = "in_use", "在用"
        STORED = "stored", "待安装"
        RETURNED = "returned", "已退机"
        EXCHANGED = "exchanged", "已换机"
        SCRAPPED = "scrapped", "已报废"

    number = models.CharField(max_length=16, unique=True)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="machines")
    model = models.ForeignKey(ProductModel, models.PROTECT, related_name="machines")
    serial = models.CharField(max_length=40, blank=True, default="")
    made_date = models.DateField(null=True, blank=True)
    bought_date = models.DateField(null=True, blank=True)
    installed_date = models.DateField(null=True, blank=True)
    proof_of_purchase = models.BooleanField(default=False)
    has_installation_card = models.BooleanField(default=False)
    address_id = models.BigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=20, blank=True, default="")
    repairs: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(
        default=list, blank=True, db_default=models.Value([], models.JSONField())
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.IN_USE)
    version = models.PositiveIntegerField(default=1)
    registered_at = models.DateTimeField()

    EDITABLE: ClassVar[tuple[str, ...]] = (
        "serial",
        "made_date",
        "bought_date",
        "installed_date",
        "proof_of_purchase",
        "address_id",
        "status",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_serial_exists_once_per_model", fields=["model", "serial"], condition=~models.Q(serial="")
            ),
            models.CheckConstraint(name="a_serial_is_written_in_capitals", condition=~models.Q(serial__regex="[a-z ]")),
            models.CheckConstraint(
                name="a_machine_is_made_before_it_is_bought",
                condition=models.Q(made_date__isnull=True)
                | models.Q(bought_date__isnull=True)
                | models.Q(made_date__lte=models.F("bought_date")),
            ),
            models.CheckConstraint(
                name="an_installation_card_has_a_date",
                condition=models.Q(has_installation_card=False) | models.Q(installed_date__isnull=False),
            ),
        ]
        indexes = [
            # queries.find_by_serial: callers read out the end of a serial, so it is searched from behind
            models.Index(OpClass(Reverse("serial"), name="text_pattern_ops"), name="machine_by_serial_tail"),
        ]

    def __str__(self) -> str:
        return self.number

    def papers(self) -> Papers:
        """What the guarantee is decided from."""
        return Papers(
            bought=self.bought_date,
            installed=self.installed_date,
            made=self.made_date,
            proof=self.proof_of_purchase,
            card=self.has_installation_card,
            repairs=repairs.read(self.repairs),
        )
