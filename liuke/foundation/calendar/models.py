"""Calendars that were edited, and days an office has stated to be holidays or working days."""

from django.db import models

from liuke.foundation.identity.models import Actor


class StoredCalendar(models.Model):
    """One calendar as it was last saved; what nobody has saved comes from the built-in ones."""

    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    weekly = models.JSONField()
    observes_holidays = models.BooleanField(default=False)
    exceptions = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_week_has_seven_days",
                condition=models.Q(weekly__6__isnull=False) & models.Q(weekly__7__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.name


class HolidayOverride(models.Model):
    """A date on which the whole country departs from the plain week, with the notice that says so."""

    date = models.DateField(unique=True)
    works = models.BooleanField()
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    stated_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
