"""One visit plan: its days in order beside the map; dragged, locked, taken off, settled; what a move breaks said before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.keeping.actions import visit_changes as changes
from liuke.areas.keeping.actions import visit_planning as planning
from liuke.areas.keeping.actions import visit_promising as promising
from liuke.areas.keeping.queries.visit_plans import (
    get_plan_head,
    get_visit_plan,
    try_move,
)
from liuke.foundation.faults import Fault, Invalid
from liuke.foundation.lines import day_in
from liuke.web.desk.carried import seen_of
from liuke.web.desk.filters import told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.visits import plan_shapes as show
from liuke.web.desk.visits.choosing import ROLES
from liuke.web.ui.doors import Request, page
from liuke.web.ui.middleware import CSP

Act = Callable[..., None]
ACTS: Final[dict[str, Act]] = {
    "lock": lambda *args, **more: changes.lock_stop(*args, locked=True, **more),
    "unlock": lambda *args, **more: changes.lock_stop(*args, locked=False, **more),
    "remove": changes.remove_stop,
}


@page(roles=ROLES)
def plan(request: Request, visit_plan: str) -> HttpResponse:
    """The plan; `?day=` is the day whose way is drawn (the first with visits, if none is said)."""
    found = get_visit_plan(visit_plan, by=request.by, at=request.at)
    shown = show.day_shown(request, found)
    context = {
        "plan": found.head,
        "days": [show.day_shape(day, found) for day in found.days],
        "left": [show.stop_shape(stop, found) for stop in found.left],
        "shown": shown,
        "map": show.map_of(found, shown),
        "rough": [customer_shape(stop.customer) for stop in shown.stops if stop.rough] if shown else [],
        "versions": found.versions,
        "broken": sum(1 for day in found.days for stop in day.stops if stop.broken) + sum(d.over for d in found.days),
        "online": bool(settings.MAP_TILES),
    }
    return with_tiles(render(request, "desk/visits/plan.html", context))


@page(roles=ROLES)
def state(request: Request, visit_plan: str) -> HttpResponse:
    """The moving part, asked for every second; when the route stands, the page is loaded anew."""
    head = get_plan_head(visit_plan, by=request.by)
    answer = render(request, "desk/visits/state.html", {"plan": head})
    if head.state != "working":
        answer["HX-Refresh"] = "true"
    return answer


@page(roles=ROLES)
def trial(request: Request, visit_plan: str) -> HttpResponse:
    """While a stop hovers: what dropping it here would break. It may be dropped all the same."""
    try:
        stop, day, position = _move(request.GET)
        found = try_move(visit_plan, stop, day=day, position=position, by=request.by, at=request.at)
    except Fault as fault:
        return JsonResponse({"fits": False, "words": told(fault.words)})
    return JsonResponse({"fits": found.fits, "may": True, "words": show.trial_said(found)})


@page(roles=ROLES, methods=("POST",))
def move(request: Request, visit_plan: str) -> HttpResponse:
    """`stop` goes to `position` of `day`."""
    stop, day, position = _move(request.POST)
    changes.place_stop(
        visit_plan, stop, day=day, position=position, seen=seen_of(request), by=request.by, at=request.at
    )  # fmt: skip
    return to(visit_plan, day.isoformat())


@page(roles=ROLES, methods=("POST",))
def stop(request: Request, visit_plan: str) -> HttpResponse:
    """`act` one of ACTS on `stop`."""
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Invalid("请选择如何处理。", "Choose what to do.")
    act(visit_plan, _id(request.POST.get("stop", "")), seen=seen_of(request), by=request.by, at=request.at)
    return to(visit_plan, request.POST.get("day", ""))


@page(roles=ROLES, methods=("POST",))
def route(request: Request, visit_plan: str) -> HttpResponse:
    """Have the route made anew, or (`act` stop) end its making."""
    if request.POST.get("act") == "stop":
        planning.stop_routing(visit_plan, by=request.by, at=request.at)
    else:
        planning.route_anew(visit_plan, by=request.by, at=request.at)
    return to(visit_plan)


@page(roles=ROLES, methods=("POST",))
def settle(request: Request, visit_plan: str) -> HttpResponse:
    """From now on its visits are owed."""
    promising.settle(visit_plan, seen=seen_of(request), by=request.by, at=request.at)
    return to(visit_plan)


@page(roles=ROLES, methods=("POST",))
def drop(request: Request, visit_plan: str) -> HttpResponse:
    """Put the plan aside."""
    promising.drop_plan(visit_plan, by=request.by, at=request.at)
    return HttpResponseRedirect(reverse("desk:visit-plans"))


@page(roles=ROLES, methods=("POST",))
def restore(request: Request, visit_plan: str) -> HttpResponse:
    """Take the plan back to an earlier version."""
    version = _id(request.POST.get("version", ""))
    changes.restore(visit_plan, version, seen=seen_of(request), by=request.by, at=request.at)
    return to(visit_plan)


@page(roles=ROLES, methods=("POST",))
def add(request: Request, visit_plan: str) -> HttpResponse:
    """Put a customer on the plan by his code."""
    codes = [request.POST["customers"]] if request.POST.get("customers", "").strip() else []
    changes.add_customers(visit_plan, codes, seen=seen_of(request), by=request.by, at=request.at)
    return to(visit_plan)


def to(number: str, day: str = "") -> HttpResponse:
    """Back to the plan, at a day of it."""
    place = reverse("desk:visit-plan", args=[number.upper()])
    return HttpResponseRedirect(f"{place}?day={day}" if day[:10].replace("-", "").isdecimal() else place)


def with_tiles(answer: HttpResponse) -> HttpResponse:
    """Let the page fetch pictures from the company's tile server, and from nowhere else."""
    if settings.MAP_TILES:
        server = urlsplit(settings.MAP_TILES)
        allowed = f"img-src 'self' data: blob: {server.scheme}://{server.netloc}"
        answer["Content-Security-Policy"] = CSP.replace("img-src 'self' data: blob:", allowed)
    return answer


def _move(said: Any) -> tuple[int, Any, int]:
    return _id(said.get("stop", "")), day_in("day", said.get("day", "")), _id(said.get("position", ""))


def _id(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and 0 < len(said) < 19):
        raise Invalid("此页已过时，请刷新后再试。", "This page is outdated: reload it and try again.")
    return int(said)
