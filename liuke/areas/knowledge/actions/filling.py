"""An article as its page is filled in: checked, and written into its row with what it is found by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers.rules.names import spell
from liuke.areas.knowledge.models import Article
from liuke.areas.knowledge.rules import finding
from liuke.areas.knowledge.rules.articles import (
    KINDS,
    LEVELS,
    LONGEST_BODY,
    LONGEST_TITLE,
    MOST_CODES,
    TREE,
    Step,
    checked_tree,
)
from liuke.areas.products.queries.catalogue import find_models, list_lines
from liuke.foundation.faults import Invalid


@dataclass(frozen=True)
class ArticleDraft:
    """An article as its page is filled in. `signs`: what customers say when it is this; without `model_codes` it is for all
    of its lines, without `lines` for the lines of its models."""

    kind: str
    title: str
    body: str = ""
    steps: Sequence[Step] = ()
    lines: Sequence[str] = ()
    fault_codes: Sequence[str] = ()
    signs: Sequence[str] = ()
    level: str = "network"
    model_codes: Sequence[str] = ()


def fill(article: Article, draft: ArticleDraft, at: datetime) -> None:
    """Write the checked draft into the article, and what it is found by; Invalid with the draft's fields."""
    _check(draft)
    steps = checked_tree(draft.steps) if draft.kind == TREE else ()
    article.kind, article.level, article.changed_at = draft.kind, draft.level, at
    article.title, article.body = draft.title.strip(), draft.body.strip()
    article.steps = [{"key": s.key, "ask": s.ask, "yes": s.yes, "no": s.no, "hint": s.hint} for s in steps]
    article.model_codes = finding.clean_models(draft.model_codes)
    article.lines = _lines_of(article.model_codes, list(dict.fromkeys(draft.lines)))
    article.fault_codes = finding.clean_codes(draft.fault_codes)
    article.signs = list(dict.fromkeys(filter(None, (s.strip()[:40] for s in draft.signs))))
    texts = [article.title, article.body, *article.signs, *article.model_codes, *(s.ask for s in steps)]
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
    for field in ("fault_codes", "signs", "model_codes"):
        if len(getattr(draft, field)) > MOST_CODES:
            raise Invalid.field(field, f"最多 {MOST_CODES} 个。", f"At most {MOST_CODES}.")
    unknown = set(draft.lines) - {line.key for line in list_lines()} if draft.lines else set()
    if unknown:
        raise Invalid.field(
            "lines", f"没有品类“{min(unknown)[:40]}”。", f"There is no product line “{min(unknown)[:40]}”."
        )


def _lines_of(codes: Sequence[str], lines: list[str]) -> list[str]:
    """The lines of an article that names these models: those chosen, else the models'. Invalid `model_codes` where one
    is not in the catalogue, or does not fit the lines that were chosen."""
    known = find_models(codes) if codes else {}
    if unknown := [code for code in codes if code not in known]:
        raise Invalid.field("model_codes", f"没有型号“{unknown[0]}”。", f"There is no model “{unknown[0]}”.")
    theirs = {code: known[code].line.key for code in codes}
    if lines and codes:
        _must_fit(theirs, lines)
    return lines or list(dict.fromkeys(theirs.values()))


def _must_fit(theirs: Mapping[str, str], lines: Sequence[str]) -> None:
    """Each model is of a chosen line, and each chosen line has one: else nobody could say whom the article is for."""
    if strange := [code for code, line in theirs.items() if line not in lines]:
        raise Invalid.field(
            "model_codes",
            f"型号“{strange[0]}”不属于所选品类。", f"Model “{strange[0]}” is of none of the products chosen.",
        )  # fmt: skip
    if bare := [one.words for one in list_lines() if one.key in set(lines) - set(theirs.values())]:
        raise Invalid.field(
            "model_codes", f"“{bare[0].zh}”没有写型号：请补上，或不选这个品类。",
            f"No model of “{bare[0].en}” is named: name one, or leave that product out.",
        )  # fmt: skip
