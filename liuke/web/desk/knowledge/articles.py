"""Knowledge: the list with its search, one article with its steps, what is suggested to a caller's words."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.knowledge.access import AUTHORS
from liuke.areas.knowledge.actions import articles as actions
from liuke.areas.knowledge.queries import articles
from liuke.areas.knowledge.queries.articles import KINDS, STATES, ArticleRow
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.products.queries.machines import list_by_number
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.words import Words
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.knowledge.wordings import tabs
from liuke.web.desk.knowledge.writing import day_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

PAGE: Final = 50
STATE_OF: Final = {"draft": "soon", "in_force": "kept", "retired": "waived"}


@page(roles=ANY_STAFF)
def list_(request: Request) -> HttpResponse:
    """`?q=`: two characters, pinyin or its initials, the code of a fault or a model, a number; filters by kind, state, product line."""
    asked = request.GET
    kind, state, line = asked.get("kind", ""), asked.get("state", ""), asked.get("line", "")[:40]
    _known("kind", kind, KINDS)
    _known("state", state, STATES)
    rows = articles.list_articles(
        by=request.by, text=asked.get("q", "")[:60], kind=kind, state=state, line=line,
        before=id_of(request, "before") or 0, limit=PAGE,
    )  # fmt: skip
    solved, ordered = articles.count_uses(by=request.by)
    context = {
        "rows": [{"row": row, "state": STATE_OF[row.state], "more_models": len(row.model_codes[2:])} for row in rows],
        "columns": _columns(),
        "q": asked.get("q", "")[:60],
        "filters": [
            chip(request, "kind", _("Kind"), KINDS.items()),
            chip(request, "state", _("State"), STATES.items()),
            chip(request, "line", _("Product"), [(one.key, one.words) for one in list_lines()]),
        ],
        "solved": solved,
        "ordered": ordered,
        "may_write": request.by.has_role(*AUTHORS),
        "tabs": tabs(request),
        "next_url": f"{address(request)}&before={rows[-1].id}" if len(rows) == PAGE else "",
    }
    return render(request, "desk/knowledge/list.html", context)


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def article(request: Request, number: str) -> HttpResponse:
    """One article; `?answers=yn` walks its tree. POST: `act` is to have looked it over, or to retire it."""
    row = articles.get_article(number, by=request.by)
    if request.method == "POST":
        return _acted(request, row)
    happened = journal.list_about(row.number, by=request.by)
    context = {
        "row": row,
        "state": STATE_OF[row.state],
        "lines": _line_words(row),
        "may": articles.acts_open(row, by=request.by),
        "versions": articles.list_versions(row.number, by=request.by),
        "events": events_shown(told_events(happened, by=request.by)),
        "promise": request.GET.get("promise", ""),
        **walk_context(row, request.GET.get("answers", "")[:60]),
    }
    return render(request, "desk/knowledge/article.html", context)


@page(roles=ANY_STAFF)
def steps(request: Request, number: str) -> HttpResponse:
    """The next step of a tree beside the hotline's form: `?answers=yn` so far."""
    row = articles.get_article(number, by=request.by)
    if not row.steps or row.state != "in_force":
        raise Missing("没有这棵排查树。", "There is no such fault tree.")
    context = {"row": row, **walk_context(row, request.GET.get("answers", "")[:60])}
    return render(request, "desk/knowledge/steps.html", context)


@page(roles=ANY_STAFF)
def suggested(request: Request) -> HttpResponse:
    """Fault trees for a caller's words: `?fault=`, `?line=`, `?machine=` (several); their models' own first."""
    asked = request.GET
    machines = list_by_number(asked.getlist("machine")[:10]).values()
    lines = {m.line.key for m in machines} or {asked["line"]} if asked.get("line") or machines else set()
    models = {m.model for m in machines}
    rows = articles.suggest(asked.get("fault", ""), lines=lines, models=models, by=request.by)
    own = [row.number for row in rows if not models.isdisjoint(row.model_codes)]
    return render(request, "desk/knowledge/suggested.html", {"rows": rows, "own": own})


def walk_context(row: ArticleRow, answers: str) -> dict[str, Any]:
    """Where the walk stands, with the two answers that go on from here."""
    said = "".join(a for a in answers if a in "yn")
    standing = articles.walk(row, said)
    return {"standing": standing, "answers": said, "yes": f"{said}y", "no": f"{said}n", "back": said[:-1]}


def _acted(request: Request, row: ArticleRow) -> HttpResponse:
    said, act = request.POST, request.POST.get("act", "")
    if act == "review":
        actions.review_article(
            row.number, review_on=day_of(said.get("review_on", "")), seen=seen_of(request), keeps=keeps_of(said),
            by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("%(number)s stands as it is.") % {"number": row.number})
    elif act == "retire":
        actions.retire_article(
            row.number, because=said.get("because", ""), seen=seen_of(request), by=request.by, at=request.at
        )
        messages.success(request, _("%(number)s is retired.") % {"number": row.number})
    else:
        raise Invalid("请选择如何处理。", "Choose what to do.")
    return HttpResponseRedirect(reverse("desk:article", args=[row.number]))


def _known(field: str, said: str, known: Any) -> None:
    if said and said not in known:
        raise Invalid.field(field, "没有这种选择。", "There is no such choice.")


def _line_words(row: ArticleRow) -> list[Words]:
    return [one.words for one in list_lines() if one.key in row.lines]


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("title", _("Article")),
        shapes.Column("kind", _("Kind")),
        shapes.Column("models", _("Models")),
        shapes.Column("codes", _("Fault codes")),
        shapes.Column("state", _("State")),
        shapes.Column("solved", _("Visits spared"), number=True),
        shapes.Column("owner", _("Owner")),
        shapes.Column("review", _("Look over by")),
    ]
