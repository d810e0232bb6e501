"""The complaint inbox: what is open by time left; what is closed, or all, the latest first."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.complaints import access
from liuke.areas.complaints.queries.rows import ComplaintRow
from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.customers.queries.rows import Brief
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.insight.complaint_inbox import Waiting, count_open, inbox
from liuke.insight.complaint_rows import Asked, list_rows
from liuke.kernel.promises import words as kinds
from liuke.web.desk.complaints.asking import asked_in, chips, one_of
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

PAGE: Final = 50
WHICH: Final = (("open", Words("未结", "Open")), ("closed", Words("已结案", "Closed")), ("all", Words("全部", "All")))
WHOSE: Final = (("mine", Words("我的", "Mine")), ("none", Words("待指派", "Nobody’s yet")))
STATE_OF: Final = {"to_assign": "late", "reopened": "late", "closed": "kept"}


@page(roles=CENTRE_ROLES)
def list_(request: Request) -> HttpResponse:
    """Open ones with what is owed next, the least time left first; or the closed ones, newest first."""
    which = one_of(request, "which", WHICH) or "open"
    asked = asked_in(request, "" if which == "all" else which)
    rows, next_url = _open(request, asked) if which == "open" else _listed(request, asked)
    briefs = list_briefs([row.row.customer_id for row in rows], by=request.by)
    context = {
        "rows": [_row(one, briefs.get(one.row.customer_id)) for one in rows],
        "columns": _columns(is_open=which == "open"),
        "filters": [chip(request, "which", _("State"), WHICH), chip(request, "whose", _("Whose"), WHOSE), *chips(request)],
        "is_open": which == "open",
        "count": count_open(by=request.by),
        "may_handle": access.handles(request.by),
        "next_url": next_url,
    }  # fmt: skip
    return render(request, "desk/complaints/list.html", context)


def _open(request: Request, asked: Asked) -> tuple[list[Waiting], str]:
    whose = one_of(request, "whose", WHOSE)
    found = inbox(by=request.by, whose=whose, asked=asked, after=request.GET.get("after", "")[:60], limit=PAGE)
    more = found.next_after.replace("+", "%2B")
    return list(found.rows), f"{address(request)}&after={more}" if more else ""


def _listed(request: Request, asked: Asked) -> tuple[list[Waiting], str]:
    rows = list_rows(asked, by=request.by, before=id_of(request, "before") or 0, limit=PAGE)
    more = f"{address(request)}&before={rows[-1].id}" if len(rows) == PAGE else ""
    return [Waiting(row, "", None) for row in rows], more


def _row(one: Waiting, brief: Brief | None) -> dict[str, Any]:
    return {
        "row": one.row,
        "next": kinds.of(one.what) if one.what else "",
        "due": one.due_at,
        "url": reverse("desk:complaint", args=[one.row.number]),
        "customer": customer_shape(brief),
        "state": state_of(one.row),
        "may_take": one.row.handler_id is None and one.row.state != "closed",
    }


def state_of(row: ComplaintRow) -> str:
    """The kit's colour for a state: late where nobody has it, kept where it is closed."""
    return STATE_OF.get(row.state, "due")


def _columns(*, is_open: bool) -> list[shapes.Column]:
    number = shapes.Column("number", _("Complaint"))
    first = [
        shapes.Column("customer", _("Customer")),
        shapes.Column("words", _("What happened")),
        shapes.Column("severity", _("Severity")),
        shapes.Column("state", _("State")),
    ]
    if is_open:
        return [
            number, shapes.Column("due", pgettext("of a complaint", "Next")), *first, shapes.Column("handler", _("Answers for it")),
            shapes.Column("acts", ""),
        ]  # fmt: skip
    return [number, *first, shapes.Column("handler", _("Handler")), shapes.Column("closed", _("Closed"))]
