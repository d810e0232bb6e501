"""One visit plan: its days in order beside the map; dragged, locked, taken off, settled; what a move breaks said before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.keeping.actions import visit_changes as changes
from liuke.areas.keeping.actions import visit_planning as planning
from liuke.areas.keeping.actions import visit_promising as promising
from liuke.areas.keeping.queries.visit_plans import (
    DayRow,
    PlanPage,
    StopRow,
    Trial,
    get_plan_head,
    get_visit_plan,
    try_move,
)
from liuke.foundation.clock import local
from liuke.foundation.faults import Fault, Invalid
from liuke.foundation.lines import day_in
from liuke.web.desk.carried import seen_of
from liuke.web.desk.filters import told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.visits import chart
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
    shown = _shown(request, found)
    context = {
        "plan": found.head,
        "days": [_day(day, found) for day in found.days],
        "left": [_stop(stop, found) for stop in found.left],
        "shown": shown,
        "map": _chart(found, shown),
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
    return JsonResponse({"fits": found.fits, "may": True, "words": _said(found)})


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


def _shown(request: Request, found: PlanPage) -> DayRow | None:
    said = request.GET.get("day", "")
    visited = [day for day in found.days if day.stops]
    return next((day for day in visited if day.day.isoformat() == said), next(iter(visited), None))


def _chart(found: PlanPage, shown: DayRow | None) -> chart.Chart | None:
    """The shown day's way; what else is on the plan stands beside it, unnumbered."""
    today = {stop.id: n for n, stop in enumerate(shown.stops, start=1)} if shown else {}
    spots = [chart.Spot(found.head.point, "", _("Start: %(place)s") % {"place": found.head.start}, "start")]
    for one in (*(stop for day in found.days for stop in day.stops), *found.left):
        if one.point:
            spots.append(_spot(one, today.get(one.id)))
    way = [found.head.point, *(one.point for one in shown.stops if one.point), found.head.point] if shown else []
    return chart.draw(spots, way, tiles=settings.MAP_TILES)


def _spot(one: StopRow, number: int | None) -> chart.Spot:
    kind = "other" if number is None else "done" if one.state == "made" else "stop"
    name = told(one.customer.display)
    return chart.Spot(
        one.point or (0.0, 0.0), str(number or ""), name, kind, one.county, one.rough,
        reverse("desk:customer", args=[one.customer.code]),
    )  # fmt: skip


def _day(day: DayRow, found: PlanPage) -> dict[str, Any]:
    return {
        "row": day,
        "stops": [_stop(stop, found, n) for n, stop in enumerate(day.stops, start=1)],
        "next": len(day.stops) + 1,
        "minutes": round(day.travel / 60),
        "paper": f"{reverse('desk:visit-paper', args=[found.head.number])}?day={day.day.isoformat()}",
    }


def _stop(stop: StopRow, found: PlanPage, position: int = 0) -> dict[str, Any]:
    return {
        "row": stop,
        "position": position,
        "up": position - 1,
        "down": position + 1,
        "way": round(stop.travel / 60),
        "customer": customer_shape(stop.customer),
        "others": [day.day for day in found.days if day.day != stop.day] if found.head.is_changeable else [],
        "may": found.head.is_changeable and stop.state == "planned",
    }


def _said(found: Trial) -> str:
    """What hovers, in a line."""
    back = _("back at %(time)s") % {"time": f"{local(found.returns_at):%H:%M}"} if found.returns_at else ""
    if found.fits:
        return _("Keeps every best time, %(back)s") % {"back": back}
    told_of = [f"{name} – {told(words)}" for name, words in found.broken]
    if found.over:
        told_of.append(_("after the end of the day, %(back)s") % {"back": back})
    return " · ".join(told_of)
