"""Leaks: reported by anybody in two fields, examined, told, closed; a measure has a page for whoever carries it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.secrecy.actions import leak_measures as measures
from liuke.areas.secrecy.actions import leaks as actions
from liuke.areas.secrecy.queries import leaks as queries
from liuke.areas.secrecy.queries.leaks import LeakView
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.insight.looks import papers_of
from liuke.web.desk import colleagues
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.filters import address, chip, day_of, id_of, told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.secrecy.tabs import tabs
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

WHICH: Final = (
    ("open", Words("未办结", "Under way")),
    ("closed", Words("已办结", "Closed")),
    ("unfounded", Words("查无泄密", "No leak")),
)
STATE_OF: Final = {"reported": "late", "handled": "soon", "closed": "kept", "unfounded": "void"}
YES_NO: Final = (("1", Words("有", "Yes")), ("0", Words("没有", "No")))
SHOWN_CUSTOMERS: Final = 20


@page(roles=ANY_STAFF)
def list_(request: Request) -> HttpResponse:
    """Whoever watches over secrecy sees all; everybody else what he reported himself."""
    which = request.GET.get("which", "")
    if which and which not in dict(WHICH):
        raise Invalid.field("which", "没有这种状态。", "There is no such state.")
    rows = queries.list_leaks(by=request.by, which=which, before=id_of(request, "before"))
    context = {
        "rows": [(row, STATE_OF[row.state]) for row in rows],
        "columns": [
            shapes.Column("number", pgettext("of secrecy", "Leak")), shapes.Column("words", _("What was noticed")),
            shapes.Column("severity", _("How grave")), shapes.Column("reported", _("Reported")),
            shapes.Column("measures", _("Open measures"), number=True), shapes.Column("state", _("State")),
        ],
        "filters": [chip(request, "which", _("State"), WHICH)],
        "tabs": tabs(request, "desk:leaks"),
        "next_url": f"{address(request)}&before={rows[-1].id}" if len(rows) == queries.PAGE else "",
    }  # fmt: skip
    return render(request, "desk/secrecy/leaks.html", context)


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """Two fields: what was seen or heard, and where."""
    if request.method == "POST":
        number = actions.report(
            request.POST.get("words", ""), request.POST.get("about", ""), by=request.by, at=request.at
        )
        messages.success(request, _("%(number)s is reported, and somebody has to examine it now.") % {"number": number})
        return HttpResponseRedirect(reverse("desk:leak", args=[number]))
    return render(request, "desk/secrecy/leak_new.html")


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def leak(request: Request, leak: str) -> HttpResponse:
    """One leak. POST: `act` is one of ACTS."""
    found = queries.get_leak(leak, by=request.by)
    if request.method == "POST":
        do = ACTS.get(request.POST.get("act", ""))
        if do is None:
            raise Invalid("请选择如何处理。", "Choose what to do.")
        messages.success(request, do(request, found))
        return HttpResponseRedirect(reverse("desk:leak", args=[found.row.number]))
    return render(request, "desk/secrecy/leak.html", _context(request, found))


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def measure(request: Request, leak_measure: str) -> HttpResponse:
    """One measure. POST: what shows that it is done."""
    row = queries.get_leak_measure(leak_measure, by=request.by)
    if request.method == "POST":
        said = request.POST
        measures.measure_done(
            row.number, proof=said.get("proof", ""), keeps=keeps_of(said), by=request.by, at=request.at
        )
        messages.success(request, _("%(number)s is carried out.") % {"number": row.number})
        return HttpResponseRedirect(reverse("desk:leak-measure", args=[row.number]))
    return render(request, "desk/secrecy/leak_measure.html", {"row": row, "promise": request.GET.get("promise", "")})


def _take_on(request: Request, found: LeakView) -> str:
    said = request.POST
    concerned = said.get("concerned", "")
    actions.take_on(
        found.row.number, concerned=concerned, since=day_in("since", said.get("since", "")),
        until=day_in("until", said.get("until", "")),
        severity=said.get("severity", ""), of_persons=said.get("of_persons") != "0",
        papers=papers_of(concerned, by=request.by), seen=seen_of(request), keeps=keeps_of(said), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("Taken on. Who saw or took what in that time is kept as it stands.")


def _dismiss(request: Request, found: LeakView) -> str:
    said = request.POST
    actions.dismiss(
        found.row.number, because=said.get("because", ""), seen=seen_of(request), keeps=keeps_of(said), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("Noted.")


def _measure(request: Request, found: LeakView) -> str:
    said = request.POST
    made = measures.set_measure(
        found.row.number, said=said.get("words", ""), responsible=colleagues.chosen(said, "responsible"),
        due_on=day_in("due_on", said.get("due_on", "")), keeps=keeps_of(said), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is set; whoever carries it out is told.") % {"number": made}


def _tell(request: Request, found: LeakView) -> str:
    said = request.POST
    actions.tell(
        found.row.number, said.get("whom", ""), said.get("outcome", ""), said=said.get("words", ""),
        seen=seen_of(request), keeps=keeps_of(said), by=request.by, at=request.at,
    )  # fmt: skip
    return _("Noted.")


def _close(request: Request, found: LeakView) -> str:
    said = request.POST
    actions.close(
        found.row.number, ending=said.get("ending", ""), seen=seen_of(request), keeps=keeps_of(said), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("%(number)s is closed.") % {"number": found.row.number}


ACTS: Final[dict[str, Callable[[Request, LeakView], str]]] = {
    "take_on": _take_on, "dismiss": _dismiss, "measure": _measure, "tell": _tell, "close": _close,
}  # fmt: skip


def _context(request: Request, found: LeakView) -> dict[str, Any]:
    may = queries.acts_open(found.row.number, by=request.by)
    briefs = list_briefs(set(found.customers[:SHOWN_CUSTOMERS]), by=request.by) if found.customers else {}
    return {
        "found": found,
        "row": found.row,
        "state": STATE_OF[found.row.state],
        "customers": [customer_shape(briefs.get(pk)) for pk in found.customers[:SHOWN_CUSTOMERS]],
        "more": max(0, len(found.customers) - SHOWN_CUSTOMERS),
        "could_have": [(one, _roles(one.roles)) for one in found.could_have],
        "could_columns": [
            shapes.Column("who", _("Who")), shapes.Column("acts", pgettext("of a look", "What was done")),
            shapes.Column("subjects", _("Files and papers"), number=True), shapes.Column("last", _("Last")),
        ],
        "measure_columns": [
            shapes.Column("number", pgettext("against a leak", "Measure")), shapes.Column("words", _("What is done")),
            shapes.Column("who", _("Who")), shapes.Column("due", _("Until")), shapes.Column("done", _("State")),
        ],
        "may": may,
        "people": colleagues.choices() if "handle" in may else [],
        "severities": list(queries.SEVERITY_WORDS.items()),
        "outcomes": list(queries.OUTCOME_WORDS.items()),
        "yes_no": YES_NO,
        "today": day_of(request.at).isoformat(),
        "promise": request.GET.get("promise", ""),
    }  # fmt: skip


def _roles(roles: tuple[str, ...]) -> str:
    return "、".join(told(Words(*ROLES[role])) for role in roles if role in ROLES)
