"""Incidents 突发事件 (H20): the list, a new one, and one with its measures and whoever is to be told."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import incidents as actions
from liuke.areas.complaints.queries.incidents import (
    PAGE,
    SORTS,
    WAYS,
    IncidentView,
    get_incident,
    incident_of_measure,
    list_affected_rows,
    list_incidents,
    may_lead,
    may_warn,
)
from liuke.areas.customers.queries.file import list_briefs
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.web.desk import colleagues
from liuke.web.desk.causes.acts import ACTS
from liuke.web.desk.causes.batch import batch_in, looked_for, models
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import CALLBACK, COMPLAINTS, QUALITY

READERS: Final = COMPLAINTS | QUALITY | CALLBACK
WHICH: Final = (("open", Words("处理中", "Under way")), ("ended", Words("已结束", "Ended")))


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """Those under way, or those that are over; the newest first."""
    which = request.GET.get("which", "") or "open"
    if which not in dict(WHICH):
        raise Invalid.field("which", "没有这种状态。", "There is no such state.")
    rows = list_incidents(by=request.by, ended=which == "ended", before=id_of(request, "before") or 0)
    context = {
        "rows": rows,
        "columns": [
            shapes.Column("number", _("Incident")), shapes.Column("title", _("What it is")),
            shapes.Column("sort", _("Sort")), shapes.Column("owner", _("Owner")),
            shapes.Column("told", _("Told"), number=True), shapes.Column("measures", _("Measures to do"), number=True),
            shapes.Column("opened", _("Opened")),
        ],
        "filters": [chip(request, "which", _("State"), WHICH)],
        "leads": may_lead(request.by),
        "next_url": f"{address(request)}&before={rows[-1].id}" if len(rows) == PAGE else "",
    }  # fmt: skip
    return render(request, "desk/causes/incidents.html", context)


@page(roles=COMPLAINTS | QUALITY, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """A new incident; from a cluster its complaints come along."""
    said = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        number = actions.open_incident(
            sort=said.get("sort", ""), title=said.get("title", ""), words=said.get("words", ""),
            owner=colleagues.chosen(said, "owner", CENTRE_ROLES),
            complaints=said.get("complaints", "").replace("，", ",").split(","),
            batch=batch_in(request.POST), by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("%(number)s is opened. Set its first measure next.") % {"number": number})
        return HttpResponseRedirect(reverse("desk:incident", args=[number]))
    return render(request, "desk/causes/new.html", {
        "complaints": said.get("complaints", "")[:2_000], "sorts": list(SORTS.items()), "people": colleagues.choices(CENTRE_ROLES),
        "models": models(), "me": str(request.by.pk),
    })  # fmt: skip


@page(roles=READERS, methods=("GET", "POST"))
def incident(request: Request, number: str) -> HttpResponse:
    """One incident. POST: `act` is one of ACTS."""
    view = get_incident(number, by=request.by)
    if request.method == "POST":
        do = ACTS.get(request.POST.get("act", ""))
        if do is None:
            raise Invalid("请选择如何处理。", "Choose what to do.")
        messages.success(request, do(request, view))
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "desk/causes/incident.html", _context(request, view))


@page(roles=READERS)
def measure(request: Request, number: str) -> HttpResponse:
    """A measure is carried out on the page of its incident."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    of = incident_of_measure(number, by=request.by)
    return HttpResponseRedirect(f"{reverse('desk:incident', args=[of])}{query}")


@page(roles=READERS)
def warning(request: Request, number: str, machine: str) -> HttpResponse:
    """An owner is told from the page of the incident, his machine on top."""
    query = request.GET.copy()
    query["machine"] = machine
    return HttpResponseRedirect(f"{reverse('desk:incident', args=[number])}?{query.urlencode()}")


def _context(request: Request, view: IncidentView) -> dict[str, Any]:
    told = request.GET.get("told") == "1"
    rows = list_affected_rows(
        view.row.number,
        by=request.by,
        told=told,
        after=id_of(request, "after") or 0,
        first=request.GET.get("machine", "")[:16],
    )
    briefs = list_briefs([row.customer_id for row in rows], by=request.by)
    return {
        "view": view,
        "row": view.row,
        "affected": [(row, customer_shape(briefs.get(row.customer_id))) for row in rows],
        "told": told,
        "untold": view.row.to_tell - view.row.told,
        "ways": list(WAYS.items()),
        "people": colleagues.choices(CENTRE_ROLES),
        "leads": may_lead(request.by) and view.row.closed_at is None,
        "warns": may_warn(request.by) and view.row.closed_at is None,
        "mine": str(request.by.pk),
        "promise": request.GET.get("promise", ""),
        "next_url": f"{address(request)}&after={rows[-1].id}" if len(rows) == PAGE else "",
    } | looked_for(request, view)
