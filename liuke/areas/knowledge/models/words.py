"""What a company changed of the wordings and standard phrases, version by version, and what went out all the same."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from liuke.areas.knowledge.rules.phrases import SITUATIONS
from liuke.areas.knowledge.rules.wordings import KINDS
from liuke.foundation.identity.models import Actor


class WordingText(models.Model):
    """One version of a wording that is not to be used, told as the seed tells it. The current one stands over the seed."""

    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    is_used = models.BooleanField(default=True)
    kind = models.CharField(max_length=8)
    told: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_wording_has_each_version_once", fields=["key", "version"]),
            models.UniqueConstraint(
                name="a_wording_has_one_current_version", fields=["key"], condition=Q(is_current=True)
            ),
            models.CheckConstraint(name="a_wording_is_of_a_known_kind", condition=Q(kind__in=list(KINDS))),
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.version}"


class Phrase(models.Model):
    """One version of a standard phrase: text with placeholders only, for a situation."""

    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    is_used = models.BooleanField(default=True)
    situation = models.CharField(max_length=16)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="a_phrase_has_each_version_once", fields=["key", "version"]),
            models.UniqueConstraint(
                name="a_phrase_has_one_current_version", fields=["key"], condition=Q(is_current=True)
            ),
            models.CheckConstraint(
                name="a_phrase_is_for_a_known_situation", condition=Q(situation__in=list(SITUATIONS))
            ),
            models.CheckConstraint(name="a_phrase_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.key}.{self.version}"


class Overriding(models.Model):
    """A text went out although the check found something; why is on the history."""

    about = models.CharField(max_length=40, blank=True, default="")
    rules = ArrayField(models.CharField(max_length=40))
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="what_was_overridden_is_named", condition=~Q(rules=[])),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # how often in the last weeks, by wording and by person
            models.Index(name="overriding_by_time", fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {', '.join(self.rules)}"
