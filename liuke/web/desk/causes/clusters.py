"""Complaints of one matter, side by side: the largest first, each with its rows and what may be done."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.clusters import list_clusters
from liuke.areas.complaints.queries.incidents import may_lead
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.filters import chip
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import COMPLAINTS, QUALITY

READERS: Final = COMPLAINTS | QUALITY
SPANS: Final = {
    "30": Words("近 30 天", "30 days"),
    "90": Words("近 90 天", "90 days"),
    "365": Words("近一年", "a year"),
}


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """The clusters of the last days; a person names the matter and decides what comes of it."""
    span = request.GET.get("span", "") or "90"
    if span not in SPANS:
        raise Invalid.field("span", "请选择期间。", "Choose a span.")
    kinds = the_catalogue().kinds
    kind = request.GET.get("kind", "")
    if kind and kind not in kinds:
        raise Invalid.field("kind", "没有这种投诉类型。", "There is no such kind of complaint.")
    found = list_clusters(by=request.by, at=request.at, kind=kind, span=timedelta(days=int(span)))
    context = {
        "clusters": found[:50],
        "filters": [chip(request, "span", _("Span"), SPANS.items()), chip(request, "kind", _("Kind"), kinds.items())],
        "leads": may_lead(request.by),
    }
    return render(request, "desk/causes/clusters.html", context)
