"""Site grades: all of them for those who judge; one with its points, the orders behind each, and what a grade changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network import access as network
from liuke.areas.network.queries.sites import get_site
from liuke.areas.quality import access
from liuke.areas.quality.actions import grades as actions
from liuke.areas.quality.queries import grades
from liuke.areas.quality.queries.rows import ScoreRow
from liuke.areas.quality.queries.scheme import GRADES, MEASURES, scheme_told
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.filters import address, chip, day_of
from liuke.web.desk.links import order_url
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import QUALITY, SITE

READERS: Final = QUALITY | SITE


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """All sites by points, those that need help first; a desk with one site goes to its own page."""
    rows = grades.list_sites(by=request.by)
    if len(rows) == 1 and not access.sees_all(request.by):
        return HttpResponseRedirect(reverse("desk:site-grade", args=[rows[0].number]))
    context = {"rows": rows, "columns": _columns(), "scheme": scheme_told(day_of(request.at))}
    return render(request, "desk/quality/grades.html", context)


@page(roles=READERS)
def site(request: Request, site: str) -> HttpResponse:
    """One site's grade: points by measure, the orders behind the lost ones, its history, where it stands."""
    found = get_site(site, by=request.by)
    score = grades.get_score(found.number, by=request.by, on=_day(request))
    if score is None and request.GET.get("on"):
        raise Missing("这一天没有评分记录。", "There are no points of that day.")
    measure = request.GET.get("measure", "")
    if measure and measure not in MEASURES:
        raise Invalid.field("measure", "没有这个指标。", "There is no such measure.")
    history = grades.list_gradings(found.number, by=request.by)
    context = {
        "site": found,
        "score": score,
        "losses": _losses(request, found.number, score, measure),
        "parts": [(p, address(request, measure="" if p.measure == measure else p.measure)) for p in _parts(score)],
        "measure": MEASURES.get(measure),
        "filters": [chip(request, "measure", _("Measure"), [(k, w) for k, w in MEASURES.items()])],
        "history": history,
        "by_hand": next((g for g in history if g.in_force), None),
        "chart": _chart(found.number, request),
        "standing": grades.standing_of(found.number, by=request.by),
        "scheme": scheme_told(day_of(request.at)),
        "judges": access.may_judge(request.by),
        "standing_url": _standing_url(request, found.number),
        "grade_choices": [shapes.Choice(Words(g, g), key=g) for g in GRADES],
        "first_day": (day_of(request.at) + timedelta(days=1)).isoformat(),
    }
    return render(request, "desk/quality/grade.html", context)


@page(roles=access.JUDGES, methods=("POST",))
def by_hand(request: Request, site: str) -> HttpResponse:
    """Grade a site by hand until a day, or let the points decide again."""
    said = request.POST
    if said.get("act") == "end":
        actions.end_grade_by_hand(site, by=request.by, at=request.at)
        messages.success(request, _("The points decide again."))
    else:
        actions.set_grade(
            site, grade=said.get("grade", ""), because=said.get("because", ""), until_date=_until(said.get("until_date", "")),
            by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("The grade is set by hand; the site reads the reason."))
    return HttpResponseRedirect(reverse("desk:site-grade", args=[site]))


def _standing_url(request: Request, site: str) -> str:
    """Where agreement, insurance and training stand, for whoever may go there."""
    may = request.by.has_role(*network.CERTIFIERS, *SITE)
    return reverse("desk:site-standing", args=[site]) if may else ""


def _parts(score: ScoreRow | None) -> list[Any]:
    return list(score.parts) if score else []


def _losses(request: Request, site: str, score: ScoreRow | None, measure: str) -> list[dict[str, Any]]:
    rows = grades.list_losses(site, score=score.id, by=request.by, measure=measure) if score else ()
    return [{"row": row, "url": order_url(row.order)} for row in rows]


def _chart(site: str, request: Request) -> dict[str, Any] | None:
    points = grades.history_of_points(site, by=request.by)
    if len(points) < 2:
        return None
    return {
        "kind": "line",
        "labels": [f"{day:%m-%d}" for day, _points in points],
        "series": [{"name": _("Points"), "values": [float(p) for _day, p in points]}],
    }


def _day(request: Request) -> date | None:
    said = request.GET.get("on", "")
    return day_in("on", said) if said else None


def _until(said: str) -> date:
    try:
        return date.fromisoformat(said.strip())
    except ValueError:
        raise Invalid.field("until_date", "请选择截止日期", "Choose until which day") from None


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("site", _("Site")),
        shapes.Column("grade", _("Grade")),
        shapes.Column("points", _("Points"), number=True),
        shapes.Column("heard", _("Customers heard"), number=True),
        shapes.Column("unconfirmed", _("Unconfirmed"), number=True),
        shapes.Column("note", ""),
    ]
