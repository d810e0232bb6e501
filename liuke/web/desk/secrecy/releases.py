"""Requests to take data out: the list, one with what may be done to it, and its file, handed out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.secrecy.actions import making
from liuke.areas.secrecy.actions import releases as actions
from liuke.areas.secrecy.queries import releases as queries
from liuke.areas.secrecy.queries.releases import PAGE, ReleaseRow
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.secrecy.filters import filter_words
from liuke.web.desk.secrecy.tabs import tabs
from liuke.web.desk.secrecy.words import LEVEL_STATE, RELEASE_STATE, level_words
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page
from liuke.web.ui.navigation import SECRECY

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHICH: Final = (
    ("asked", Words("待审批", "To be decided")),
    ("made", Words("待领取", "To be taken")),
    ("taken", Words("已领取", "Taken")),
    ("refused", Words("未批准", "Refused")),
)
LISTED_AT: Final = {"orders": "desk:orders", "promises": "desk:promises", "customers": "desk:customers"}


@page(roles=SECRECY)
def list_(request: Request) -> HttpResponse:
    """Everybody's own requests; those who decide see all, the latest first."""
    which = request.GET.get("which", "")
    if which and which not in dict(WHICH):
        raise Invalid.field("which", "没有这种状态。", "There is no such state.")
    rows = queries.list_releases(by=request.by, which=which, before=id_of(request, "before"))
    context = {
        "rows": [_shown(row) for row in rows],
        "columns": _columns(),
        "tabs": tabs(request, "desk:secrecy"),
        "filters": [chip(request, "which", _("State"), WHICH)],
        "next_url": f"{address(request)}&before={rows[-1].id}" if len(rows) == PAGE else "",
        "lists": [
            (_("Work orders"), "desk:orders"),
            (_("Promises"), "desk:promises"),
            (_("Customers"), "desk:customers"),
        ],
    }
    return render(request, "desk/secrecy/list.html", context)


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def release(request: Request, number: str) -> HttpResponse:
    """One request. POST: `act` is to approve, to refuse or to withdraw."""
    row = queries.get_release(number, by=request.by)
    if request.method == "POST":
        do = ACTS.get(request.POST.get("act", ""))
        if do is None:
            raise Invalid("请选择如何处理。", "Choose what to do.")
        messages.success(request, do(request, row.number))
        return HttpResponseRedirect(reverse("desk:release", args=[row.number]))
    return render(request, "desk/secrecy/release.html", _context(request, row))


@page(roles=ANY_STAFF)
def progress(request: Request, number: str) -> HttpResponse:
    """The moving part of the page, asked for while the file is made or waits; the whole page once its state is another."""
    row = queries.get_release(number, by=request.by)
    answer = render(request, "desk/secrecy/progress.html", _context(request, row))
    if request.GET.get("shown", row.state) != row.state:
        answer["HX-Refresh"] = "true"
    return answer


@page(roles=ANY_STAFF, methods=("POST",))
def workbook(request: Request, number: str) -> HttpResponse:
    """The file for its carrier, once."""
    name, made = making.take(number, by=request.by, at=request.at)
    response = HttpResponse(made, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _approve(request: Request, number: str) -> str:
    said = request.POST
    actions.approve(
        number, because=said.get("because", ""), seen=seen_of(request), keeps=keeps_of(said), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("%(number)s is approved. Its carrier takes the file, once.") % {"number": number}


def _refuse(request: Request, number: str) -> str:
    said = request.POST
    actions.refuse(
        number, because=said.get("because", ""), seen=seen_of(request), keeps=keeps_of(said), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("%(number)s is refused; whoever asked reads why.") % {"number": number}


def _withdraw(request: Request, number: str) -> str:
    actions.withdraw(number, seen=seen_of(request), by=request.by, at=request.at)
    return _("%(number)s is withdrawn.") % {"number": number}


ACTS: Final[dict[str, Callable[[Request, str], str]]] = {
    "approve": _approve, "refuse": _refuse, "withdraw": _withdraw,
}  # fmt: skip


def _context(request: Request, row: ReleaseRow) -> dict[str, Any]:
    listed = LISTED_AT.get(row.list_key, "")
    return {
        **_shown(row),
        "may": queries.acts_open(row.number, by=request.by, at=request.at),
        "job": queries.job_of(row.number, by=request.by),
        "filter_words": filter_words(row.list_key, row.filter, by=request.by, at=request.at),
        "listed_url": f"{reverse(listed)}?{row.filter}" if listed else "",
        "promise": request.GET.get("promise", ""),
    }


def _shown(row: ReleaseRow) -> dict[str, Any]:
    return {
        "row": row,
        "state": RELEASE_STATE[row.state],
        "level_words": level_words(row.level),
        "level_state": LEVEL_STATE[row.level],
    }


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", pgettext("to take data out", "Request")),
        shapes.Column("list", _("List")),
        shapes.Column("purpose", _("What for")),
        shapes.Column("rows", _("Rows")),
        shapes.Column("level", _("Secrecy")),
        shapes.Column("asked", _("Asked by")),
        shapes.Column("carrier", pgettext("of a file", "Carrier")),
        shapes.Column("state", _("State")),
    ]
