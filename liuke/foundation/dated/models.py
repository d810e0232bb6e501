"""Values that hold from a day on, by which law or decision: fees, guarantee periods, severities."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from liuke.foundation.identity.models import Actor


class DatedRow(models.Model):
    """One value of one key, for the days from `from_date` to `until_date`, both included."""

    table = models.CharField(max_length=64)
    key = models.CharField(max_length=120)
    value = models.JSONField()
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    source = models.TextField()
    # The seed file it came from; empty once stated by hand, so that a later seed leaves it alone.
    seed = models.CharField(max_length=120, default="", blank=True)
    stated_by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_value_holds_per_day",
                expressions=[
                    ("table", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_date"),
                            F("until_date"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
            models.CheckConstraint(
                name="a_value_holds_for_a_day_at_least",
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
            ),
            models.CheckConstraint(name="a_value_has_a_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.table}/{self.key} {self.from_date}"
