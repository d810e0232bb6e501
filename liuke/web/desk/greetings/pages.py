"""Greetings: what goes by itself in the coming weeks, what needs a yes, whom to call (H51)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liuke.areas.keeping import access
from liuke.areas.keeping.actions import greeting as actions
from liuke.areas.keeping.queries import greetings
from liuke.areas.keeping.queries.greetings import VIEWS, GreetingRow
from liuke.areas.knowledge.queries.words import check
from liuke.foundation.faults import Invalid
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.filters import address, chip, moment_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.templatetags.ui import day

ROLES: Final = frozenset(access.KEEPERS)
ACTS: Final = ("yes", "no")


@page(roles=ROLES)
def overview(request: Request) -> HttpResponse:
    """The coming weeks, and one of the lists: what waits for a yes first."""
    view = request.GET.get("view", "asked")
    if view not in VIEWS:
        raise Invalid.field("view", "没有这个列表。", "There is no such list.")
    occasion = request.GET.get("occasion", "")
    after = request.GET.get("after", "")[:60]
    week = _week(request)
    found = greetings.list_greetings(view, occasion=occasion, week=week, after=after, by=request.by, at=request.at)
    context = {
        "view": view,
        "coming": greetings.list_coming(by=request.by, at=request.at),
        "tabs": _tabs(request, view),
        "filters": _filters(request, week),
        "columns": _columns(view),
        "rows": [_row(row) for row in found.rows],
        "texts": [(text, check(text.words.zh)) for text in greetings.list_texts(request.at)],
        "next_url": address(request, after=found.next_after) if found.next_after else "",
    }
    return render(request, "desk/greetings/overview.html", context)


@page(roles=ROLES, methods=("POST",))
def decide(request: Request) -> HttpResponse:
    """Yes or no to the ticked ones (`number`), many at once."""
    chosen = request.POST.getlist("number")
    _decided(request, chosen)
    view = request.POST.get("view", "")
    place = f"?view={view}" if view in VIEWS else ""
    return HttpResponseRedirect(reverse("desk:greetings") + place)


@page(roles=ROLES, methods=("GET", "POST"))
def greeting(request: Request, greeting: str) -> HttpResponse:
    """One greeting. POST `act` yes or no decides about it."""
    if request.method == "POST":
        _decided(request, [greeting])
        return HttpResponseRedirect(reverse("desk:greeting", args=[greeting]))
    row = greetings.get_greeting(greeting, by=request.by, at=request.at)
    context = {
        "row": row,
        "customer": customer_shape(row.customer),
        "promise": request.GET.get("promise", ""),
        "waits": row.state in ("asked", "planned"),
    }
    return render(request, "desk/greetings/greeting.html", context)


@page(roles=ROLES, methods=("POST",))
def called(request: Request, greeting: str) -> HttpResponse:
    """The keeper has greeted him on the phone; `note` says how it was."""
    note, keeps = request.POST.get("note", ""), keeps_of(request.POST)
    actions.note_call(greeting, note=note, by=request.by, at=request.at, keeps=keeps)
    messages.success(request, _("The greeting is noted."))
    return HttpResponseRedirect(reverse("desk:greetings") + "?view=call")


def _decided(request: Request, chosen: list[str]) -> None:
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Invalid.field("act", "请选择照常问候或不问候。", "Choose to greet all the same, or to leave it out.")
    do = actions.let_go if act == "yes" else actions.leave_out
    count = do(chosen, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    if act == "yes":
        told = ngettext("%(n)s greeting goes out.", "%(n)s greetings go out.", count)
    else:
        told = ngettext("%(n)s greeting is left out.", "%(n)s greetings are left out.", count)
    messages.success(request, told % {"n": count})


def _week(request: Request) -> date | None:
    """The week of the address, by its Monday; Invalid where it is no day."""
    found = moment_of(request, "week")
    return found.date() if found else None


def _filters(request: Request, week: date | None) -> list[shapes.Filter]:
    found = [chip(request, "occasion", _("Occasion"), greetings.list_occasions(request.at))]
    if week:
        shown = _("from %(day)s") % {"day": day(week)}
        found.append(shapes.Filter(_("Week"), chosen=shown, clear=address(request, week="")))
    return found


def _tabs(request: Request, view: str) -> list[shapes.Tab]:
    counts = greetings.count_greetings(by=request.by)
    labels = {
        "asked": _("Needs a yes"),
        "call": _("To call"),
        "text": _("Goes by itself"),
        "done": pgettext("greetings", "Done"),
    }
    return [
        shapes.Tab(label, address(request, view=key), here=key == view, count=counts.get(key))
        for key, label in labels.items()
    ]


def _row(row: GreetingRow) -> dict[str, Any]:
    return {
        "row": row,
        "customer": customer_shape(row.customer, warn=row.state == "asked"),
        "url": reverse("desk:greeting", args=[row.number]),
    }


def _columns(view: str) -> list[shapes.Column]:
    over = view == "done"
    return [
        *([] if over else [shapes.Column("tick", "")]),
        shapes.Column("customer", _("Customer")),
        shapes.Column("day", pgettext("of a greeting", "Day")),
        shapes.Column("occasion", _("Occasion")),
        shapes.Column("way", pgettext("of greeting", "How")),
        shapes.Column("keeper", _("Keeper")),
        *([shapes.Column("state", _("State"))] if over else []),
    ]
