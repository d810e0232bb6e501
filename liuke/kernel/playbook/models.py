"""The handbook as it was in force: every version of every rule, with from when."""

from __future__ import annotations

from django.db import models

from liuke.kernel.promises.models import Terms


class RuleVersion(models.Model):
    """One wording of one rule. `body` is null where the rule was withdrawn. Never changed, only followed."""

    rule = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    in_force_from = models.DateTimeField()
    when = models.CharField(max_length=80)
    body = models.JSONField(null=True)
    terms = models.ForeignKey(Terms, models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_wording_per_rule_version", fields=["rule", "version"]),
            models.CheckConstraint(
                name="a_rule_in_force_has_terms",
                condition=models.Q(body__isnull=True, terms__isnull=True)
                | models.Q(body__isnull=False, terms__isnull=False),
            ),
        ]
        indexes = [models.Index(name="rule_in_force", fields=["rule", "-in_force_from", "-version"])]
