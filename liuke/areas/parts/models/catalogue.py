"""The catalogue of spare parts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Part(models.Model):
    """A spare part: what it fits, what it costs, whether the old one comes back, what may go in its place."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    product_lines = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    models_fit = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    price_cents = models.PositiveIntegerField(default=0)
    returnable = models.BooleanField(default=False)
    serial_tracked = models.BooleanField(default=False)
    guarantee_months = models.PositiveSmallIntegerField(null=True, blank=True)
    guarantee_source = models.CharField(max_length=200, blank=True, default="")
    substitutes = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="stands_in_for")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_part_code_fits_on_a_label", condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9.-]{0,39}$")
            ),
            models.CheckConstraint(
                name="a_guarantee_of_its_own_names_its_source",
                condition=Q(guarantee_months__isnull=True) | ~Q(guarantee_source=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
