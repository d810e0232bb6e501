"""One improvement: carried out with proof by who answers for it, verified by another after thirty days."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.complaints import access
from liuke.areas.complaints.actions import improving
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.improvements import BeforeAfter, get_improvement, list_before_after
from liuke.foundation.faults import Invalid
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.complaints import before_after
from liuke.web.ui.doors import ANY_STAFF, Request, page


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def improvement(request: Request, number: str) -> HttpResponse:
    """For who answers for it, wherever he works, and for the centre. POST: `act` is done or verify."""
    view = get_improvement(number, by=request.by)
    if request.method == "POST":
        messages.success(request, _acted(request, view.row.number))
        return HttpResponseRedirect(reverse("desk:improvement", args=[view.row.number]))
    context = {
        "row": view.row,
        "cause_words": the_catalogue().causes.words_of(view.row.cause_key) if view.row.cause_key else "",
        "again": view.again if access.reads(request.by) else (),
        "reads": access.reads(request.by),
        "may_do": view.row.done_at is None and (view.row.responsible_id == request.by.pk or access.handles(request.by)),
        "may_verify": view.row.done_at is not None and view.row.verified_at is None and access.verifies(request.by)
        and view.row.responsible_id != request.by.pk,
        "promise": request.GET.get("promise", ""),
        "charts": [_drawn(one) for one in list_before_after(number, by=request.by, at=request.at)]
        if access.reads(request.by) else [],
    }  # fmt: skip
    return render(request, "desk/complaints/improvement.html", context)


def _drawn(found: BeforeAfter) -> dict[str, Any]:
    told = found.compared
    return {
        "before_after": found,
        "compared": told,
        "bars": before_after.drawn(told),
        "verdict": before_after.sentence(told),
        "before": before_after.counted(told.before, told.days_before, told.weekly_before),
        "after": before_after.counted(told.after, told.days_after, told.weekly_after),
    }


def _acted(request: Request, number: str) -> str:
    said, act = request.POST, request.POST.get("act", "")
    if act == "done":
        improving.carry_out(number, proof=said.get("proof", ""), by=request.by, at=request.at, keeps=keeps_of(said))
        return _("Noted. It is verified after 30 days.")
    if act in ("works", "fails"):
        improving.verify(number, works=act == "works", by=request.by, at=request.at, keeps=keeps_of(said))
        return _("The improvement is verified.")
    raise Invalid("请选择如何处理。", "Choose what to do.")
