"""The rows of a plan as its page reads them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.service.queries.planning import PlanLine, PlanRoute
from liuke.foundation.clock import LOCAL
from liuke.web.desk.orders.rows import Line, line


@dataclass(frozen=True)
class Row:
    """One order: when he begins, how long the way is, what changes (`state` as the kit colours it)."""

    line: Line
    plan: PlanLine
    begins: str
    travel: int
    state: str
    change: str


@dataclass(frozen=True)
class Route:
    name: str
    rows: tuple[Row, ...]
    travel: int


def route_of(route: PlanRoute, *, at: datetime) -> Route:
    """A technician's day."""
    return Route(route.technician, tuple(words_of(one, at=at) for one in route.lines), round(route.travel / 60))


def words_of(one: PlanLine, *, at: datetime) -> Row:
    """The row with its change in words."""
    begins = one.begins_at.astimezone(LOCAL).strftime("%H:%M") if one.begins_at else ""
    return Row(line(one.order, at=at), one, begins, round(one.travel / 60), *_change(one))


def _change(one: PlanLine) -> tuple[str, str]:
    if one.state == "done":
        return "kept", pgettext("a row of a plan", "Done")
    if one.state == "skipped":
        return "late", _("Skipped")
    if one.kind == "assign":
        return "due", _("instead of %(name)s") % {"name": one.before} if one.before else _("newly assigned")
    words = {
        "keep": ("plain", _("as now")),
        "book": ("due", _("book, as the customer wished")),
        "offer": ("soon", _("offer this window by phone")),
        "free": ("late", _("without a technician")),
        "left": ("held", _("stays as it is")),
    }
    return words[one.kind]
