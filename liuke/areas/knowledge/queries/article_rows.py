"""What leaves the room of articles: frozen rows of articles and of their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet

from liuke.areas.knowledge.models import Article, ArticleText
from liuke.areas.knowledge.rules.articles import KINDS, LEVELS, STATES, Step, steps_of, written_tree
from liuke.foundation.words import Words

SOLVED: Final = Count("uses", filter=Q(uses__outcome__in=["solved", "helped"]))
ORDERED: Final = Count("uses", filter=Q(uses__outcome="ordered"))


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
    model_codes: tuple[str, ...]
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
    model_codes: tuple[str, ...]
    at: datetime
    by: str


def rows_of(found: QuerySet[Article]) -> tuple[ArticleRow, ...]:
    return tuple(_row(a) for a in found.select_related("owner").annotate(solved=SOLVED, ordered=ORDERED))


def _row(a: Article) -> ArticleRow:
    return ArticleRow(
        id=a.pk, number=a.number, kind=a.kind, kind_words=KINDS[a.kind], level=a.level, level_words=LEVELS[a.level],
        state=a.state, state_words=STATES[a.state], title=a.title, body=a.body, steps=steps_of(a.steps),
        lines=tuple(a.lines), fault_codes=tuple(a.fault_codes), model_codes=tuple(a.model_codes), signs=tuple(a.signs), source=a.source,
        owner_id=a.owner_id, owner=a.owner.name if a.owner else "", review_on=a.review_on, version=a.version,
        changed_at=a.changed_at, solved=getattr(a, "solved", 0), ordered=getattr(a, "ordered", 0),
    )  # fmt: skip


def version_of(text: ArticleText) -> VersionRow:
    return VersionRow(
        text.version, text.title, text.body, written_tree(steps_of(text.steps)), tuple(text.model_codes), text.at,
        text.by.name,
    )  # fmt: skip
