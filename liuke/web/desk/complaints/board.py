"""The board of complaints: what they are about, time in each stage against its promise, what remedies cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.insight.complaint_board import Board
from liuke.insight.complaint_board import board as read_board
from liuke.web.desk.filters import chip, told
from liuke.web.ui.doors import Request, page

SPANS: Final = (
    ("30", Words("近 30 天", "last 30 days")),
    ("90", Words("近 90 天", "last 90 days")),
    ("365", Words("近一年", "last year")),
)


@page(roles=CENTRE_ROLES)
def board(request: Request) -> HttpResponse:
    """Of the last 30, 90 or 365 days; every number leads to its rows."""
    said = request.GET.get("span", "90") or "90"
    if said not in dict(SPANS):
        raise Invalid.field("span", "没有这个时段。", "There is no such span.")
    found = read_board(by=request.by, since=request.at - timedelta(days=int(said)), at=request.at)
    context = {
        "board": found,
        "filters": [chip(request, "span", _("Span"), SPANS)],
        "span": told(dict(SPANS)[said]),
        "stages": [(s, _hours(s.middle), _hours(s.slow)) for s in found.stages],
        "chart": _chart(found),
        "spent": sum(c.cents for c in found.costs),
    }
    return render(request, "desk/complaints/board.html", context)


def _chart(found: Board) -> dict[str, Any] | None:
    if not found.topics:
        return None
    place = reverse("desk:complaints")
    return {
        "kind": "bar", "horizontal": True, "unit": "", "labels": [told(t.words) for t in found.topics],
        "series": [{
            "name": _("Complaints"), "values": [t.count for t in found.topics],
            "links": [f"{place}?kind={t.kind}" for t in found.topics],
        }],
    }  # fmt: skip


def _hours(span: timedelta | None) -> str:
    if span is None:
        return "–"
    hours = span.total_seconds() / 3600
    if hours < 1:
        return _("%(n)s min") % {"n": round(hours * 60)}
    return _("%(n)s h") % {"n": round(hours, 1)} if hours < 48 else _("%(n)s days") % {"n": round(hours / 24, 1)}
