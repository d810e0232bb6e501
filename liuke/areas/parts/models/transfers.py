"""Pieces on their way from one site's shelf to another's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from liuke.areas.network.models import Site
from liuke.areas.parts.models.catalogue import Part
from liuke.areas.parts.rules.transfers import TRANSFER_STATES
from liuke.foundation.identity.models import Actor


class Transfer(models.Model):
    """Asked for by `to_site`, given by `from_site`; the ledger's moves name it."""

    number = models.CharField(max_length=20, unique=True)
    part = models.ForeignKey(Part, models.PROTECT, related_name="transfers", db_index=False)
    quantity = models.PositiveIntegerField()
    from_site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    to_site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, default="requested")
    reason = models.CharField(max_length=12, blank=True, default="")
    way = models.CharField(max_length=40, blank=True, default="")
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_transfer_goes_to_another_site", condition=~Q(from_site=F("to_site"))),
            models.CheckConstraint(name="a_transfer_moves_something", condition=Q(quantity__gt=0)),
            models.CheckConstraint(name="a_transfer_is_in_a_known_state", condition=Q(state__in=list(TRANSFER_STATES))),
            models.CheckConstraint(name="a_declined_transfer_says_why", condition=~Q(state="declined") | ~Q(reason="")),
            models.CheckConstraint(
                name="a_transfer_is_sent_before_it_is_received",
                condition=Q(state="received", sent_at__isnull=False, received_at__isnull=False)
                | Q(state="sent", sent_at__isnull=False, received_at__isnull=True)
                | Q(state__in=["requested", "declined", "withdrawn"], sent_at__isnull=True, received_at__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # what a desk has to send, and what is on its way to it
            models.Index(name="transfer_of_giver", fields=["from_site", "state"]),
            models.Index(name="transfer_of_taker", fields=["to_site", "state"]),
        ]

    def __str__(self) -> str:
        return self.number
