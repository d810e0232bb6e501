"""Knowledge: the list with its search, one article with its steps, writing one, putting it in force."""

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
from liuke.areas.knowledge.queries.articles import KINDS, LEVELS, STATES, ArticleRow
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.web.desk import colleagues
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.knowledge.wordings import tabs
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

PAGE: Final = 50
STATE_OF: Final = {"draft": "soon", "in_force": "kept", "retired": "waived"}
_DIGITS: Final = re.compile(r"\d{7,}")
_SPLIT: Final = re.compile(r"[,，、;；\s]+")


@page(roles=ANY_STAFF)
def list_(request: Request) -> HttpResponse:
    """`?q=`: two characters, pinyin or its initials, a fault code, a number; filters by kind, state, product line."""
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
        "rows": [{"row": row, "state": STATE_OF[row.state]} for row in rows],
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
    """Fault trees for a caller's words: `?fault=`, `?line=`, `?machine=` (several)."""
    asked = request.GET
    machines = list_by_number(asked.getlist("machine")[:10]).values()
    lines = {m.line.key for m in machines} or {asked["line"]} if asked.get("line") or machines else set()
    rows = articles.suggest(asked.get("fault", ""), lines=lines, by=request.by)
    return render(request, "desk/knowledge/suggested.html", {"rows": rows})


@page(roles=AUTHORS, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """Write one down; `?from=WO-000318` prefills it from that order."""
    if request.method == "POST":
        number = actions.draft_article(
            draft_of(request.POST), source=request.POST.get("source", ""), by=request.by, at=request.at
        )
        messages.success(
            request, _("%(number)s is a draft. An editor decides within 5 working days.") % {"number": number}
        )
        return HttpResponseRedirect(reverse("desk:article", args=[number]))
    source = request.GET.get("from", "").strip().upper()[:40]
    return render(
        request, "desk/knowledge/edit.html", _form(_from_order(source, request.by) if source else None, source)
    )


@page(roles=EDITORS, methods=("GET", "POST"))
def edit(request: Request, number: str) -> HttpResponse:
    """Change it and put it in force as the next version."""
    row = articles.get_article(number, by=request.by)
    if request.method == "POST":
        version = actions.publish_article(
            row.number, draft_of(request.POST), owner=colleagues.chosen(request.POST, "owner"),
            review_on=_day(request.POST.get("review_on", "")),
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


def walk_context(row: ArticleRow, answers: str) -> dict[str, Any]:
    """Where the walk stands, with the two answers that go on from here."""
    said = "".join(a for a in answers if a in "yn")
    standing = articles.walk(row, said)
    return {"standing": standing, "answers": said, "yes": f"{said}y", "no": f"{said}n", "back": said[:-1]}


def draft_of(said: QueryDict) -> ArticleDraft:
    """What the form says."""
    kind = said.get("kind", "")
    return ArticleDraft(
        kind=kind, title=said.get("title", ""), body=said.get("body", "").replace("\r\n", "\n"),
        steps=articles.read_tree(said.get("tree", "")) if kind == articles.TREE else (),
        lines=said.getlist("lines"), fault_codes=_several(said, "fault_codes"), signs=_several(said, "signs"),
        level=said.get("level", ""),
    )  # fmt: skip


def _acted(request: Request, row: ArticleRow) -> HttpResponse:
    said, act = request.POST, request.POST.get("act", "")
    if act == "review":
        actions.review_article(
            row.number, review_on=_day(said.get("review_on", "")), seen=seen_of(request), keeps=keeps_of(said),
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


def _form(draft: ArticleDraft | None, source: str) -> dict[str, Any]:
    return {
        "draft": draft,
        "tree": articles.written_tree(draft.steps) if draft else "",
        "codes": "、".join(draft.fault_codes) if draft else "",
        "signs": "、".join(draft.signs) if draft else "",
        "kinds": list(KINDS.items()),
        "levels": list(LEVELS.items()),
        "lines": [(one.key, one.words, bool(draft and one.key in draft.lines)) for one in list_lines()],
        "source": source,
    }


def _draft_from(row: ArticleRow) -> ArticleDraft:
    return ArticleDraft(row.kind, row.title, row.body, row.steps, row.lines, row.fault_codes, row.signs, row.level)


def _from_order(number: str, by: Actor) -> ArticleDraft:
    """What an order teaches: its fault, and what was found and done; long numbers are left out."""
    found = get_order(number, by=by)
    lines = list(dict.fromkeys(m.product_line for m in found.machines if m.product_line))
    faults = [m.fault for m in found.machines if m.fault]
    done = [f"{m.result_words.zh} {m.note}".strip() for m in found.machines if m.note or m.result]
    done += [v.note for v in found.visits if v.note]
    body = "\n".join(["现象：", *faults, "", "原因：", "", "处理：", *done])
    title = f"{''.join(w.words.zh for w in list_lines() if w.key in lines[:1])}{faults[0][:40] if faults else ''}"
    return ArticleDraft(kind="how_to", title=_DIGITS.sub("…", title), body=_DIGITS.sub("…", body), lines=lines)


def _day(said: str) -> date | None:
    if not said.strip():
        return None
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise Invalid.field("review_on", "日期请写成 2027-05-31 的样子。", "Write the date like 2027-05-31.") from None


def _several(said: QueryDict, field: str) -> list[str]:
    return [one for one in _SPLIT.split(said.get(field, "")) if one]


def _known(field: str, said: str, known: Any) -> None:
    if said and said not in known:
        raise Invalid.field(field, "没有这种选择。", "There is no such choice.")


def _line_words(row: ArticleRow) -> list[Words]:
    return [one.words for one in list_lines() if one.key in row.lines]


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("title", _("Article")),
        shapes.Column("kind", _("Kind")),
        shapes.Column("codes", _("Fault codes")),
        shapes.Column("state", _("State")),
        shapes.Column("solved", _("Visits spared"), number=True),
        shapes.Column("owner", _("Owner")),
        shapes.Column("review", _("Look over by")),
    ]
