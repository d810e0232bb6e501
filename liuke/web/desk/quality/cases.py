"""Whose fault it was: the cases by time left, and one with what a decision may rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.network.queries.sites import list_sites
from liuke.areas.quality import access
from liuke.areas.quality.queries.cases import PARTIES, acts_open, case_of_appeal, get_case, list_cases, story_of
from liuke.areas.quality.queries.rows import CaseRow, CaseView
from liuke.foundation.faults import Invalid
from liuke.foundation.files import access as files
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.sentences import Told
from liuke.insight.sentences import told as told_events
from liuke.kernel.promises import queries as promises
from liuke.web.desk.chosen import act_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.quality.acts import ACTS
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import QUALITY, SITE

READERS: Final = QUALITY | SITE
PAGE: Final = 50
WHICH: Final = (("waiting", Words("待办", "Waiting")), ("decided", Words("已判定", "Decided")))
STATE_OF: Final = {"open": "soon", "decided": "kept", "appealed": "soon", "final": "kept"}
OWED: Final = ("decide-fault", "decide-appeal")


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """Those that wait, the least time left first; or the decided ones, the latest first."""
    which = request.GET.get("which", "waiting") or "waiting"
    if which not in dict(WHICH):
        raise Invalid.field("which", "没有这种状态。", "There is no such state.")
    waiting, site = which == "waiting", request.GET.get("site", "")[:12]
    rows = list_cases(by=request.by, waiting=waiting, site=site, before=id_of(request, "before") or 0, limit=PAGE)
    due = _due(rows, request.by) if waiting else {}
    sees_all = access.sees_all(request.by)
    shown = [{"row": r, "state": STATE_OF[r.state], "due": due.get(r.number)} for r in rows]
    context = {
        "rows": sorted(shown, key=lambda one: (one["due"] is None, one["due"])) if waiting else shown,
        "columns": _columns(waiting=waiting),
        "filters": [chip(request, "which", _("State"), WHICH), *([_sites(request)] if sees_all else [])],
        "waiting": waiting,
        "judges": access.may_judge(request.by),
        "next_url": f"{address(request)}&before={rows[-1].id}" if not waiting and len(rows) == PAGE else "",
    }
    return render(request, "desk/quality/list.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def case(request: Request, number: str) -> HttpResponse:
    """One case. POST: `act` is to decide, to appeal, or to hear the appeal."""
    view = get_case(number, by=request.by, at=request.at)
    if request.method == "POST":
        do = act_of(request, ACTS)
        messages.success(request, do(request, view))
        return HttpResponseRedirect(reverse("desk:quality-case", args=[view.row.number]))
    return render(request, "desk/quality/case.html", _context(request, view))


@page(roles=READERS)
def appeal(request: Request, number: str) -> HttpResponse:
    """An appeal is heard on the page of its case."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    of_case = case_of_appeal(number, by=request.by)
    return HttpResponseRedirect(f"{reverse('desk:quality-case', args=[of_case])}{query}")


@page(roles=READERS)
def file(request: Request, number: str, paper: str) -> HttpResponseBase:
    """A photo of the order, or what the site brought to its appeal, for whoever may see the case."""
    view = get_case(number, by=request.by, at=request.at)
    mine = (f"fault:{view.row.number}", f"order:{view.row.order}")
    found = files.opened(paper, of=mine, by=request.by, at=request.at)
    return FileResponse(found.path.open("rb"), headers=dict(found.headers()))


def _context(request: Request, view: CaseView) -> dict[str, Any]:
    row = view.row
    happened, photos = story_of(row.number, by=request.by)
    events = told_events(happened, by=request.by)
    brief = list_briefs([row.customer_id], by=request.by).get(row.customer_id)
    sentences = {f"event:{e.id}": e for e in events}
    return {
        "view": view,
        "row": row,
        "state": STATE_OF[row.state],
        "customer": customer_shape(brief),
        "order_url": order_url(row.order),
        "due": _due([row], request.by).get(row.number),
        "events": events_shown(events),
        "evidence": [(f"event:{e.id}", e) for e in events],
        "photos": photos,
        "verdicts": [(v, _rested_on(v.evidence, sentences)) for v in view.verdicts],
        "parties": [shapes.Choice(words, key=key) for key, words in PARTIES.items()],
        "may": acts_open(view, by=request.by),
        "judges": access.may_judge(request.by),
        "promise": request.GET.get("promise", ""),
    }


def _rested_on(evidence: Sequence[str], sentences: dict[str, Told]) -> dict[str, list[Any]]:
    """The events of a decision that this reader may see, and its photos."""
    return {
        "events": [sentences[key] for key in evidence if key in sentences],
        "photos": [key.removeprefix("file:") for key in evidence if key.startswith("file:")],
    }


def _due(rows: Sequence[CaseRow], by: Actor) -> dict[str, datetime]:
    """Until when each case (or its appeal) is owed a decision, in one read."""
    of = {number: row.number for row in rows for number in (row.number, row.appeal) if number}
    owed = promises.list_open({row.customer_id for row in rows}, by=by, limit=1000) if rows else []
    return {of[p.about]: p.due_at for p in owed if p.what in OWED and p.about in of}


def _sites(request: Request) -> shapes.Filter:
    return chip(request, "site", _("Site"), [(s.number, s.name) for s in list_sites(by=request.by, status="")])


def _columns(*, waiting: bool) -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Case")),
        shapes.Column("order", _("Work order")),
        shapes.Column("site", _("Site")),
        shapes.Column("outcome", _("Outcome")),
        shapes.Column("state", _("State")),
        shapes.Column("due", _("Time left")) if waiting else shapes.Column("party", _("Fault lies with")),
        shapes.Column("opened", _("Since")) if waiting else shapes.Column("decided", _("Decided")),
    ]
