"""Old parts: those that are out, longest first; one with sending back, settling, letting go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network.queries.sites import list_sites
from liuke.areas.parts.actions import old_parts
from liuke.areas.parts.queries.names import FINDINGS, RELEASE_REASONS
from liuke.areas.parts.queries.old import WHICH, acts_open, get_use, list_old
from liuke.areas.parts.queries.rows import UseRow
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.kernel.promises import queries as promises
from liuke.web.desk.carried import cents_of, keeps_of, seen_of
from liuke.web.desk.chosen import act_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.links import order_url
from liuke.web.desk.parts.tabs import READERS, shared, which_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, back, page

PAGE: Final = 50
PILES: Final = (
    ("owed", Words("待返还", "To come back")), ("returned", Words("已寄回待核销", "Sent back, to be settled")),
    ("over", Words("已了结", "Over")),
)  # fmt: skip
STATE_OF: Final = {"owed": "due", "returned": "soon", "settled": "kept", "released": "waived", "kept": "waived",
                   "none": "void"}  # fmt: skip
OWED: Final = ("return-old-part", "settle-old-part")
Act = Callable[[Request, UseRow], str]


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """What is out, the least time left first."""
    common = shared(request, "old")
    which = which_of(request, WHICH, "returned" if common["keeper"] else "owed")
    rows = list_old(
        by=request.by,
        which=which,
        site=request.GET.get("site", "")[:12],
        before=id_of(request, "before") or 0,
        limit=PAGE,
    )
    due = _due(rows, request.by) if which != "over" else {}
    sites = [(s.number, s.name) for s in list_sites(by=request.by, status="")] if common["centre"] else []
    context = common | {
        "rows": [{"row": r, "state": STATE_OF[r.old_state], "due": due.get(r.number)} for r in rows],
        "columns": _columns(),
        "which": which,
        "filters": [
            chip(request, "which", _("State"), PILES),
            *([chip(request, "site", _("Site"), sites)] if sites else []),
        ],
        "next_url": f"{address(request)}&before={rows[-1].id}" if which == "over" and len(rows) == PAGE else "",
    }
    return render(request, "desk/parts/old.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def one(request: Request, used: str) -> HttpResponse:
    """One used part. POST: `act` is return, settle or release."""
    row = get_use(used, by=request.by)
    if request.method == "POST":
        do = act_of(request, ACTS)
        messages.success(request, do(request, row))
        return back(request, reverse("desk:parts-old-part", args=[row.number]))
    happened = journal.list_about(row.number, by=request.by)
    context = {
        "row": row,
        "state": STATE_OF[row.old_state],
        "order_url": order_url(row.order),
        "due": _due([row], request.by).get(row.number),
        "events": events_shown(told_events(happened, by=request.by)),
        "may": acts_open(row, by=request.by),
        "promise": request.GET.get("promise", ""),
        "findings": [shapes.Choice(words, key=key) for key, words in FINDINGS.items()],
        "reasons": [shapes.Choice(words, key=key) for key, words in RELEASE_REASONS.items() if key != "paid"],
    }
    return render(request, "desk/parts/old_part.html", shared(request, "old") | context)


def _return(request: Request, row: UseRow) -> str:
    old_parts.return_old(
        row.number, carrier=request.POST.get("carrier", ""), waybill=request.POST.get("waybill", ""),
        freight_cents=cents_of(request, "freight", optional=True), seen=seen_of(request),
        keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The old part is on its way. Its freight is settled with it.")


def _settle(request: Request, row: UseRow) -> str:
    old_parts.settle_old(
        row.number, finding=request.POST.get("finding", ""), note=request.POST.get("note", ""), seen=seen_of(request),
        keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The old part is settled.")


def _release(request: Request, row: UseRow) -> str:
    old_parts.release_old(
        row.number, reason=request.POST.get("reason", ""), note=request.POST.get("note", ""), seen=seen_of(request),
        keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The old part need not come back.")


def _due(rows: Sequence[UseRow], by: Actor) -> dict[str, datetime]:
    owed = promises.list_open({row.timeline for row in rows}, by=by, limit=1000) if rows else []
    return {p.about: p.due_at for p in owed if p.what in OWED}


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Used part")),
        shapes.Column("part", _("Part")),
        shapes.Column("order", _("Work order")),
        shapes.Column("site", _("Site")),
        shapes.Column("used", _("Replaced")),
        shapes.Column("state", _("State")),
        shapes.Column("due", _("Time left")),
    ]


ACTS: Final[dict[str, Act]] = {"return": _return, "settle": _settle, "release": _release}
