"""Statements with their lines, and the appeals of sites against lines. Amounts are in cents of CNY."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liuke.areas.network.models import Site
from liuke.areas.settlement.rules.lines import ITEMS, OF_WORK, ONCE_NAMED
from liuke.areas.settlement.rules.states import LOCKED, STATES
from liuke.foundation.identity.models import Actor


class Month(models.Model):
    """A month of settlement, named by its first day."""

    month = models.DateField(unique=True)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_month_is_named_by_its_first_day", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Statement(models.Model):
    """What a site is to be paid for a month. `cut` is the last event of the journal that it has looked at."""

    number = models.CharField(max_length=20, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    state = models.CharField(max_length=12, default="draft")
    version = models.PositiveIntegerField(default=1)
    cut = models.BigIntegerField()
    cut_at = models.DateTimeField()
    sums: models.JSONField[dict[str, list[int]], dict[str, list[int]]] = models.JSONField(default=dict)
    total_cents = models.BigIntegerField(default=0)
    lines_count = models.PositiveIntegerField(default=0)
    flagged_count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    pay_by_date = models.DateField(null=True, blank=True)
    invoice_no = models.CharField(max_length=40, blank=True, default="")
    invoiced_at = models.DateTimeField(null=True, blank=True)
    paid_on_date = models.DateField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    interest_cents = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_site_has_one_statement_a_month", fields=["site", "month"]),
            models.CheckConstraint(name="a_statement_is_of_a_whole_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="a_statement_is_in_a_known_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(
                name="a_locked_statement_is_signed_by_both",
                condition=~Q(state__in=list(LOCKED))
                | Q(
                    confirmed_by__isnull=False,
                    signed_by__isnull=False,
                    locked_by__isnull=False,
                    pay_by_date__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="site_and_company_sign_by_two_people",
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("confirmed_by")),
            ),
            models.CheckConstraint(
                name="a_paid_statement_says_when", condition=~Q(state="paid") | Q(paid_on_date__isnull=False)
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the list of a month; and of each site, the latest first
            models.Index(name="statement_of_month", fields=["month", "state"]),
        ]

    def __str__(self) -> str:
        return self.number


class StatementLine(models.Model):
    """One line. The database refuses to touch the lines of a statement that the site has signed (migration 0002)."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines", db_index=False)
    place = models.PositiveIntegerField()
    order_number = models.CharField(max_length=20, blank=True, default="")
    item = models.CharField(max_length=16)
    cents = models.BigIntegerField()
    because = models.CharField(max_length=24)
    quantity = models.PositiveIntegerField(default=1)
    unit_cents = models.BigIntegerField(default=0)
    percent = models.SmallIntegerField(null=True, blank=True)
    outcome = models.CharField(max_length=24, blank=True, default="")
    price = models.CharField(max_length=120, blank=True, default="")
    price_from = models.DateField(null=True, blank=True)
    events = ArrayField(models.BigIntegerField(), default=list, blank=True)
    reference = models.CharField(max_length=20, blank=True, default="")
    of_item = models.CharField(max_length=16, blank=True, default="")
    note = models.CharField(max_length=40, blank=True, default="")
    flagged = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="lines_of_a_statement_are_counted", fields=["statement", "place"]),
            models.UniqueConstraint(
                name="a_piece_of_work_is_paid_once", fields=["order_number"], condition=Q(item__in=list(OF_WORK))
            ),
            models.UniqueConstraint(
                name="an_order_has_one_line_of_a_kind",
                fields=["statement", "order_number", "item", "reference", "of_item"],
            ),
            models.CheckConstraint(name="a_line_is_of_a_known_item", condition=Q(item__in=list(ITEMS))),
            models.CheckConstraint(
                name="an_adjustment_names_what_it_adjusts",
                condition=(~Q(item__in=["adjustment", *ONCE_NAMED]) & Q(reference="", of_item=""))
                | (Q(item__in=list(ONCE_NAMED)) & Q(of_item=""))
                | (Q(item="adjustment") & ~Q(reference="") & ~Q(of_item="")),
            ),
            models.CheckConstraint(
                name="what_is_carried_forward_is_owed_and_names_its_month",
                condition=~Q(item="carried") | (Q(cents__lt=0) & ~Q(reference="")),
            ),
            models.UniqueConstraint(
                name="a_sum_is_carried_or_given_back_once",
                fields=["reference"],
                condition=Q(item__in=list(ONCE_NAMED)) & ~Q(reference=""),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # what an order was settled with, in whatever month; and the repeats of an order
            models.Index(name="statement_line_of_order", fields=["order_number"], condition=~Q(order_number="")),
            models.Index(name="statement_line_by_note", fields=["note"], condition=Q(note__startswith="WO-")),
            models.Index(name="statement_line_flagged", fields=["statement"], condition=Q(flagged=True)),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.place}"


class LineAppeal(models.Model):
    """A site does not accept a line: heard by another than who sent the statement, once for each line."""

    number = models.CharField(max_length=20, unique=True)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="appeals")
    order_number = models.CharField(max_length=20)
    item = models.CharField(max_length=16)
    cents = models.BigIntegerField()
    against = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(blank=True, default="")
    files = ArrayField(models.CharField(max_length=40))
    lodged_at = models.DateTimeField()
    lodged_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    granted = models.BooleanField(null=True, blank=True)
    granted_cents = models.BigIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="a_line_is_appealed_against_once", fields=["statement", "order_number", "item"]
            ),
            models.CheckConstraint(
                name="a_line_appeal_is_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("against")),
            ),
            models.CheckConstraint(
                name="a_decided_line_appeal_says_how_and_when",
                condition=Q(granted__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(granted__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_granted_line_appeal_says_the_amount",
                condition=Q(granted=True, granted_cents__isnull=False)
                | Q(granted=False, granted_cents__isnull=True)
                | Q(granted__isnull=True, granted_cents__isnull=True),
            ),
            models.CheckConstraint(name="a_line_appeal_brings_evidence", condition=Q(files__len__gt=0)),
        ]

    def __str__(self) -> str:
        return self.number
