"""The board of complaints: what they are about, time in each stage against its promise, what remedies cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.insight.complaint_board import Board
from liuke.insight.complaint_board import board as read_board
from liuke.insight.complaint_rows import NONE
from liuke.web.desk.complaints.asking import SPANS, since_of
from liuke.web.desk.filters import chip, day_of, told
from liuke.web.desk.handbook.words import time_words
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES)
def board(request: Request) -> HttpResponse:
    """Of the last 30, 90 or 365 days; every number leads to its rows."""
    said = request.GET.get("span", "90") or "90"
    if said not in dict(SPANS):
        raise Invalid.field("span", "没有这个时段。", "There is no such span.")
    since, today = since_of(request, said), day_of(request.at).isoformat()
    found = read_board(by=request.by, since=since, at=request.at)
    context = {
        "board": found,
        "filters": [chip(request, "span", _("Span"), SPANS)],
        "span": told(dict(SPANS)[said]),
        "rows": f"{reverse('desk:complaints')}?span={said}",
        "owed": f"{reverse('desk:promises')}?since={day_of(since).isoformat()}&until={today}",
        "stages": [(s, _promised(s.promised), _hours(s.middle), _hours(s.slow)) for s in found.stages],
        "chart": _chart(found, said),
        "spent": sum(c.cents for c in found.costs),
    }
    return render(request, "desk/complaints/board.html", context)


def _chart(found: Board, span: str) -> dict[str, Any] | None:
    if not found.topics:
        return None
    place = f"{reverse('desk:complaints')}?which=all&span={span}"
    return {
        "kind": "bar", "horizontal": True, "unit": "", "labels": [told(t.words) for t in found.topics],
        "series": [{
            "name": _("Complaints"), "values": [t.count for t in found.topics],
            "links": [f"{place}&kind={t.kind}&sub={t.sub or NONE}" for t in found.topics],
        }],
    }  # fmt: skip


def _promised(dues: tuple[tuple[str, str], ...]) -> list[str]:
    """What the handbook gives for a stage, in words; from the first word on, unless it says from when."""
    return [_due_words(kind, due.removeprefix("{received_at} +").strip()) for kind, due in dues]


def _due_words(kind: str, due: str) -> str:
    if due.startswith("{fulfil_by}"):
        return _("as agreed with the customer")
    said = told(time_words(due))
    return _("%(time)s after the proposal") % {"time": said} if kind == "complaints.remedy.proposed" else said


def _hours(span: timedelta | None) -> str:
    if span is None:
        return "–"
    hours = span.total_seconds() / 3600
    if hours < 1:
        return _("%(n)s min") % {"n": round(hours * 60)}
    return _("%(n)s h") % {"n": round(hours, 1)} if hours < 48 else _("%(n)s days") % {"n": round(hours / 24, 1)}
