"""One complaint: everything related already pulled in; from soothing to facts to the solution to the customer's word."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.care.queries.complaints import complaint_of
from liuke.areas.complaints.queries.complaints import CaseView, acts_open, get_case
from liuke.areas.customers.queries.file import get_brief
from liuke.foundation.faults import Invalid
from liuke.foundation.files import access as files
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.insight.complaint_case import related
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises import words as kinds
from liuke.web.desk import colleagues
from liuke.web.desk.complaints.acts.table import ACTS
from liuke.web.desk.complaints.belonging import belonging
from liuke.web.desk.complaints.inbox import state_of
from liuke.web.desk.complaints.stages import stage_lines
from liuke.web.desk.complaints.tabs import TABS
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import told
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

NAMES: Final = ("talk", "facts", "remedy", "closing", "letters", "history")


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def complaint(request: Request, number: str) -> HttpResponse:
    """One complaint by tabs (`tab`). POST: `act` says what is done; each act reads its fields and makes one call."""
    view = get_case(number, by=request.by, at=request.at)
    tab = request.GET.get("tab", "") or "talk"
    if tab not in NAMES:
        raise Invalid.field("tab", "没有这一页。", "There is no such page.")
    if request.method == "POST":
        do = ACTS.get(request.POST.get("act", ""))
        if do is None:
            raise Invalid("请选择如何处理。", "Choose what to do.")
        messages.success(request, do(request, view))
        return HttpResponseRedirect(f"{reverse('desk:complaint', args=[view.row.number])}?tab={_next(request, tab)}")
    return render(request, "desk/complaints/case.html", _context(request, view, tab))


@page(roles=CENTRE_ROLES)
def by_its_old_name(request: Request, number: str) -> HttpResponse:
    """Promises and the file may name the dissatisfaction that it came from."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    found = number if number.upper().startswith("CP-") else complaint_of(number, by=request.by)
    return HttpResponseRedirect(f"{reverse('desk:complaint', args=[found])}{query}")


@page(roles=CENTRE_ROLES)
def file(request: Request, number: str, enclosure: str) -> HttpResponseBase:
    """The received letter or a piece of evidence, for whoever may see the complaint."""
    view = get_case(number, by=request.by, at=request.at)
    found = files.opened(enclosure, of=[f"complaint:{view.row.number}"], by=request.by, at=request.at)
    return FileResponse(found.path.open("rb"), headers=dict(found.headers()))


def _context(request: Request, view: CaseView, tab: str) -> dict[str, Any]:
    row, by, people = view.row, request.by, colleagues.choices()
    happened = told_events(journal.list_about(row.number, by=by), by=by)
    promised = promises.list_about(row.number, by=by)
    owed = [p for p in promised if p.state == "open"]
    common = {
        "view": view,
        "row": row,
        "state": state_of(row),
        "customer": customer_shape(get_brief(row.customer_id, by=by)),
        "about_url": order_url(row.about) if row.about.startswith("WO-") else "",
        "owed": [(p, kinds.of(p.what)) for p in sorted(owed, key=lambda p: p.due_at)],
        "stages": stage_lines(view, promised),
        "may": acts_open(view, by=by),
        "is_mine": row.handler_id == by.pk,
        "tab": tab,
        "tabs": _tabs(view, tab),
        "promise": request.GET.get("promise", ""),
        "related": related(row, by=by, at=request.at),
        "events": events_shown(happened[:12] if tab != "history" else happened),
        "papers": files.files_of(f"complaint:{row.number}", by=by),
        "belongs": belonging(view, people),
        "people_here": people,
    }
    return common | TABS[tab](request, view, happened)


def _tabs(view: CaseView, here: str) -> list[shapes.Tab]:
    words = {
        "talk": _("Talk"), "facts": _("Feelings and facts"), "remedy": _("Remedy"), "closing": _("Closing"),
        "letters": _("Letters"), "history": _("History"),
    }  # fmt: skip
    counts = {
        "facts": len(view.parts) or None,
        "remedy": len(view.remedies) or None,
        "letters": len(view.letters) or None,
    }
    return [shapes.Tab(told(words[t]), f"?tab={t}", here=t == here, count=counts.get(t)) for t in NAMES]


def _next(request: Request, tab: str) -> str:
    asked = request.POST.get("go", "")
    return asked if asked in NAMES else tab
