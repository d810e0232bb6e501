"""Counting what came of an article: visits spared, and walks that ended in one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.knowledge import access
from liuke.areas.knowledge.models import ArticleUse
from liuke.areas.knowledge.rules.articles import OUTCOMES
from liuke.events.knowledge import ArticleUsed
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record


@transaction.atomic
def note_use(number: str, *, about: str, outcome: str, path: str = "", by: Actor, at: datetime) -> bool:
    """It was walked through for request `about` and came to `outcome` (OUTCOMES); counts once for a request.

    Says whether it counted. Raises Missing for what this actor may not read, Invalid for an unknown outcome.
    """
    if outcome not in OUTCOMES:
        raise Invalid.field("outcome", "没有这种结果。", "There is no such outcome.")
    article = access.article(number, by=by, lock=True)
    if article.state != "in_force":
        raise Refused("这篇知识未生效。", "This article is not in force.", code="state")
    use, is_new = ArticleUse.objects.get_or_create(
        article=article, about=about[:40],
        defaults={"version": article.version, "outcome": outcome, "path": path[:200], "at": at, "by": by},
    )  # fmt: skip
    if is_new:
        words = OUTCOMES[outcome]
        told = ArticleUsed(article.number, use.about, outcome, article.version, words.zh, words.en)
        record(told, on=article.pk, by=by, at=at)
    return is_new
