"""The level of a single file, where it is another than its customer's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.rules.gate import LEVELS
from liuke.foundation.files.models import StoredFile
from liuke.foundation.identity.models import Actor


class FileLevel(models.Model):
    """Stands until a day, for a reason; the day after, the file follows its customer's level again."""

    file = models.OneToOneField(StoredFile, models.PROTECT, primary_key=True, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    level = models.CharField(max_length=10, choices=Customer.Secrecy.choices)
    reason = models.CharField(max_length=200)
    until_date = models.DateField(db_index=True)
    set_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_files_level_is_a_known_one", condition=Q(level__in=list(LEVELS))),
            models.CheckConstraint(name="a_files_level_has_its_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.level}"
