"""The callbacks that are due, the one to call first on top."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.care.queries import callbacks
from liuke.areas.care.queries.rows import CallbackRow
from liuke.foundation.faults import Invalid
from liuke.foundation.keyset import lost
from liuke.foundation.words import Words
from liuke.web.desk.filters import address, chip
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import CALLBACK

ROLES = CALLBACK | {
    "agent", "account_manager", "hotline_lead", "complaint_officer", "complaint_manager", "service_director",
}  # fmt: skip
KINDS = (
    ("after_service", Words("服务回访", "Callback after service")),
    ("day3", Words("三日回访", "Day-3 callback")),
    ("week3", Words("三周关怀", "Week-3 look-in")),
    ("month3", Words("三月跟进", "Month-3 follow-up")),
)


@page(roles=ROLES)
def list_(request: Request) -> HttpResponse:
    """By due time, in pages; the big button opens the next one that may be called now."""
    kind = request.GET.get("kind", "")
    if kind and kind not in dict(KINDS):
        raise Invalid.field("kind", "没有这种回访。", "There is no such callback.")
    found = callbacks.list_due(kind=kind, after=_cursor(request.GET.get("after", "")), by=request.by, at=request.at)
    first = next((row for row in found.rows if row.callable_now), None)
    context = {
        "rows": [_row(row) for row in found.rows],
        "columns": _columns(),
        "filters": [chip(request, "kind", _("Kind"), KINDS)],
        "count": callbacks.count_due(by=request.by, at=request.at),
        "next_callback": reverse("desk:callback", args=[first.number]) if first else "",
        "next_url": f"{address(request)}&after={found.next_after.replace('+', '%2B')}" if found.next_after else "",
    }
    return render(request, "desk/callbacks/list.html", context)


def _row(row: CallbackRow) -> dict[str, Any]:
    return {
        "row": row,
        "url": reverse("desk:callback", args=[row.number]),
        "customer": shapes.Customer(
            row.customer_name or Words("未知来电", "Unknown caller").told(get_language() or "zh-hans"),
            row.customer_code, row.grade,
        ),
    }  # fmt: skip


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Callback")),
        shapes.Column("customer", _("Customer")),
        shapes.Column("about", _("About")),
        shapes.Column("from", _("Call from")),
        shapes.Column("state", _("State")),
        shapes.Column("tries", _("Tries"), number=True),
    ]


def _cursor(said: str) -> str | None:
    if not said:
        return None
    moment, _tilde, pk = said.replace(" ", "+").rpartition("~")
    try:
        fine = datetime.fromisoformat(moment).tzinfo is not None and pk.isascii() and pk.isdecimal() and len(pk) < 19
    except ValueError:
        fine = False
    if not fine:
        raise lost()
    return f"{moment}~{pk}"
