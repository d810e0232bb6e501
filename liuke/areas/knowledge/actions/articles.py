"""Writing down what is known, putting it in force, looking it over in time, and counting what came of using it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from liuke.areas.customers.rules.names import spell
from liuke.areas.knowledge import access
from liuke.areas.knowledge.models import Article, ArticleText, ArticleUse
from liuke.areas.knowledge.rules import finding
from liuke.areas.knowledge.rules.articles import (
    KINDS,
    LEVELS,
    LONGEST_BODY,
    LONGEST_TITLE,
    MOST_CODES,
    OUTCOMES,
    TREE,
    Step,
    checked_tree,
    first_review,
    steps_of,
)
from liuke.areas.products.queries.catalogue import list_lines
from liuke.events.knowledge import ArticleDrafted, ArticlePublished, ArticleRetired, ArticleReviewed, ArticleUsed
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import open_timeline, record

SEED: Final = Path(__file__).parent.parent / "seed" / "articles.toml"
FURTHEST: Final = timedelta(days=3 * 366)


@dataclass(frozen=True)
class ArticleDraft:
    """An article as its page is filled in. `signs`: what customers say when it is this."""

    kind: str
    title: str
    body: str = ""
    steps: Sequence[Step] = ()
    lines: Sequence[str] = ()
    fault_codes: Sequence[str] = ()
    signs: Sequence[str] = ()
    level: str = "network"


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
    _fill(article, draft, at)
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
    _fill(article, draft, at)
    article.timeline_id = open_timeline("article")
    article.save(force_insert=True)
    _keep_text(article, by, at)
    return article


def _fill(article: Article, draft: ArticleDraft, at: datetime) -> None:
    """Write the checked draft into the article, and what it is found by."""
    _check(draft)
    steps = checked_tree(draft.steps) if draft.kind == TREE else ()
    article.kind, article.level, article.changed_at = draft.kind, draft.level, at
    article.title, article.body = draft.title.strip(), draft.body.strip()
    article.steps = [{"key": s.key, "ask": s.ask, "yes": s.yes, "no": s.no, "hint": s.hint} for s in steps]
    article.lines = list(dict.fromkeys(draft.lines))
    article.fault_codes = finding.clean_codes(draft.fault_codes)
    article.signs = list(dict.fromkeys(filter(None, (s.strip()[:40] for s in draft.signs))))
    texts = [article.title, article.body, *article.signs, *(s.ask for s in steps)]
    article.words = finding.lexemes(texts, article.fault_codes)
    spelt = spell(article.title, of_person=False)
    article.pinyin, article.initials = spelt.pinyin[:240], spelt.initials[:80]


def _check(draft: ArticleDraft) -> None:
    if draft.kind not in KINDS:
        raise Invalid.field("kind", "请选择类别。", "Choose a kind.")
    if draft.level not in LEVELS:
        raise Invalid.field("level", "请选择谁可以看。", "Choose who may read it.")
    if not 0 < len(draft.title.strip()) <= LONGEST_TITLE:
        raise Invalid.field(
            "title", f"请填写标题（{LONGEST_TITLE} 字内）。", f"A title of {LONGEST_TITLE} characters at most."
        )
    if len(draft.body) > LONGEST_BODY:
        raise Invalid.field("body", f"最多 {LONGEST_BODY} 字。", f"At most {LONGEST_BODY} characters.")
    if draft.kind != TREE and not draft.body.strip():
        raise Invalid.field("body", "请填写正文。", "Write what is known.")
    for field in ("fault_codes", "signs"):
        if len(getattr(draft, field)) > MOST_CODES:
            raise Invalid.field(field, f"最多 {MOST_CODES} 个。", f"At most {MOST_CODES}.")
    unknown = set(draft.lines) - {line.key for line in list_lines()} if draft.lines else set()
    if unknown:
        raise Invalid.field(
            "lines", f"没有品类“{min(unknown)[:40]}”。", f"There is no product line “{min(unknown)[:40]}”."
        )


def _keep_text(article: Article, by: Actor, at: datetime) -> None:
    ArticleText.objects.create(
        article=article, version=article.version, title=article.title, body=article.body, steps=article.steps,
        at=at, by=by,
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
