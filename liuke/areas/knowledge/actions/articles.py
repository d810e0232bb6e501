"""Writing down what is known, putting it in force, looking it over in time, and ending it."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from liuke.areas.knowledge import access
from liuke.areas.knowledge.actions.filling import ArticleDraft as ArticleDraft
from liuke.areas.knowledge.actions.filling import fill
from liuke.areas.knowledge.models import Article, ArticleText
from liuke.areas.knowledge.rules.articles import first_review, steps_of
from liuke.areas.products.queries.catalogue import list_lines
from liuke.events.knowledge import ArticleDrafted, ArticlePublished, ArticleRetired, ArticleReviewed
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import open_timeline, record

SEED: Final = Path(__file__).parent.parent / "seed" / "articles.toml"
FURTHEST: Final = timedelta(days=3 * 366)


@transaction.atomic
def draft_article(draft: ArticleDraft, *, by: Actor, at: datetime, source: str = "") -> str:
    """Write down what is known; an editor decides within five working days (H33). Returns the number, KN-000012.

    `source` is the order or complaint it was learnt from. Raises Invalid with the draft's fields.
    """
    access.require_author(by)
    article = _new(draft, by=by, at=at, source=source)
    told = ArticleDrafted(article.number, article.kind, article.title, article.source)
    record(told, on=article.pk, by=by, at=at)
    return article.number


@transaction.atomic
def publish_article(
    number: str, draft: ArticleDraft, *, owner: Actor, by: Actor, at: datetime, review_on: date | None = None,
    seen: int | None = None, keeps: int | None = None,
) -> int:  # fmt: skip
    """Put this text in force as the next version; `owner` looks it over by `review_on` (else in half a year).

    Raises Invalid with the draft's fields, `owner` or `review_on`; Refused where it is retired.
    """
    access.require_editor(by)
    article = access.article(number, by=by, lock=True, seen=seen)
    if article.state == "retired":
        raise Refused("已停用的知识不能再生效，请另写一篇。", "It is retired; write another one.", code="retired")
    if owner.kind != Actor.Kind.PERSON or not owner.is_active:
        raise Invalid.field("owner", "请选择在职的负责人。", "Choose an owner who works here.")
    fill(article, draft, at)
    article.version += 1
    article.state, article.owner, article.review_on = "in_force", owner, checked_day(review_on, at)
    article.save()
    _keep_text(article, by, at)
    _tell_published(article, by=by, at=at, keeps=keeps)
    return article.version


@transaction.atomic
def review_article(
    number: str, *, review_on: date | None = None, by: Actor, at: datetime, seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """It was looked over and stands as it is. Its owner or an editor says so; Refused where it is not in force."""
    article = access.article(number, by=by, lock=True, seen=seen)
    if article.owner_id != by.pk:
        access.require_editor(by)
    if article.state != "in_force":
        raise Refused("只有生效的知识需要复核。", "Only what is in force is looked over.", code="state")
    article.review_on = checked_day(review_on, at)
    article.version += 1
    article.save(update_fields=["review_on", "version"])
    told = ArticleReviewed(article.number, article.owner_id or 0, article.review_on)
    record(told, on=article.pk, by=by, at=at, keeps=keeps)


@transaction.atomic
def retire_article(number: str, *, because: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """It is no longer used, and why. Drafts that are not taken end so too."""
    access.require_editor(by)
    if not 0 < len(because.strip()) <= 200:
        raise Invalid.field("because", "请写明停用原因（200 字内）。", "Say why, at most 200 characters.")
    article = access.article(number, by=by, lock=True, seen=seen)
    if article.state == "retired":
        raise Refused("已经停用。", "It is retired already.", code="retired")
    article.state, article.changed_at = "retired", at
    article.version += 1
    article.save(update_fields=["state", "changed_at", "version"])
    record(ArticleRetired(article.number, because.strip()), on=article.pk, by=by, at=at)


@transaction.atomic
def load_seed(*, owner: Actor, by: Actor, at: datetime) -> int:
    """Put the house's own fault trees and guides in force, for `owner` to look over; may be repeated. Returns the new."""
    access.require_editor(by)
    known = set(Article.objects.exclude(seed_key=None).values_list("seed_key", flat=True))
    told = tomllib.loads(SEED.read_text(encoding="utf-8"))["article"]
    new = [one for one in told if one["key"] not in known]
    for one in new:
        article = _new(_of_seed(one), by=by, at=at, source="")
        article.seed_key, article.state, article.owner = one["key"], "in_force", owner
        article.review_on = checked_day(None, at)
        article.save()
        _tell_published(article, by=by, at=at)
    return len(new)


def checked_day(review_on: date | None, at: datetime) -> date:
    """The day given, or half a year from now; Invalid `review_on` where it is not ahead of us or too far."""
    today = local(at).date()
    day = review_on or first_review(today)
    if not today < day <= today + FURTHEST:
        raise Invalid.field("review_on", "复核日须在今天之后、三年之内。", "A day after today, within three years.")
    return day


def _new(draft: ArticleDraft, *, by: Actor, at: datetime, source: str) -> Article:
    article = Article(number=numbers.take("KN"), source=source.strip()[:40], changed_at=at)
    article.owner = by if by.kind == Actor.Kind.PERSON else None
    fill(article, draft, at)
    article.timeline_id = open_timeline("article")
    article.save(force_insert=True)
    _keep_text(article, by, at)
    return article


def _keep_text(article: Article, by: Actor, at: datetime) -> None:
    ArticleText.objects.create(
        article=article, version=article.version, title=article.title, body=article.body, steps=article.steps,
        model_codes=article.model_codes, at=at, by=by,
    )  # fmt: skip


def _tell_published(article: Article, *, by: Actor, at: datetime, keeps: int | None = None) -> None:
    told = ArticlePublished(
        article.number, article.version, article.title, article.level, article.owner_id or 0, article.review_on
    )
    record(told, on=article.pk, by=by, at=at, keeps=keeps)


def _of_seed(told: dict[str, Any]) -> ArticleDraft:
    known = {line.key for line in list_lines()}
    return ArticleDraft(
        kind=told["kind"], title=told["title"], body=told.get("body", ""), steps=steps_of(told.get("step", ())),
        lines=[line for line in told.get("lines", ()) if line in known], fault_codes=told.get("fault_codes", ()),
        signs=told.get("signs", ()), level=told.get("level", "network"),
    )  # fmt: skip
