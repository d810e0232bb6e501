"""The season table: dated rows for a site or for all, for a product line or for all."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from liuke.areas.network.models.sites import Site
from liuke.areas.network.rules.season import LEAST, MOST, MOST_CREWS
from liuke.foundation.identity.models import Actor


class SeasonRow(models.Model):
    """A stretch of days, both included. No site: every site that has no row of its own."""

    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=40)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="seasons")
    product_line = models.CharField(max_length=40, blank=True, default="")
    from_date = models.DateField()
    until_date = models.DateField()
    percent = models.PositiveSmallIntegerField()
    extra_crews = models.PositiveSmallIntegerField(default=0)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_season_ends_after_it_begins", condition=Q(from_date__lte=F("until_date"))),
            models.CheckConstraint(name="a_season_stays_honest", condition=Q(percent__range=(LEAST, MOST))),
            models.CheckConstraint(name="extra_crews_are_a_few", condition=Q(extra_crews__lte=MOST_CREWS)),
            ExclusionConstraint(
                name="one_season_a_day_for_a_site_and_a_line",
                expressions=[
                    (Coalesce(F("site"), Value(0), output_field=models.BigIntegerField()), RangeOperators.EQUAL),
                    ("product_line", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_date"), F("until_date"), Value("[]"), function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number
