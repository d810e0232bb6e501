"""The audit trail: looks, refusals, sign-ins, exports and edits of what everybody works by. Only ever added to."""

from django.db import models

from liuke.foundation.identity.models import Actor


class AuditRow(models.Model):
    """Who did what, when, to which subject. The database refuses to change or delete one (0002)."""

    act = models.CharField(max_length=64)
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    subject = models.CharField(max_length=120, default="", blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(name="audit_of_a_subject", fields=["subject", "-id"]),
            models.Index(name="audit_of_an_actor", fields=["by", "-id"]),
            models.Index(name="audit_of_an_act", fields=["act", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"
