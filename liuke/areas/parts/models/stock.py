"""Places, what lies there, and the ledger of moves: the moves are the truth, the stock is their sum under a lock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.network.models import Site, Technician
from liuke.areas.parts.models.catalogue import Part
from liuke.areas.parts.rules.names import WHYS
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Place(models.Model):
    """Where parts lie: the company's warehouse, a site's store, a technician's van, or on the way to a site."""

    class Kind(models.TextChoices):
        COMPANY = "company"
        SITE = "site"
        VAN = "van"
        TRANSIT = "transit"

    key = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    site = models.OneToOneField(Site, models.PROTECT, null=True, blank=True, related_name="parts_store")
    technician = models.OneToOneField(Technician, models.PROTECT, null=True, blank=True, related_name="van")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_place_is_one_of_four",
                condition=Q(kind__in=["company", "transit"], site__isnull=True, technician__isnull=True)
                | Q(kind="site", site__isnull=False, technician__isnull=True)
                | Q(kind="van", site__isnull=True, technician__isnull=False),
            ),
            models.UniqueConstraint(
                name="there_is_one_warehouse_and_one_way", fields=["kind"], condition=Q(kind__in=["company", "transit"])
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def its_site(self) -> Site | None:
        """The site it belongs to; reads the technician of a van."""
        return self.technician.site if self.technician else self.site


class Stock(models.Model):
    """How many of a part lie at a place, and how many of them are set aside."""

    place = models.ForeignKey(Place, models.PROTECT, related_name="stock")
    part = models.ForeignKey(Part, models.PROTECT, related_name="stock")
    quantity = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    minimum = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_part_lies_once_at_a_place", fields=["place", "part"]),
            models.CheckConstraint(name="stock_is_never_negative", condition=Q(quantity__gte=0)),
            models.CheckConstraint(
                name="no_more_is_set_aside_than_there_is",
                condition=Q(reserved=0) | Q(reserved__gt=0, reserved__lte=F("quantity")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # what is below its minimum, over all places
            models.Index(name="stock_low", fields=["place"], condition=Q(quantity__lt=F("minimum") + F("reserved"))),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}/{self.part_id}"

    @property
    def free(self) -> int:
        return self.quantity - self.reserved

    @property
    def name(self) -> str:
        """As events and addresses name it: `S-0001/M-12`. Reads place and part."""
        return f"{self.place.key}/{self.part.code}"


class Move(models.Model):
    """One line of the ledger; nothing is ever changed in it. No `from_place`: it came in; no `to_place`: it left."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="moves", db_index=False)
    from_place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    to_place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    quantity = models.PositiveIntegerField()
    why = models.CharField(max_length=12)
    order = models.ForeignKey(WorkOrder, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    reference = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_move_moves_something", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="a_move_says_why", condition=Q(why__in=list(WHYS))),
            models.CheckConstraint(
                name="a_move_goes_somewhere_else",
                condition=(Q(from_place__isnull=False) | Q(to_place__isnull=False))
                & (Q(from_place__isnull=True) | Q(to_place__isnull=True) | ~Q(from_place=F("to_place"))),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the ledger of a part, the latest first
            models.Index(name="move_of_part", fields=["part", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
