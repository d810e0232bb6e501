"""Sites, what they cover, the technicians who go and when. Knows no customer and no order."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from liuke.areas.network.rules.places import Point
from liuke.areas.network.rules.skills import CERTIFICATES
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Site(models.Model):
    """A service site; its key is its timeline's. Its people are the team `site:<number>`."""

    class Mode(models.TextChoices):
        OWN = "own", "自有"
        COMMISSIONED = "commissioned", "委托"
        AGENT = "agent", "区域代理"

    class Grade(models.TextChoices):
        A = "A"
        B = "B"
        C = "C"

    class Status(models.TextChoices):
        ACTIVE = "active", "营业"
        SUSPENDED = "suspended", "暂停派工"
        CLOSED = "closed", "已关闭"

    timeline = models.OneToOneField(Timeline, models.PROTECT, primary_key=True, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=12, choices=Mode.choices)
    grade = models.CharField(max_length=1, choices=Grade.choices, default=Grade.B)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    division = models.CharField(max_length=9)
    address = models.CharField(max_length=120, blank=True, default="")
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    phone_mask = models.CharField(max_length=24, blank=True, default="")
    contract_until = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_site_has_both_coordinates_or_none",
                condition=Q(lng__isnull=True, lat__isnull=True) | Q(lng__isnull=False, lat__isnull=False),
            ),
            models.CheckConstraint(
                name="a_commissioned_site_has_a_contract",
                condition=Q(mode="own") | Q(contract_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def team_key(self) -> str:
        """The identity team of its people, and the key of its calendar."""
        return f"site:{self.number}"

    @property
    def point(self) -> Point | None:
        return None if self.lng is None or self.lat is None else (self.lng, self.lat)


class Coverage(models.Model):
    """A division a site serves, with the product lines it serves there (none named: all)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="coverages")
    division = models.CharField(max_length=9)
    product_lines = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_site_names_a_division_once", fields=["site", "division"]),
            models.CheckConstraint(
                name="coverage_is_a_division_code", condition=Q(division__regex=r"^(\d{2}|\d{4}|\d{6}|\d{9})$")
            ),
        ]
        indexes = [
            # queries.candidate_sites asks by the prefixes of an address
            models.Index(name="coverage_by_division", fields=["division"]),
        ]


class Technician(models.Model):
    """A person who goes to customers for a site. His home is known to about a kilometre only."""

    class Status(models.TextChoices):
        ACTIVE = "active", "在岗"
        SUSPENDED = "suspended", "停派"
        LEFT = "left", "离职"

    actor = models.OneToOneField(Actor, models.PROTECT, primary_key=True, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="technicians")
    home_lng = models.FloatField(null=True, blank=True)
    home_lat = models.FloatField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)

    def __str__(self) -> str:
        return self.number


class Skill(models.Model):
    """A skill of a technician; where the law asks for a certificate, its expiry decides. Of its number a mask is kept."""

    technician = models.ForeignKey(Technician, models.CASCADE, related_name="skills")
    key = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(default=1)
    certificate_mask = models.CharField(max_length=24, blank=True, default="")
    certificate_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_technician_has_a_skill_once", fields=["technician", "key"]),
            models.CheckConstraint(
                name="a_certified_skill_has_a_certificate",
                condition=~Q(key__in=sorted(CERTIFICATES))
                | (Q(certificate_until__isnull=False) & ~Q(certificate_mask="")),
            ),
            models.CheckConstraint(name="a_skill_level_is_one_to_three", condition=Q(level__range=(1, 3))),
        ]


class Shift(models.Model):
    """A technician's week (seven texts of hours, Monday first) from a day on."""

    technician = models.ForeignKey(Technician, models.CASCADE, related_name="shifts")
    from_date = models.DateField()
    weekly: models.JSONField[list[str], list[str]] = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="a_week_begins_once", fields=["technician", "from_date"]),
            models.CheckConstraint(
                name="a_shift_has_seven_days", condition=Q(weekly__6__isnull=False) & Q(weekly__7__isnull=True)
            ),
        ]


class Departure(models.Model):
    """Days on which a technician departs from his week: leave, training, or extra hours. No hours: the whole day."""

    class Reason(models.TextChoices):
        LEAVE = "leave", "请假"
        SICK = "sick", "病假"
        TRAINING = "training", "培训"
        EXTRA = "extra", "加班"

    technician = models.ForeignKey(Technician, models.CASCADE, related_name="departures")
    from_date = models.DateField()
    until_date = models.DateField()
    hours = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=10, choices=Reason.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_departure_ends_after_it_begins", condition=Q(from_date__lte=F("until_date"))
            ),
        ]
        indexes = [
            # queries.capacity reads the departures of some technicians over some days
            models.Index(name="departure_by_technician", fields=["technician", "until_date"]),
        ]
