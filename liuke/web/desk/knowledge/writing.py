"""Writing an article, from scratch or from what was solved, and putting it in force."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.knowledge.access import AUTHORS, EDITORS
from liuke.areas.knowledge.actions import articles as actions
from liuke.areas.knowledge.actions.articles import ArticleDraft
from liuke.areas.knowledge.queries import articles
from liuke.areas.knowledge.queries.articles import KINDS, LEVELS, ArticleRow
from liuke.areas.products.queries.catalogue import list_lines
from liuke.foundation.lines import day_in
from liuke.web.desk import colleagues
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.knowledge.learning import learnt_from
from liuke.web.ui.doors import Request, page

_SPLIT: Final = re.compile(r"[,，、;；\s]+")


@page(roles=AUTHORS, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """Write one down; `?from=WO-000318` or `?from=CP-000042` prefills it from that order or complaint."""
    if request.method == "POST":
        number = actions.draft_article(
            draft_of(request.POST), source=request.POST.get("source", ""), by=request.by, at=request.at
        )
        messages.success(request, _("%(number)s is a draft. An editor decides.") % {"number": number})
        return HttpResponseRedirect(reverse("desk:article", args=[number]))
    source = request.GET.get("from", "").strip().upper()[:40]
    draft = learnt_from(source, by=request.by, at=request.at) if source else None
    return render(request, "desk/knowledge/edit.html", _form(draft, source))


@page(roles=EDITORS, methods=("GET", "POST"))
def edit(request: Request, number: str) -> HttpResponse:
    """Change it and put it in force as the next version."""
    row = articles.get_article(number, by=request.by)
    if request.method == "POST":
        version = actions.publish_article(
            row.number, draft_of(request.POST), owner=colleagues.chosen(request.POST, "owner"),
            review_on=day_of(request.POST.get("review_on", "")),
            seen=seen_of(request), keeps=keeps_of(request.POST), by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("%(number)s version %(n)s is in force.") % {"number": row.number, "n": version})
        return HttpResponseRedirect(reverse("desk:article", args=[row.number]))
    context = {
        **_form(_draft_from(row), row.source),
        "row": row,
        "owners": colleagues.choices(),
        "owner": str(row.owner_id or request.by.pk),
        "review_on": row.review_on.isoformat() if row.review_on else "",
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/knowledge/edit.html", context)


def draft_of(said: QueryDict) -> ArticleDraft:
    """What the form says."""
    kind = said.get("kind", "")
    return ArticleDraft(
        kind=kind, title=said.get("title", ""), body=said.get("body", "").replace("\r\n", "\n"),
        steps=articles.read_tree(said.get("tree", "")) if kind == articles.TREE else (),
        lines=said.getlist("lines"), fault_codes=_several(said, "fault_codes"), signs=_several(said, "signs"),
        level=said.get("level", ""), model_codes=_several(said, "model_codes"),
    )  # fmt: skip


def _form(draft: ArticleDraft | None, source: str) -> dict[str, Any]:
    return {
        "draft": draft,
        "tree": articles.written_tree(draft.steps) if draft else "",
        "codes": "、".join(draft.fault_codes) if draft else "",
        "models": "、".join(draft.model_codes) if draft else "",
        "signs": "、".join(draft.signs) if draft else "",
        "kinds": list(KINDS.items()),
        "levels": list(LEVELS.items()),
        "lines": [(one.key, one.words, bool(draft and one.key in draft.lines)) for one in list_lines()],
        "source": source,
    }


def _draft_from(row: ArticleRow) -> ArticleDraft:
    return ArticleDraft(
        row.kind, row.title, row.body, row.steps, row.lines, row.fault_codes, row.signs, row.level, row.model_codes
    )


def day_of(said: str) -> date | None:
    """The day of a form's field, None for an empty one; Invalid `review_on` for anything else."""
    return day_in("review_on", said) if said.strip() else None


def _several(said: QueryDict, field: str) -> list[str]:
    return [one for one in _SPLIT.split(said.get(field, "")) if one]
