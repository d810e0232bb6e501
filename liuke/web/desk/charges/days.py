"""Reconciling 对账: the days, one set against the provider's statement, closing it."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.charges.actions import days as actions
from liuke.areas.charges.queries import days
from liuke.areas.charges.queries.days import DayFile
from liuke.areas.charges.queries.names import ACCOUNTS, LOOKERS
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.processes.intake.reading.files import table
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.charges.sites import names_of
from liuke.web.desk.charges.tabs import tabs
from liuke.web.desk.chosen import nothing_chosen
from liuke.web.desk.imports.size import takes_a_file
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

LARGEST: Final = 10 * 1024 * 1024


@page(roles=LOOKERS)
def list_(request: Request) -> HttpResponse:
    """The latest days with money; those not closed yet stand out."""
    context = {
        "tabs": tabs(request, "days"),
        "rows": days.list_days(by=request.by),
        "columns": _columns(),
        "today": local(request.at).date(),
    }
    return render(request, "desk/charges/days.html", context)


@takes_a_file
@page(roles=LOOKERS, methods=("GET", "POST"))
def day(request: Request, number: str) -> HttpResponse:
    """One day beside the statement. POST: fetch or hand in the statement, close the day."""
    if request.method == "POST":
        return _acted(request, number.strip().upper())
    found = days.get_day(number, by=request.by)
    context = {
        "found": found,
        "row": found.row,
        "tabs": tabs(request, "days"),
        "columns": _pair_columns(),
        "sites": names_of(one.site for one in found.pairs),
        "differing": sum(one.pair.result != "matched" for one in found.pairs),
        "may_act": found.row.state == "open" and request.by.has_role(*ACCOUNTS),
        "is_over": found.row.day < local(request.at).date(),
        "needs_statement": _needs_statement(found),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/charges/day.html", context)


def _needs_statement(found: DayFile) -> bool:
    return found.statement_at is None and found.row.figures.qr_count > 0


def _acted(request: Request, number: str) -> HttpResponse:
    said, by, at = request.POST, request.by, request.at
    match said.get("act", ""):
        case "fetch":
            rows = actions.fetch_statement(number, by=by, at=at)
            messages.success(request, _("The statement has %(n)s rows.") % {"n": rows})
        case "upload":
            rows = _uploaded(request, number)
            messages.success(request, _("The statement has %(n)s rows.") % {"n": rows})
        case "close":
            actions.close_day(number, note=said.get("note", ""), by=by, at=at, keeps=keeps_of(said))
            messages.success(request, _("%(number)s is reconciled.") % {"number": number})
        case _:
            raise nothing_chosen()
    return HttpResponseRedirect(reverse("desk:charge-day", args=[number]))


def _uploaded(request: Request, number: str) -> int:
    file = request.FILES.get("file")
    if file is None or not file.name or file.size is None:
        raise Invalid.field("file", "请选择账单文件。", "Choose the statement's file.")
    if file.size > LARGEST:
        raise Invalid.field("file", "账单最多 10 MB。", "A statement has at most 10 MB.")
    cells = table(file.read(), file.name)
    return actions.take_statement(number, cells, source=file.name, by=request.by, at=request.at)


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("day", _("Day")),
        shapes.Column("qr", _("QR"), number=True),
        shapes.Column("cash", _("Cash"), number=True),
        shapes.Column("owed", _("Not handed in"), number=True),
        shapes.Column("count", _("Payments"), number=True),
        shapes.Column("differences", _("Lines that differ"), number=True),
        shapes.Column("state", _("State")),
    ]


def _pair_columns() -> list[shapes.Column]:
    return [
        shapes.Column("result", _("Comparison")),
        shapes.Column("number", _("Payment")),
        shapes.Column("order", _("Work order")),
        shapes.Column("site", _("Site")),
        shapes.Column("reference", _("Transaction")),
        shapes.Column("booked", _("Recorded"), number=True),
        shapes.Column("stated", _("On the statement"), number=True),
    ]
