"""Money of sites that the company held and that has fallen due to be given back. In cents of CNY."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from liuke.areas.network.models import Site
from liuke.areas.settlement.models.statements import Statement
from liuke.areas.settlement.rules.holding import BECAUSE, HOLDINGS, STATES
from liuke.foundation.identity.models import Actor


class Holding(models.Model):
    """The retention of one statement, or a site's deposit. `event` is what gave it back: the line's evidence."""

    number = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    cents = models.BigIntegerField()
    because = models.CharField(max_length=24)
    due_on = models.DateField()
    found_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="due")
    version = models.PositiveIntegerField(default=1)
    given_back_at = models.DateTimeField(null=True, blank=True)
    given_back_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    event = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_holding_is_of_a_known_kind", condition=Q(kind__in=list(HOLDINGS))),
            models.CheckConstraint(name="a_holding_is_in_a_known_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(name="a_holding_is_due_for_a_known_reason", condition=Q(because__in=list(BECAUSE))),
            models.CheckConstraint(name="a_holding_is_some_money", condition=Q(cents__gt=0)),
            models.CheckConstraint(
                name="a_retention_names_its_statement",
                condition=Q(kind="retention", statement__isnull=False) | Q(kind="deposit", statement__isnull=True),
            ),
            models.CheckConstraint(
                name="what_was_given_back_says_by_whom_and_when",
                condition=Q(state="given_back", given_back_at__isnull=False, given_back_by__isnull=False)
                | (~Q(state="given_back") & Q(given_back_at__isnull=True, given_back_by__isnull=True)),
            ),
            models.UniqueConstraint(
                name="a_retention_is_given_back_once", fields=["statement"], condition=~Q(state="withdrawn")
            ),
            models.UniqueConstraint(
                name="a_deposit_waits_to_be_given_back_once",
                fields=["site"],
                condition=Q(kind="deposit", state="due"),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # what was given back of a site, for its next statement and for what is still held
            models.Index(name="holding_of_site", fields=["site", "state"]),
        ]

    def __str__(self) -> str:
        return self.number
