"""Requests for parts, for an order or a site's shelf; and the credit a site has for parts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.network.models import Site
from liuke.areas.parts.models.catalogue import Part
from liuke.areas.parts.rules.names import REQUEST_STATES
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


class Request(models.Model):
    """A part that is wanted. An order's has the number of service's own request, whose steps it takes along.

    `part` is what goes (None: not yet found in the catalogue), `asked` what was asked for where a substitute goes.
    `mode` is how parts were kept when it was made, so that a change of mode bends nothing that is under way.
    `reserved`: pieces are set aside for it, in the warehouse until it is shipped, then in the site's store.
    """

    number = models.CharField(max_length=20, unique=True)
    order = models.ForeignKey(WorkOrder, models.PROTECT, null=True, blank=True, related_name="wanted_parts")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    mode = models.CharField(max_length=10)
    wanted = models.CharField(max_length=80)
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="requests")
    asked = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    quantity = models.PositiveIntegerField(default=1)
    price_cents = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, default="requested")
    reserved = models.BooleanField(default=False)
    reason = models.CharField(max_length=12, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    carrier = models.CharField(max_length=40, blank=True, default="")
    waybill = models.CharField(max_length=40, blank=True, default="")
    above_credit = models.BooleanField(default=False)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    approved_at = models.DateTimeField(null=True, blank=True)
    shipped_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_request_is_in_a_known_state", condition=Q(state__in=list(REQUEST_STATES))),
            models.CheckConstraint(name="a_request_wants_at_least_one", condition=Q(quantity__gt=0)),
            models.CheckConstraint(
                name="a_part_under_way_is_in_the_catalogue",
                condition=Q(state__in=["requested", "refused", "withdrawn"]) | Q(part__isnull=False),
            ),
            models.CheckConstraint(
                name="a_request_goes_to_a_site_or_waits_for_one",
                condition=Q(state__in=["requested", "refused", "withdrawn"]) | Q(site__isnull=False),
            ),
            models.CheckConstraint(name="a_refused_request_says_why", condition=~Q(state="refused") | ~Q(reason="")),
            models.CheckConstraint(
                name="pieces_are_set_aside_only_while_they_wait",
                condition=Q(reserved=False) | Q(mode="stock", state__in=["approved", "received"]),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the parts desk, the oldest first
            models.Index(
                name="request_at_the_desk", fields=["state", "id"], condition=Q(state__in=["requested", "approved"])
            ),
            # a site's own, and what is out with it
            models.Index(name="request_of_site", fields=["site", "state", "-id"]),
        ]

    def __str__(self) -> str:
        return self.number


class Credit(models.Model):
    """A site's deposit for parts, and up to which amount parts may be out with it and not settled; in cents."""

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="parts_credit")
    limit_cents = models.PositiveIntegerField()
    deposit_cents = models.PositiveIntegerField(default=0)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.site_id}: {self.limit_cents}"
