"""Parts put in, each with what becomes of the old one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.network.models import Site
from liuke.areas.parts.models.catalogue import Part
from liuke.areas.parts.models.requests import Request
from liuke.areas.parts.models.stock import Place
from liuke.areas.parts.rules.names import OLD_STATES
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Use(models.Model):
    """A part put in on an order. `place` is where it was taken from; None where no stock is kept."""

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, related_name="used_parts")
    line = models.PositiveSmallIntegerField(default=1)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    technician = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    part = models.ForeignKey(Part, models.PROTECT, related_name="uses")
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="uses")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField(default=1)
    price_cents = models.PositiveIntegerField()
    serial = models.CharField(max_length=40, blank=True, default="")
    in_guarantee = models.BooleanField()
    guarantee_until = models.DateField(null=True, blank=True)
    used_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    old_state = models.CharField(max_length=8)
    old_reason = models.CharField(max_length=16, blank=True, default="")
    freight_cents = models.PositiveIntegerField(default=0)
    carrier = models.CharField(max_length=40, blank=True, default="")
    waybill = models.CharField(max_length=40, blank=True, default="")
    returned_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=12, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="at_least_one_piece_is_used", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="an_old_part_is_in_a_known_state", condition=Q(old_state__in=list(OLD_STATES))),
            models.CheckConstraint(
                name="a_returned_old_part_has_a_time",
                condition=~Q(old_state__in=["returned", "settled"]) | Q(returned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_settled_old_part_says_what_was_found",
                condition=~Q(old_state="settled") | (~Q(finding="") & Q(settled_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="a_serial_is_put_in_once",
                fields=["part", "serial"],
                condition=~Q(serial="") & Q(taken_back_at__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # old parts that are still out, the oldest first
            models.Index(
                name="old_part_out", fields=["site", "used_at"], condition=Q(old_state__in=["owed", "returned"])
            ),
        ]

    def __str__(self) -> str:
        return self.number
