"""Articles as they stand, each version as it was, and each time one was used with a customer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from liuke.areas.knowledge.rules.articles import KINDS, LEVELS, OUTCOMES, STATES, TREE
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Timeline


class Article(models.Model):
    """What we know about something, as it stands. Its history is its own; earlier texts stand in `ArticleText`."""

    timeline = models.OneToOneField(Timeline, models.PROTECT, primary_key=True, related_name="+")
    number = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12)
    level = models.CharField(max_length=8, default="network")
    state = models.CharField(max_length=8, default="draft")
    title = models.CharField(max_length=80)
    body = models.TextField(blank=True, default="")
    steps: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, blank=True)
    lines = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    fault_codes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    model_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """Codes of the catalogue; none: it is for every model of its lines."""
    signs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    """What customers say when it is this: found in the words of a call."""
    source = models.CharField(max_length=40, blank=True, default="")
    seed_key = models.CharField(max_length=40, null=True, blank=True, unique=True)
    owner = models.ForeignKey(Actor, models.PROTECT, null=True, blank=True, related_name="+")
    review_on = models.DateField(null=True, blank=True)
    words = SearchVectorField()
    pinyin = models.CharField(max_length=240, blank=True, default="")
    initials = models.CharField(max_length=80, blank=True, default="")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="an_article_is_of_a_known_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="an_article_is_for_known_readers", condition=Q(level__in=list(LEVELS))),
            models.CheckConstraint(name="an_article_is_in_a_known_state", condition=Q(state__in=list(STATES))),
            models.CheckConstraint(name="an_article_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="an_article_in_force_has_its_review_date",
                condition=~Q(state="in_force") | Q(review_on__isnull=False),
            ),
            models.CheckConstraint(name="a_fault_tree_has_steps", condition=~Q(kind=TREE) | ~Q(steps=[])),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # any two characters, a word, a fault code
            GinIndex(name="article_by_pairs", fields=["words"]),
            # the list, the latest first
            models.Index(name="article_by_change", fields=["state", "-changed_at"]),
        ]

    def __str__(self) -> str:
        return self.number


class ArticleText(models.Model):
    """An article as one version had it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="texts")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    body = models.TextField(blank=True, default="")
    steps: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list, blank=True)
    model_codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="an_article_has_each_version_once", fields=["article", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}.{self.version}"


class ArticleUse(models.Model):
    """One time an article was walked through with a customer, and what came of it. `about`: the request's number."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="uses", db_index=False)
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    about = models.CharField(max_length=40)
    path = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by = models.ForeignKey(Actor, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="a_use_came_to_something", condition=Q(outcome__in=list(OUTCOMES))),
            models.UniqueConstraint(name="an_article_counts_once_for_a_request", fields=["article", "about"]),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # how often each solved
            models.Index(name="use_by_article", fields=["article", "outcome"]),
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.outcome}"
