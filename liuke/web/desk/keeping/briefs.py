"""The brief of one customer: read, acknowledged with a promise of the first contact, and that contact noted (H8)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.keeping.actions import handing_over
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.insight.handover_brief import HandoverBrief, get_brief
from liuke.insight.promises import what_of
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.keeping.handovers import ROLES
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.said_time import parse
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES)
def brief(request: Request, customer: str) -> HttpResponse:
    """One page, for whoever may see the customer; only his new keeper acts on it."""
    found = get_brief(customer, by=request.by, at=request.at)
    taken = found.takeover
    context = {
        "found": found,
        "brief": found.file.brief,
        "customer": customer_shape(found.file.brief, warn=bool(found.grievances)),
        "band": _band(found),
        "promised": [_promise(p) for p in found.promised],
        "owed": [(one, order_url(one.order)) for one in found.owed],
        "events": events_shown(found.contacts),
        "taken": taken,
        "is_keeper": taken is not None and taken.keeper_id == request.by.pk,
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/keeping/brief.html", context)


@page(roles=ROLES, methods=("POST",))
def acknowledge(request: Request, customer: str) -> HttpResponse:
    """Read, and promised when: `contact_by` as people say it (明天15:00)."""
    by_when = parse(request.POST.get("contact_by", ""), now=request.at)
    if by_when is None:
        raise Invalid.field("contact_by", "请写明时间，如“明天15:00”。", "Say until when, like “tomorrow 15:00”.")
    handing_over.acknowledge(customer, contact_by=by_when, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    messages.success(request, _("Read. The first contact stands in your Today."))
    return HttpResponseRedirect(reverse("desk:brief", args=[customer]))


@page(roles=ROLES, methods=("POST",))
def first_contact(request: Request, customer: str) -> HttpResponse:
    """What was said at the first contact."""
    said = request.POST.get("note", "")
    handing_over.first_contact(customer, note=said, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    messages.success(request, _("The handover is complete."))
    return HttpResponseRedirect(reverse("desk:customer", args=[customer]))


def _band(found: HandoverBrief) -> list[shapes.Note]:
    """Grievances, then what we have not kept."""
    angry = [
        shapes.Note(_grievance(g.words, g.number), reverse("desk:complaint", args=[g.number])) for g in found.grievances
    ]
    return angry + [_promise(p) for p in found.broken]


def _grievance(words: str, number: str) -> str:
    return _("Open complaint %(number)s: “%(words)s”") % {"number": number, "words": words[:120]}


def _promise(p: Any) -> shapes.Note:
    return shapes.Note(what_of(p), reverse("desk:promise", args=[p.id]), p.due_at)
