"""The numbers of forms that were sent, with where the sender was taken, so that a second click finds the same page."""

from django.db import models

from liuke.foundation.identity.models import Actor


class UsedForm(models.Model):
    number = models.CharField(max_length=40)
    by = models.ForeignKey(Actor, models.CASCADE, related_name="+")
    used_at = models.DateTimeField(db_index=True)
    location = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="a_form_is_taken_once", fields=["by", "number"])]

    def __str__(self) -> str:
        return self.number
