"""Sites to be: candidates on their way to an opening, and the agreements that sites stand on."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from liuke.areas.network.models.sites import Site
from liuke.areas.network.rules.building import MODES, STAGES
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Candidate(models.Model):
    """Somebody who might become a site. Money in cents. `site` is the one that came of it."""

    timeline = models.OneToOneField(Timeline, models.PROTECT, primary_key=True, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    division = models.CharField(max_length=9)
    mode = models.CharField(max_length=12)
    phone_mask = models.CharField(max_length=24, blank=True, default="")
    source = models.CharField(max_length=120, blank=True, default="")
    stage = models.CharField(max_length=12, default="found")
    standards = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    monthly_costs: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict, blank=True)
    once_cents = models.PositiveBigIntegerField(default=0)
    expected_orders = models.PositiveIntegerField(default=0)
    risks: models.JSONField[list[dict[str, object]], list[dict[str, object]]] = models.JSONField(
        default=list, blank=True
    )
    rejected_because = models.CharField(max_length=200, blank=True, default="")
    site = models.OneToOneField(Site, models.PROTECT, null=True, blank=True, related_name="candidate")
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_candidate_is_in_a_known_stage", condition=Q(stage__in=list(STAGES))),
            models.CheckConstraint(name="a_candidate_is_of_a_known_mode", condition=Q(mode__in=list(MODES))),
            models.CheckConstraint(
                name="an_opened_candidate_names_its_site",
                condition=(Q(stage="open") & Q(site__isnull=False)) | (~Q(stage="open") & Q(site__isnull=True)),
            ),
            models.CheckConstraint(
                name="a_rejected_candidate_says_why", condition=~Q(stage="rejected") | ~Q(rejected_because="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # the pipeline, the longest untouched first
            models.Index(name="candidate_by_stage", fields=["stage", "changed_at"]),
        ]

    def __str__(self) -> str:
        return self.number


class Agreement(models.Model):
    """One version of what was agreed with a site (before the opening: with the candidate), from day to day."""

    number = models.CharField(max_length=20)
    edition = models.PositiveSmallIntegerField(default=1)
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="agreements")
    candidate = models.ForeignKey(Candidate, models.PROTECT, null=True, blank=True, related_name="agreements")
    mode = models.CharField(max_length=12)
    starts_on = models.DateField()
    ends_on = models.DateField()
    terms = models.TextField(blank=True, default="")
    papers = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="an_agreement_has_each_edition_once", fields=["number", "edition"]),
            models.CheckConstraint(name="an_agreement_ends_after_it_starts", condition=Q(starts_on__lt=F("ends_on"))),
            models.CheckConstraint(name="an_agreement_is_of_a_known_mode", condition=Q(mode__in=list(MODES))),
            models.CheckConstraint(
                name="an_agreement_is_made_with_somebody", condition=Q(site__isnull=False) | Q(candidate__isnull=False)
            ),
            ExclusionConstraint(
                name="a_site_has_one_agreement_a_day",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_on"), F("ends_on"), Value("[]"), function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(site__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number}/{self.edition}"
