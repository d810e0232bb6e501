"""Reading articles: the list, one with its versions, what a caller's words are about, what customers may read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, QuerySet

from liuke.areas.knowledge import access
from liuke.areas.knowledge.models import Article, ArticleText
from liuke.areas.knowledge.rules import articles, finding
from liuke.areas.knowledge.rules.articles import ENDS as ENDS
from liuke.areas.knowledge.rules.articles import KINDS as KINDS
from liuke.areas.knowledge.rules.articles import LEVELS as LEVELS
from liuke.areas.knowledge.rules.articles import STATES as STATES
from liuke.areas.knowledge.rules.articles import TREE as TREE
from liuke.areas.knowledge.rules.articles import Step as Step
from liuke.areas.knowledge.rules.articles import read_tree as read_tree
from liuke.areas.knowledge.rules.articles import written_tree as written_tree
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

CANDIDATES: Final = 60


@dataclass(frozen=True)
class ArticleRow:
    """An article as it stands; `solved` and `ordered` say how often a visit was spared, and how often not."""

    id: int
    number: str
    kind: str
    kind_words: Words
    level: str
    level_words: Words
    state: str
    state_words: Words
    title: str
    body: str
    steps: tuple[Step, ...]
    lines: tuple[str, ...]
    fault_codes: tuple[str, ...]
    signs: tuple[str, ...]
    source: str
    owner_id: int | None
    owner: str
    review_on: date | None
    version: int
    changed_at: datetime
    solved: int = 0
    ordered: int = 0

    @property
    def uses(self) -> int:
        return self.solved + self.ordered


@dataclass(frozen=True)
class VersionRow:
    version: int
    title: str
    body: str
    tree: str
    at: datetime
    by: str


@dataclass(frozen=True)
class Standing:
    """Where a walk through a tree has come to: the step that asks now, or its end; and what was asked so far."""

    step: Step | None
    end: str
    asked: tuple[tuple[str, bool], ...]


def get_article(number: str, *, by: Actor) -> ArticleRow:
    """One article, or Missing for whoever may not read it."""
    return _rows(Article.objects.filter(pk=access.article(number, by=by).pk))[0]


def list_articles(
    *, by: Actor, text: str = "", kind: str = "", state: str = "", line: str = "", before: int = 0, limit: int = 50
) -> tuple[ArticleRow, ...]:
    """Those this actor may read: by text (two characters, pinyin, initials, fault code), kind, state, product line."""
    rows = Article.objects.filter(access.readable_by(by))
    rows = rows.filter(state=state) if state else rows.exclude(state="retired")
    if kind:
        rows = rows.filter(kind=kind)
    if line:
        rows = rows.filter(lines__contains=[line])
    if text.strip():
        rows = _matching(rows, text)
    if before:
        rows = rows.filter(pk__lt=before)
    return _rows(rows.order_by("-pk")[:limit])


def suggest(said: str, *, lines: Collection[str], by: Actor, limit: int = 3) -> tuple[ArticleRow, ...]:
    """Fault trees that a caller's words may be about, for these product lines; the most alike, then the best solver."""
    rows = Article.objects.filter(access.readable_by(by), kind=TREE, state="in_force")
    fits = Q(lines=[]) | (Q(lines__overlap=list(lines)) if lines else Q())
    found = _rows(rows.filter(fits).order_by("-pk")[:CANDIDATES])
    alike = [(finding.likeness(said, signs=r.signs, codes=r.fault_codes, title=r.title), r) for r in found]
    best = sorted(alike, key=lambda one: (-one[0], -one[1].solved, one[1].id))
    return tuple(row for score, row in best if score or (lines and not said.strip()))[:limit]


def list_public(line: str, *, limit: int = 5) -> tuple[ArticleRow, ...]:
    """What customers may read about a product line; the most helpful first."""
    rows = Article.objects.filter(state="in_force", level=articles.PUBLIC).filter(
        Q(lines=[]) | Q(lines__contains=[line])
    )
    return tuple(sorted(_rows(rows.order_by("-pk")[:CANDIDATES]), key=lambda row: -row.solved))[:limit]


def list_versions(number: str, *, by: Actor) -> tuple[VersionRow, ...]:
    """Each version as it was, the latest first."""
    found = access.article(number, by=by)
    rows = ArticleText.objects.filter(article=found).select_related("by").order_by("-version")
    return tuple(
        VersionRow(r.version, r.title, r.body, written_tree(articles.steps_of(r.steps)), r.at, r.by.name) for r in rows
    )


def count_uses(*, by: Actor) -> tuple[int, int]:
    """How often articles solved it on the phone, and how often somebody had to come all the same."""
    rows = Article.objects.filter(access.readable_by(by))
    found = rows.aggregate(solved=_SOLVED, ordered=_ORDERED)
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


_SOLVED: Final = Count("uses", filter=Q(uses__outcome__in=["solved", "helped"]))
_ORDERED: Final = Count("uses", filter=Q(uses__outcome="ordered"))


def _matching(rows: QuerySet[Article], text: str) -> QuerySet[Article]:
    wish = finding.read(text)
    by_number = Q(number=text.strip().upper())
    fits = by_number
    if wish.letters:
        fits |= Q(pinyin__contains=wish.letters) | Q(initials__contains=wish.letters)
    if wish.words:
        fits |= Q(words=SearchQuery(wish.words, search_type="raw", config="simple"))
    return rows.filter(fits)


def _rows(found: QuerySet[Article]) -> tuple[ArticleRow, ...]:
    return tuple(_row(a) for a in found.select_related("owner").annotate(solved=_SOLVED, ordered=_ORDERED))


def _row(a: Article) -> ArticleRow:
    return ArticleRow(
        id=a.pk, number=a.number, kind=a.kind, kind_words=KINDS[a.kind], level=a.level, level_words=LEVELS[a.level],
        state=a.state, state_words=STATES[a.state], title=a.title, body=a.body, steps=articles.steps_of(a.steps),
        lines=tuple(a.lines), fault_codes=tuple(a.fault_codes), signs=tuple(a.signs), source=a.source,
        owner_id=a.owner_id, owner=a.owner.name if a.owner else "", review_on=a.review_on, version=a.version,
        changed_at=a.changed_at, solved=getattr(a, "solved", 0), ordered=getattr(a, "ordered", 0),
    )  # fmt: skip
