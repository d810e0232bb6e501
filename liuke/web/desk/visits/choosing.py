"""Visits of a keeper: the plans there are, and whom to put on the next (H7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.keeping import access
from liuke.areas.keeping.actions.visit_planning import ask_visits
from liuke.areas.keeping.queries.visit_choice import UNSEEN, Choice, Wish, list_choices
from liuke.areas.keeping.queries.visit_plans import last_start, list_visit_plans
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk import colleagues
from liuke.web.desk.filters import chip, day_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

ROLES: Final = frozenset(access.KEEPERS)
KEEPER: Final = ("account_manager",)
GRADES: Final = tuple((g, Words(f"{g} 级", f"Grade {g}")) for g in "ABC")
DUE: Final = (
    ("late", Words("已超期", "Overdue")),
    ("7", Words("7 天内到期", "Due within 7 days")),
    ("30", Words("30 天内到期", "Due within 30 days")),
)
NOT_SEEN: Final = tuple((str(n), Words(f"超过 {n} 天未拜访", f"Not visited for {n} days")) for n in UNSEEN)
WEEKDAYS: Final = tuple(
    (str(n), Words(f"周{zh}可拜访", f"Open to visits on {en}"))
    for n, (zh, en) in enumerate(zip("一二三四五六日", ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays",
                                                 "Saturdays", "Sundays"), strict=True), start=1)
)  # fmt: skip


@page(roles=ROLES)
def plans(request: Request) -> HttpResponse:
    """The plans, the latest first; a keeper's own, for managers everybody's."""
    context = {
        "plans": list_visit_plans(by=request.by),
        "columns": _plan_columns(),
        "manages": access.manages(request.by),
    }
    return render(request, "desk/visits/plans.html", context)


@page(roles=ROLES, methods=("GET", "POST"))
def choose(request: Request) -> HttpResponse:
    """The keeper's customers by the filters of the address. POST: have a route made through the ticked ones."""
    keeper = _keeper(request)
    if request.method == "POST":
        return _asked(request, keeper)
    found = list_choices(keeper.pk, _wish(request), by=request.by, at=request.at) if keeper else None
    context = {
        "keeper": keeper,
        "keepers": colleagues.choices(KEEPER) if access.manages(request.by) else [],
        "found": found,
        "rows": [_row(one) for one in found.rows] if found else [],
        "columns": _columns(),
        "filters": _filters(request, found.areas if found else ()),
        "first_day": (day_of(request.at) + timedelta(days=1)).isoformat(),
        "start": last_start(keeper.pk) if keeper else "",
        "lengths": [(1, _("One day")), (3, _("Three days")), (5, _("Five days")), (7, _("A week"))],
    }
    return render(request, "desk/visits/choose.html", context)


def _asked(request: Request, keeper: Actor | None) -> HttpResponse:
    if keeper is None:
        raise Invalid.field("keeper", "请选择客户经理。", "Choose a keeper.")
    said = request.POST
    number = ask_visits(
        said.getlist("customers"), keeper=keeper.pk, first_day=day_in("first_day", said.get("first_day", "")),
        days=_number(said.get("days", "")), start=said.get("start", ""), by=request.by, at=request.at,
    )  # fmt: skip
    return HttpResponseRedirect(reverse("desk:visit-plan", args=[number]))


def _keeper(request: Request) -> Actor | None:
    """Oneself; for managers whom they chose."""
    if not access.manages(request.by):
        return request.by
    said = request.POST if request.method == "POST" else request.GET
    return colleagues.chosen(said, "keeper", KEEPER) if said.get("keeper") else None


def _wish(request: Request) -> Wish:
    said = request.GET
    return Wish(
        said.get("grade", ""), said.get("due", ""), said.get("area", "")[:9], _of(said.get("unseen", ""), NOT_SEEN),
        _of(said.get("weekday", ""), WEEKDAYS),
    )  # fmt: skip


def _of(said: str, choices: Any) -> int:
    if said and said not in dict(choices):
        raise Invalid("请从列表中选择筛选条件。", "Choose a filter of the list.")
    return int(said or 0)


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 0


def _filters(request: Request, areas: tuple[tuple[str, str], ...]) -> list[shapes.Filter]:
    return [
        chip(request, "grade", _("Grade"), GRADES),
        chip(request, "due", _("Contact due"), DUE),
        chip(request, "area", pgettext("of a customer", "Area"), areas),
        chip(request, "unseen", _("Last visit"), NOT_SEEN),
        chip(request, "weekday", _("Best time"), WEEKDAYS),
    ]


def _row(one: Choice) -> dict[str, Any]:
    return {"row": one, "customer": customer_shape(one.customer)}


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("tick", ""),
        shapes.Column("customer", _("Customer")),
        shapes.Column("area", pgettext("of a customer", "Area")),
        shapes.Column("due", _("Contact due")),
        shapes.Column("visited", _("Last visit")),
        shapes.Column("hours", _("Best time to visit")),
        shapes.Column("ahead", _("Planned already")),
    ]


def _plan_columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", pgettext("of visits", "Plan")),
        shapes.Column("keeper", _("Keeper")),
        shapes.Column("days", _("Days")),
        shapes.Column("visits", pgettext("to customers", "Visits"), number=True),
        shapes.Column("done", pgettext("visits", "Made"), number=True),
        shapes.Column("state", _("State")),
    ]
