"""What customers complain of: the list, taking one by name, settling it. The complaints room takes over later."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.care import access
from liuke.areas.care.actions import complaints as actions
from liuke.areas.care.queries import complaints
from liuke.areas.care.queries.rows import GrievanceRow
from liuke.areas.customers.queries.file import get_brief, list_briefs
from liuke.areas.customers.queries.rows import Brief
from liuke.foundation.faults import Invalid
from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import address, chip
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

PAGE = 50
STATES = (
    ("voiced", Words("待指派", "To assign")),
    ("handled", Words("处理中", "Being handled")),
    ("settled", Words("已解决", "Settled")),
)


@page(roles=CENTRE_ROLES)
def list_(request: Request) -> HttpResponse:
    """Unsettled ones, newest first; by state where one is asked for."""
    state = request.GET.get("state", "")
    if state and state not in dict(STATES):
        raise Invalid.field("state", "没有这种状态。", "There is no such state.")
    rows = complaints.list_dissatisfactions(
        by=request.by, state=state, after=request.GET.get("after", "")[:20] or None, limit=PAGE
    )
    briefs = list_briefs([row.customer_id for row in rows], by=request.by)
    context = {
        "rows": [_row(row, briefs.get(row.customer_id)) for row in rows],
        "columns": _columns(),
        "filters": [chip(request, "state", _("State"), STATES)],
        "may_handle": access.may_handle(request.by),
        "next_url": f"{address(request)}&after={rows[-1].number}" if len(rows) == PAGE else "",
    }
    return render(request, "desk/callbacks/complaints.html", context)


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def complaint(request: Request, number: str) -> HttpResponse:
    """One complaint with its history. POST: take it, name another, settle it."""
    row = complaints.get_dissatisfaction(number, by=request.by)
    if request.method == "POST":
        return _acted(request, row)
    happened = journal.list_about(row.number, by=request.by)
    context = {
        "row": row,
        "customer": customer_shape(get_brief(row.customer_id, by=request.by)),
        "about_url": order_url(row.about) if row.about.startswith("WO-") else "",
        "events": events_shown(told_events(happened, by=request.by)),
        "may_handle": access.may_handle(request.by) and row.state != "settled",
        "is_mine": row.handler_id == request.by.pk,
        "handlers": _handlers(request, row),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/callbacks/complaint.html", context)


@page(roles=CENTRE_ROLES)
def by_its_old_name(request: Request, number: str) -> HttpResponse:
    """Promises and the file name it a dissatisfaction; its page is the complaint's."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(f"{reverse('desk:complaint', args=[number])}{query}")


def _acted(request: Request, row: GrievanceRow) -> HttpResponse:
    said, by, at = request.POST, request.by, request.at
    act = said.get("act", "")
    if act == "take":
        actions.name_handler(row.number, by, by=by, at=at, keeps=keeps_of(said))
        messages.success(request, _("%(number)s is yours. Call the customer within 2 hours.") % {"number": row.number})
    elif act == "name":
        chosen = dict(_handlers(request, row)).get(said.get("handler", ""))
        if chosen is None:
            raise Invalid.field("handler", "请选择处理人。", "Choose who handles it.")
        handler = identity.get_actor(int(said["handler"]))
        actions.name_handler(row.number, handler, by=by, at=at, keeps=keeps_of(said))
        messages.success(
            request, _("%(number)s is in the hands of %(name)s.") % {"number": row.number, "name": handler.name}
        )
    elif act == "settle":
        actions.settle_dissatisfaction(row.number, remedy=said.get("remedy", ""), by=by, at=at)
        messages.success(request, _("%(number)s is settled.") % {"number": row.number})
    else:
        raise Invalid("请选择如何处理。", "Choose what to do.")
    return HttpResponseRedirect(reverse("desk:complaint", args=[row.number]))


def _handlers(request: Request, row: GrievanceRow) -> list[tuple[str, Words]]:
    people = [p for p in identity.list_people() if access.may_handle(p) and p.pk not in (row.handler_id, request.by.pk)]
    return [(str(p.pk), Words(p.name, p.name)) for p in people]


def _row(row: GrievanceRow, brief: Brief | None) -> dict[str, Any]:
    return {
        "row": row,
        "url": reverse("desk:complaint", args=[row.number]),
        "customer": customer_shape(brief),
        "may_take": row.state == "voiced",
    }


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Complaint")),
        shapes.Column("customer", _("Customer")),
        shapes.Column("words", _("The customer’s words")),
        shapes.Column("voiced", _("Voiced")),
        shapes.Column("state", _("State")),
        shapes.Column("handler", _("Handler")),
        shapes.Column("acts", ""),
    ]
