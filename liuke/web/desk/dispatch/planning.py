"""A day is planned: asked for, watched, read as a proposal, accepted whole or in part."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liuke.areas.network.queries.sites import list_sites
from liuke.areas.service.actions import planning
from liuke.areas.service.actions.planning_accept import Accepted, accept_plan
from liuke.areas.service.actions.planning_locks import lock_order, unlock_order
from liuke.areas.service.queries.orders import get_order
from liuke.areas.service.queries.planning import PlanHead, get_plan, get_plan_head, list_plans
from liuke.foundation import divisions
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.dispatch.planning_rows import route_of, words_of
from liuke.web.desk.filters import day_of, told
from liuke.web.ui.doors import Request, back, page
from liuke.web.ui.navigation import DISPATCH

ROLES: Final = DISPATCH | {"hotline_lead", "service_director", "general_manager", "site_clerk", "site_manager"}


@page(roles=ROLES, methods=("GET", "POST"))
def plans(request: Request) -> HttpResponse:
    """The form and the latest plans; a plan that is asked for has a page of its own."""
    if request.method == "POST":
        return _to(_asked(request))
    context = {
        "plans": list_plans(by=request.by),
        "wheres": _wheres(request),
        "where": _where_said(request),
        "day": request.GET.get("day", "") or day_of(request.at).isoformat(),
        "efforts": [("quick", _("At once")), ("hard", _("Thorough, half a minute"))],
    }
    return render(request, "desk/dispatch/plans.html", context)


@page(roles=ROLES)
def plan(request: Request, number: str) -> HttpResponse:
    """The proposal; while it is made, how far it is."""
    view = get_plan(number, by=request.by)
    context = {
        **_head(view.head),
        "routes": [route_of(route, at=request.at) for route in view.routes],
        "left": [words_of(line, at=request.at) for line in view.left],
        "open": view.open_count,
    }
    return render(request, "desk/dispatch/plan.html", context)


@page(roles=ROLES)
def state(request: Request, number: str) -> HttpResponse:
    """The moving part, asked for every second; when the proposal stands, the page is loaded anew."""
    head = get_plan_head(number, by=request.by)
    answer = render(request, "desk/dispatch/plan_state.html", _head(head))
    if head.state != "working":
        answer["HX-Refresh"] = "true"
    return answer


@page(roles=ROLES, methods=("POST",))
def accept(request: Request, number: str) -> HttpResponse:
    """`only` is one order, `order` are the ticked ones; with neither the plan is settled as it is."""
    only = request.POST.get("only", "")
    ticked = [only] if only else request.POST.getlist("order")
    if not ticked and request.POST.get("settle") != "yes":
        raise Invalid.field("order", "请至少勾选一单。", "Tick at least one order.")
    done = accept_plan(number, orders=ticked or None, by=request.by, at=request.at)
    _say(request, done)
    return _to(number)


@page(roles=ROLES, methods=("POST",))
def drop(request: Request, number: str) -> HttpResponse:
    """Put it aside, or stop its making."""
    planning.drop_plan(number, by=request.by, at=request.at)
    return _to(number)


@page(roles=ROLES, methods=("POST",))
def retry(request: Request, number: str) -> HttpResponse:
    """Have it made again."""
    planning.retry_plan(number, by=request.by, at=request.at)
    return _to(number)


@page(roles=ROLES, methods=("POST",))
def off_sick(request: Request) -> HttpResponse:
    """A technician is off sick today: written at once, and the proposal for his visits is opened."""
    said = request.POST.get("technician", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise Invalid.field("technician", "请选择一位师傅。", "Choose a technician.")
    return _to(planning.report_ill(int(said), by=request.by, at=request.at))


@page(roles=ROLES, methods=("POST",))
def recover(request: Request, number: str) -> HttpResponse:
    """He is at work after all: his sick leave and the proposal are taken back."""
    name = planning.take_back_ill(number, by=request.by, at=request.at)
    messages.success(request, _("%(name)s is at work: nothing was changed") % {"name": name})
    return HttpResponseRedirect(reverse("desk:dispatch"))


@page(roles=ROLES, methods=("POST",))
def lock(request: Request) -> HttpResponse:
    """Lock an order to its technician, or (`open`) unlock it."""
    number = request.POST.get("lock", "") or request.POST.get("open", "")
    get_order(number, by=request.by)
    if request.POST.get("open"):
        unlock_order(number, by=request.by, at=request.at)
        messages.success(request, _("%(order)s: plans may move it again") % {"order": number})
    else:
        lock_order(number, by=request.by, at=request.at)
        messages.success(request, _("%(order)s: stays with its technician") % {"order": number})
    return back(request, reverse("desk:dispatch"))


def _asked(request: Request) -> str:
    where = request.POST.get("where", "")
    division = where.removeprefix("region:") if where.startswith("region:") else ""
    return planning.ask_plan(
        day_in("day", request.POST.get("day", "")), site="" if division else where, division=division,
        effort=request.POST.get("effort", "quick"), proposes_windows=bool(request.POST.get("proposes_windows")),
        by=request.by, at=request.at,
    )  # fmt: skip


def _wheres(request: Request) -> list[tuple[str, str | Words]]:
    """One's sites; for the centre the cities that have several as well."""
    sites = list_sites(by=request.by)
    cities: dict[str, int] = {}
    for site in sites:
        cities[site.division[:4]] = cities.get(site.division[:4], 0) + 1
    several = [
        (f"region:{code}", divisions.told(code)) for code, n in sorted(cities.items()) if n > 1 and len(code) == 4
    ]
    return [*[(site.number, site.name) for site in sites], *several]


def _where_said(request: Request) -> str:
    return request.GET.get("site", "").strip().upper()


def _head(head: PlanHead) -> dict[str, Any]:
    return {
        "plan": head,
        "before": round(head.travel_before / 60),
        "after": round(head.travel_after / 60),
        "saved": round((head.travel_before - head.travel_after) / 60),
    }


def _say(request: Request, done: Accepted) -> None:
    n = len(done.changed)
    if n or not (done.freed or done.skipped):
        messages.success(request, ngettext("%(n)s order changed", "%(n)s orders changed", n) % {"n": n})
    if done.freed:
        n = len(done.freed)
        said = ngettext("%(n)s order waits for a technician", "%(n)s orders wait for a technician", n)
        messages.warning(request, said % {"n": n})
    for number, words in done.skipped.items():
        messages.warning(request, f"{number}: {told(words)}")


def _to(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:dispatch-plan", args=[number.upper()]))
