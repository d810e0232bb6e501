"""The statements of a month with sums and states; for a site's desk its own, the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.settlement import access
from liuke.areas.settlement.actions import making, sending
from liuke.areas.settlement.queries.rows import StatementRow
from liuke.areas.settlement.queries.statements import STATES, list_months, list_statements
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import month_in
from liuke.web.desk.chosen import nothing_chosen
from liuke.web.desk.filters import address, chip, day_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import SETTLEMENT, SITE

READERS: Final = SETTLEMENT | SITE
STATE_OF: Final = {
    "draft": "due", "sent": "soon", "appealed": "soon", "confirmed": "due", "signed": "due", "locked": "soon",
    "invoiced": "soon", "paid": "kept",
}  # fmt: skip


@page(roles=READERS, methods=("GET", "POST"))
def list_(request: Request) -> HttpResponse:
    """A month's statements. POST: draft them, or send all drafts."""
    if request.method == "POST":
        return _acted(request)
    months, sees_all = list_months(by=request.by), access.sees_all(request.by)
    month = month_of(request.GET.get("month", ""))
    if month is None and sees_all:
        month = months[0] if months else _months_near(request)[0]
    state = request.GET.get("state", "")
    if state and state not in STATES:
        raise Invalid.field("state", "没有这种状态。", "There is no such state.")
    rows = list_statements(by=request.by, month=month, state=state)
    context = {
        "rows": [(row, STATE_OF[row.state]) for row in rows],
        "columns": _columns(one_month=month is not None),
        "filters": [_months(request, months, month, clears=not sees_all), chip(request, "state", _("State"), STATES.items())],
        "month": month,
        "sums": _sums(rows),
        "sees_all": sees_all,
        "maker": request.by.has_role(*access.MAKERS),
        "may_make": not rows or any(row.state == "draft" for row in rows),
        "drafts": _to_send(rows, request),
    }  # fmt: skip
    return render(request, "desk/settlement/list.html", context)


def _acted(request: Request) -> HttpResponse:
    month = month_of(request.POST.get("month", ""))
    if month is None:
        raise Invalid.field("month", "请选择月份。", "Choose a month.")
    match request.POST.get("act", ""):
        case "make":
            made = making.make_month(month, by=request.by, at=request.at)
            said = {"n": made.statements, "lines": made.lines}
            messages.success(request, _("%(n)s statements are drafted, with %(lines)s lines.") % said)
        case "send":
            sent = sending.send_month(month, by=request.by, at=request.at)
            messages.success(request, _("%(n)s statements went to their sites.") % {"n": sent})
        case _:
            raise nothing_chosen()
    return HttpResponseRedirect(f"{reverse('desk:settlement')}?month={month:%Y-%m}")


def month_of(said: str) -> date | None:
    """A month of the address (`2026-11`) as its first day; Invalid where it is none."""
    if not said.strip():
        return None
    return month_in("month", said)


def _months(request: Request, months: Sequence[date], month: date | None, *, clears: bool) -> shapes.Filter:
    """The month that is shown; the centre always looks at one, a site may look at all of its own."""
    offered = months if clears else sorted({*months, *_months_near(request)}, reverse=True)
    choices = [shapes.Choice(f"{one:%Y-%m}", url=address(request, month=f"{one:%Y-%m}")) for one in offered]
    label = _("Month") if month is None else f"{_('Month')} {month:%Y-%m}"
    if clears and month is not None:
        return shapes.Filter(_("Month"), chosen=f"{month:%Y-%m}", clear=address(request, month=""))
    return shapes.Filter(label, choices)


def _to_send(rows: Sequence[StatementRow], request: Request) -> int:
    """How many drafts of months that are over."""
    running = day_of(request.at).replace(day=1)
    return sum(row.state == "draft" and row.month < running for row in rows)


def _months_near(request: Request) -> tuple[date, date]:
    """The month before this one, which is to be settled, and the one that runs."""
    running = day_of(request.at).replace(day=1)
    return (running - timedelta(days=1)).replace(day=1), running


def _sums(rows: Sequence[StatementRow]) -> dict[str, Any]:
    return {
        "total": sum(row.total_cents for row in rows),
        "work": sum(row.work_cents for row in rows),
        "deducted": sum(row.deducted_cents for row in rows),
        "adjusted": sum(row.adjusted_cents for row in rows),
        "flagged": sum(row.flagged for row in rows),
        "count": len(rows),
    }


def _columns(*, one_month: bool) -> list[shapes.Column]:
    return [
        shapes.Column("number", pgettext("of a site", "Statement")),
        *([] if one_month else [shapes.Column("month", _("Month"))]),
        shapes.Column("site", _("Site")),
        shapes.Column("state", _("State")),
        shapes.Column("work", _("Work and trips"), number=True),
        shapes.Column("deducted", _("Deducted"), number=True),
        shapes.Column("adjusted", _("Adjustments"), number=True),
        shapes.Column("collected", _("Collected"), number=True),
        shapes.Column("kept", _("Kept back"), number=True),
        shapes.Column("total", _("Settled sum"), number=True),
        shapes.Column("flagged", _("To look into"), number=True),
    ]
