"""What the page of a visit plan shows: the day whose way is drawn, its map, days and stops, what a move would break."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.keeping.queries.visit_rows import DayRow, PlanPage, StopRow, Trial
from liuke.foundation.clock import local
from liuke.web.desk.filters import told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.visits import chart
from liuke.web.ui.doors import Request


def day_shown(request: Request, found: PlanPage) -> DayRow | None:
    """The day of the address, else the first with visits; None where nobody is on any."""
    said = request.GET.get("day", "")
    visited = [day for day in found.days if day.stops]
    return next((day for day in visited if day.day.isoformat() == said), next(iter(visited), None))


def map_of(found: PlanPage, shown: DayRow | None) -> chart.Chart | None:
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


def day_shape(day: DayRow, found: PlanPage) -> dict[str, Any]:
    """A day of the list, its stops numbered as on the map."""
    return {
        "row": day,
        "stops": [stop_shape(stop, found, n) for n, stop in enumerate(day.stops, start=1)],
        "next": len(day.stops) + 1,
        "minutes": round(day.travel / 60),
        "paper": f"{reverse('desk:visit-paper', args=[found.head.number])}?day={day.day.isoformat()}",
    }


def stop_shape(stop: StopRow, found: PlanPage, position: int = 0) -> dict[str, Any]:
    """A stop of the list, and where it may go from here."""
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


def trial_said(found: Trial) -> str:
    """What hovers, in a line."""
    back = _("back at %(time)s") % {"time": f"{local(found.returns_at):%H:%M}"} if found.returns_at else ""
    if found.fits:
        return _("Keeps every best time, %(back)s") % {"back": back}
    told_of = [f"{name} – {told(words)}" for name, words in found.broken]
    if found.over:
        told_of.append(_("after the end of the day, %(back)s") % {"back": back})
    return " · ".join(told_of)
