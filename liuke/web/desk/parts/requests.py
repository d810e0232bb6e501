"""Requests for parts: those that wait by time left, each one click from its next step; one with all that may be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.network.queries.sites import list_sites
from liuke.areas.network.queries.technicians import list_technicians
from liuke.areas.parts.queries.names import REFUSE_REASONS
from liuke.areas.parts.queries.requests import WHICH, RequestView, acts_open, get_request, list_requests
from liuke.areas.parts.queries.rows import RequestRow
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.kernel.promises import queries as promises
from liuke.web.desk.chosen import act_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.links import order_url
from liuke.web.desk.parts.request_acts import ACTS, next_step
from liuke.web.desk.parts.tabs import READERS, shared, which_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, back, page

PAGE: Final = 50
PILES: Final = (
    ("open", Words("待处理", "Waiting")), ("way", Words("在途", "On the way")),
    ("arrived", Words("已到货", "Arrived")), ("over", Words("已了结", "Over")),
)  # fmt: skip
STATE_OF: Final = {
    "requested": "due", "approved": "soon", "shipped": "soon", "received": "kept", "given": "kept", "used": "kept",
    "refused": "waived", "withdrawn": "void",
}  # fmt: skip
OWED: Final = {
    "requested": ("approve-part", "approve-replenishment"),
    "approved": ("ship-part", "ship-replenishment"),
    "shipped": ("receive-part",),
}


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """The least time left first; what is over, the latest first. A site's desk begins with what is on its way."""
    common = shared(request, "requests")
    which = which_of(request, WHICH, "open" if common["centre"] else "way")
    site = request.GET.get("site", "")[:12]
    rows = list_requests(by=request.by, which=which, site=site, before=id_of(request, "before") or 0, limit=PAGE)
    due = _due(rows, request.by) if which in ("open", "way") else {}
    shown = [_line(row, due.get(row.number), request.by) for row in rows]
    context = common | {
        "rows": sorted(shown, key=lambda one: (one["due"] is None, one["due"])) if due else shown,
        "columns": _columns(),
        "which": which,
        "filters": [chip(request, "which", _("State"), PILES), *([_sites(request)] if common["centre"] else [])],
        "next_url": f"{address(request)}&before={rows[-1].id}" if which == "over" and len(rows) == PAGE else "",
    }
    return render(request, "desk/parts/requests.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def one(request: Request, wanted: str) -> HttpResponse:
    """One request. POST: `act` is one of those that are open to the reader now."""
    view = get_request(wanted, by=request.by)
    if request.method == "POST":
        do = act_of(request, ACTS)
        messages.success(request, do(request, view))
        return back(request, reverse("desk:parts-request", args=[view.row.number]))
    return render(request, "desk/parts/request.html", shared(request, "requests") | _context(request, view))


@page(roles=READERS, methods=("GET", "POST"))
def replenish(request: Request) -> HttpResponse:
    """Parts for a site's shelf."""
    from liuke.areas.parts.actions import asking
    from liuke.web.desk.parts.tabs import whole_of

    if request.method == "POST":
        number = asking.replenish(
            part=request.POST.get("part", "")[:60], quantity=whole_of(request, "quantity"),
            site=request.POST.get("site", "")[:12], by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(
            request, _("%(number)s is asked for. Until when it is decided stands with it.") % {"number": number}
        )
        return HttpResponseRedirect(reverse("desk:parts-request", args=[number]))
    sites = list_sites(by=request.by)
    context = {
        "part": request.GET.get("part", "")[:40],
        "quantity": request.GET.get("quantity", "")[:6],
        "site": request.GET.get("site", "")[:12],
        "sites": [(s.number, s.name) for s in sites],
    }
    return render(request, "desk/parts/replenish.html", shared(request, "requests") | context)


def _line(row: RequestRow, due: datetime | None, by: Actor) -> dict[str, Any]:
    return {
        "row": row,
        "state": STATE_OF[row.state],
        "due": due,
        "order_url": order_url(row.order) if row.order else "",
        "step": next_step(by, row),
    }


def _context(request: Request, view: RequestView) -> dict[str, Any]:
    row = view.row
    happened = journal.list_about(row.number, by=request.by)
    allowed = acts_open(row, by=request.by)
    crew = list_technicians(row.site, by=request.by) if "give" in allowed else ()
    return {
        "view": view,
        "row": row,
        "state": STATE_OF[row.state],
        "reason": REFUSE_REASONS.get(view.reason),
        "order_url": order_url(row.order) if row.order else "",
        "due": _due([row], request.by).get(row.number),
        "events": events_shown(told_events(happened, by=request.by)),
        "may": allowed,
        "promise": request.GET.get("promise", ""),
        "refusals": [shapes.Choice(words, key=key) for key, words in REFUSE_REASONS.items()],
        "crew": [(t.number, t.name) for t in sorted(crew, key=lambda t: t.id != row.technician)],
    }


def _due(rows: Sequence[RequestRow], by: Actor) -> dict[str, datetime]:
    """Until when the next step of each is owed, in one read."""
    owed = promises.list_open({row.timeline for row in rows}, by=by, limit=1000) if rows else []
    found = {}
    for row in rows:
        mine = [p.due_at for p in owed if p.what in OWED.get(row.state, ()) and p.about in (row.number, row.order)]
        if mine:
            found[row.number] = min(mine)
    return found


def _sites(request: Request) -> shapes.Filter:
    return chip(request, "site", _("Site"), [(s.number, s.name) for s in list_sites(by=request.by, status="")])


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", pgettext("for a part", "Request")),
        shapes.Column("part", _("Part")),
        shapes.Column("step", _("Next step")),
        shapes.Column("quantity", _("Pieces"), number=True),
        shapes.Column("for", _("For")),
        shapes.Column("site", _("Site")),
        shapes.Column("state", _("State")),
        shapes.Column("due", _("Time left")),
    ]
