"""Reading articles: the list, one with its versions, what a caller's words are about, what customers may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, QuerySet, When

from liuke.areas.knowledge import access
from liuke.areas.knowledge.models import Article, ArticleText
from liuke.areas.knowledge.queries.article_rows import ORDERED, SOLVED, rows_of, version_of
from liuke.areas.knowledge.queries.article_rows import ArticleRow as ArticleRow
from liuke.areas.knowledge.queries.article_rows import VersionRow as VersionRow
from liuke.areas.knowledge.rules import articles, finding, suiting
from liuke.areas.knowledge.rules.articles import ENDS as ENDS
from liuke.areas.knowledge.rules.articles import KINDS as KINDS
from liuke.areas.knowledge.rules.articles import LEVELS as LEVELS
from liuke.areas.knowledge.rules.articles import STATES as STATES
from liuke.areas.knowledge.rules.articles import TREE as TREE
from liuke.areas.knowledge.rules.articles import Step as Step
from liuke.areas.knowledge.rules.articles import read_tree as read_tree
from liuke.areas.knowledge.rules.articles import written_tree as written_tree
from liuke.areas.products.queries.catalogue import find_models
from liuke.areas.products.queries.rows import ModelRow
from liuke.foundation.identity.models import Actor

CANDIDATES: Final = 60


@dataclass(frozen=True)
class Standing:
    """Where a walk through a tree has come to: the step that asks now, or its end; and what was asked so far."""

    step: Step | None
    end: str
    asked: tuple[tuple[str, bool], ...]


def get_article(number: str, *, by: Actor) -> ArticleRow:
    """One article, or Missing for whoever may not read it."""
    return rows_of(Article.objects.filter(pk=access.article(number, by=by).pk))[0]


def list_articles(
    *, by: Actor, text: str = "", kind: str = "", state: str = "", line: str = "", before: int = 0, limit: int = 50
) -> tuple[ArticleRow, ...]:
    """Those this actor may read: by text (two characters, pinyin, initials, fault code), kind, state, product line.

    The whole code of a model brings the articles that name it, and after them those for every model of its line.
    """
    rows = Article.objects.filter(access.readable_by(by))
    rows = rows.filter(state=state) if state else rows.exclude(state="retired")
    if kind:
        rows = rows.filter(kind=kind)
    if line:
        rows = rows.filter(lines__contains=[line])
    if not text.strip():
        return rows_of((rows.filter(pk__lt=before) if before else rows).order_by("-pk")[:limit])
    code = finding.model_in(text)
    model = find_models([code]).get(code) if code else None
    return rows_of(_own_first(_matching(rows, text, model), code, before)[:limit])


def suggest(
    said: str, *, lines: Collection[str], models: Collection[str] = (), by: Actor, limit: int = 3
) -> tuple[ArticleRow, ...]:
    """Fault trees that a caller's words may be about, for these product lines and the models at hand (none: not known):
    the model's own, then the most alike, then the best solver."""
    rows = Article.objects.filter(access.readable_by(by), _for_models(models), kind=TREE, state="in_force")
    fits = Q(lines=[]) | (Q(lines__overlap=list(lines)) if lines else Q())
    found = []
    for row in rows_of(_nearest(rows.filter(fits), models)[:CANDIDATES]):
        alike = finding.likeness(said, signs=row.signs, codes=row.fault_codes, title=row.title)
        if alike or (lines and not said.strip()):
            near = suiting.nearness(row.model_codes, models)
            found.append((suiting.place(near, alike=alike, solved=row.solved), row.id, row))
    return tuple(row for _place, _id, row in sorted(found, key=lambda one: one[:2]))[:limit]


def list_public(line: str, *, model: str = "", limit: int = 5) -> tuple[ArticleRow, ...]:
    """What customers may read about a machine of this line and model; the model's own first, then the most helpful."""
    fits = Q(lines=[]) | Q(lines__contains=[line])
    models = [model] if model else []
    rows = Article.objects.filter(fits, _for_models(models), state="in_force", level=articles.PUBLIC)
    found = rows_of(_nearest(rows, models)[:CANDIDATES])
    return tuple(
        sorted(found, key=lambda row: suiting.place(suiting.nearness(row.model_codes, models), solved=row.solved))
    )[:limit]


def list_versions(number: str, *, by: Actor) -> tuple[VersionRow, ...]:
    """Each version as it was, the latest first."""
    found = access.article(number, by=by)
    rows = ArticleText.objects.filter(article=found).select_related("by").order_by("-version")
    return tuple(version_of(row) for row in rows)


def count_uses(*, by: Actor) -> tuple[int, int]:
    """How often articles solved it on the phone, and how often somebody had to come all the same."""
    rows = Article.objects.filter(access.readable_by(by))
    found = rows.aggregate(solved=SOLVED, ordered=ORDERED)
    return found["solved"], found["ordered"]


def walk(row: ArticleRow, answers: str) -> Standing:
    """Where these answers lead (`y` and `n`, one a step); letters that mean nothing are left out."""
    asked: list[tuple[str, bool]] = []
    step: Step | None = row.steps[0] if row.steps else None
    end = ""
    for said in [a for a in answers if a in "yn"]:
        if step is None:
            break
        asked.append((step.ask, said == "y"))
        step, end = articles.walk(row.steps, ["yes" if yes else "no" for _ask, yes in asked])
    return Standing(step, end, tuple(asked))


def acts_open(row: ArticleRow, *, by: Actor) -> frozenset[str]:
    """What this reader may do with it now; the actions check again."""
    if row.state == "retired":
        return frozenset()
    found = {"edit", "retire"} if access.may_edit(by) else set()
    if row.state == "in_force" and (access.may_edit(by) or row.owner_id == by.pk):
        found.add("review")
    return frozenset(found)


def _matching(rows: QuerySet[Article], text: str, model: ModelRow | None) -> QuerySet[Article]:
    wish = finding.read(text)
    fits = Q(number=text.strip().upper())
    if model:
        fits |= Q(model_codes__contains=[model.code]) | Q(model_codes=[], lines__contains=[model.line.key])
    if wish.letters:
        fits |= Q(pinyin__contains=wish.letters) | Q(initials__contains=wish.letters)
    if wish.words:
        fits |= Q(words=SearchQuery(wish.words, search_type="raw", config="simple"))
    return rows.filter(fits)


def _for_models(models: Collection[str]) -> Q:
    """Not for other models than these only; none known: whichever they are for."""
    return Q(model_codes=[]) | Q(model_codes__overlap=list(models)) if models else Q()


def _own_first(rows: QuerySet[Article], code: str, before: int) -> QuerySet[Article]:
    """The articles that name this model, then the others, each the latest first; those behind article `before`."""
    rows = _nearest(rows, [code])
    if before:
        further = 0 if code and Article.objects.filter(pk=before, model_codes__contains=[code]).exists() else 1
        rows = rows.filter(Q(further__gt=further) | Q(further=further, pk__lt=before))
    return rows


def _nearest(rows: QuerySet[Article], models: Collection[str]) -> QuerySet[Article]:
    """Those that name one of these models before the others, each the latest first."""
    own = When(model_codes__overlap=list(models), then=0)
    return rows.alias(further=Case(own, default=1, output_field=IntegerField())).order_by("further", "-pk")
