"""Out on visits: the day's list on the phone, and how one was (H7, H41)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.queries.rows import brief_of
from liuke.areas.keeping import access
from liuke.areas.keeping.actions.visit_promising import visit_failed, visit_made
from liuke.areas.keeping.queries.visit_plans import FAILURES, OUTCOMES, find_stop_ahead, list_day_visits
from liuke.areas.keeping.queries.visit_rows import StopRow
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import day_in
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.filters import day_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.visits.choosing import ROLES
from liuke.web.ui.doors import Request, page

ONE: Final = timedelta(days=1)


@page(roles=ROLES)
def day(request: Request) -> HttpResponse:
    """One's own visits of `?day=` (today) in order, the next one open."""
    said = request.GET.get("day", "")
    shown = day_in("day", said) if said else day_of(request.at)
    rows = list_day_visits(shown, by=request.by)
    ahead = [row for row in rows if row.state == "planned"]
    context = {
        "day": shown,
        "is_today": shown == day_of(request.at),
        "before": (shown - ONE).isoformat(),
        "after": (shown + ONE).isoformat(),
        "stops": [_stop(row, is_next=bool(ahead) and row.id == ahead[0].id) for row in rows],
        "done": len(rows) - len(ahead),
    }
    return render(request, "desk/visits/day.html", context)


@page(roles=ROLES, methods=("GET", "POST"))
def customer(request: Request, customer: str) -> HttpResponse:
    """One visit: POST `act` made (outcome, words, perhaps the next day) or failed (because, the next day)."""
    if request.method == "POST":
        return _told(request, customer)
    found = access.customer(customer, by=request.by)
    brief = brief_of(found)
    stop = find_stop_ahead(brief.id)
    context = {
        "code": brief.code,
        "customer": customer_shape(brief),
        "stop": stop,
        "may_act": access.keeps(found, request.by),
        "outcomes": OUTCOMES.items(),
        "failures": FAILURES.items(),
        "promise": request.GET.get("promise", ""),
        "tomorrow": (day_of(request.at) + ONE).isoformat(),
    }
    return render(request, "desk/visits/customer.html", context)


def _told(request: Request, customer: str) -> HttpResponse:
    said, act = request.POST, request.POST.get("act", "")
    next_day = day_in("next_day", said["next_day"]) if said.get("next_day") else None
    if act == "made":
        visit_made(
            customer, outcome=said.get("outcome", ""), words=said.get("words", ""), next_day=next_day, by=request.by,
            at=request.at, keeps=keeps_of(said),
        )  # fmt: skip
        messages.success(request, _("Noted: the visit and the contact are kept."))
    elif act == "failed":
        visit_failed(
            customer, because=said.get("because", ""), words=said.get("words", ""), next_day=next_day, by=request.by,
            at=request.at,
        )  # fmt: skip
        messages.success(request, _("Noted; the visit stands in your Today again."))
    else:
        raise Invalid("请选择如何处理。", "Choose what to do.")
    return HttpResponseRedirect(reverse("desk:visit-day"))


def _stop(row: StopRow, *, is_next: bool) -> dict[str, Any]:
    return {
        "row": row,
        "customer": customer_shape(row.customer),
        "is_next": is_next,
        "url": reverse("desk:visit-customer", args=[row.customer.code]),
    }
