"""Who brings how much: the grades by money with Pareto's curve, one customer's worth, grades by hand reviewed (H4, H7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.keeping import access
from liuke.areas.keeping.actions import grading as actions
from liuke.areas.keeping.queries import grading
from liuke.areas.keeping.queries.grading import WorthRow
from liuke.areas.keeping.queries.terms import cuts_on
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.filters import address, chip
from liuke.web.desk.keeping.handovers import ROLES
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

GRADES: Final = tuple((g, Words(f"{g} 级", f"Grade {g}")) for g in "ABC")
LONGER: Final = timedelta(days=180)


@page(roles=ROLES)
def grades(request: Request) -> HttpResponse:
    """The customers by money; a keeper his own, a manager all."""
    grade = request.GET.get("grade", "")
    if grade and grade not in dict(GRADES):
        raise Invalid.field("grade", "等级只能是 A、B、C。", "The grade is A, B or C.")
    found = grading.list_worth(grade=grade, after=request.GET.get("after", "")[:40], by=request.by)
    curve = grading.pareto(by=request.by)
    context = {
        "rows": [_row(row) for row in found.rows],
        "shares": grading.shares(by=request.by),
        "cuts": cuts_on(local(request.at).date()),
        "chart": _chart(curve) if curve else None,
        "columns": _columns(),
        "filters": [chip(request, "grade", _("Grade"), GRADES)],
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
    }
    return render(request, "desk/keeping/grades.html", context)


@page(roles=ROLES, methods=("GET", "POST"))
def grade(request: Request, customer: str) -> HttpResponse:
    """One customer's worth. POST by a manager: a grade by hand stands for another half year, or ends."""
    if request.method == "POST":
        return _reviewed(request, customer)
    brief, worth, by_hand = grading.find_worth(customer, by=request.by)
    context = {
        "customer": customer_shape(brief),
        "brief": brief,
        "worth": worth,
        "by_hand": by_hand,
        "may_review": by_hand is not None and access.manages(request.by),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/keeping/grade.html", context)


def _reviewed(request: Request, customer: str) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in ("keep", "end"):
        raise Invalid("请选择如何处理。", "Choose what to do.")
    until = request.at + LONGER if act == "keep" else None
    actions.review(customer, keep_until=until, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    messages.success(request, _("Reviewed."))
    return HttpResponseRedirect(reverse("desk:grade-review", args=[customer]))


def _row(row: WorthRow) -> dict[str, Any]:
    return {
        "row": row,
        "customer": customer_shape(row.customer),
        "url": reverse("desk:grade-review", args=[row.customer.code]),
    }


def _chart(curve: tuple[tuple[int, float], ...]) -> dict[str, Any]:
    return {
        "kind": "line",
        "unit": "%",
        "labels": [f"{step} %" for step, _share in curve],
        "series": [{"name": _("Share of the money"), "values": [share for _step, share in curve]}],
    }


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("customer", _("Customer")),
        shapes.Column("code", _("Account code")),
        shapes.Column("money", _("Brought"), number=True),
        shapes.Column("times", pgettext("of buying", "Times"), number=True),
        shapes.Column("last", _("Last")),
        shapes.Column("segment", _("Segment")),
    ]
