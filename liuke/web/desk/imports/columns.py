"""What the columns of a file are: proposed, corrected by hand, remembered for the next file of its kind."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.foundation.faults import Invalid
from liuke.processes.intake import actions, layouts
from liuke.processes.intake.columns import template_called
from liuke.processes.intake.reading.layout import Layout
from liuke.web.desk.filters import id_of
from liuke.web.ui.doors import Request, page


@page(roles=actions.ROLES, methods=("GET", "POST"))
def columns(request: Request, number: str) -> HttpResponse:
    """Sheet, heading row, and the meaning of each column; saving checks the file anew."""
    if request.method == "POST":
        layout, remember = _told(request), bool(request.POST.get("remember"))
        layouts.read_otherwise(number, layout, remember=remember, by=request.by, at=request.at)
        return HttpResponseRedirect(reverse("desk:import", args=[number]))
    upload = actions.get_upload(number, by=request.by)
    view = layouts.get_layout(number, sheet=id_of(request, "sheet"), head=id_of(request, "head"), by=request.by)
    context = {
        "upload": upload,
        "template": template_called(upload.template),
        "view": view,
        "sheets": list(enumerate(view.sheets)),
        "targets": [(column.key, column.heading) for column in view.targets],
        "width": len(view.columns),
    }
    return render(request, "desk/imports/columns.html", context)


def _told(request: Request) -> Layout:
    width = _number(request, "width", most=layouts.MOST_COLUMNS)
    return Layout(
        _number(request, "sheet", most=layouts.MOST_SHEETS),
        max(1, _number(request, "head", most=10_000)),
        2 if request.POST.get("lines") == "2" else 1,
        _number(request, "last", most=10**7),
        tuple(request.POST.get(f"column.{place}", "")[:60] for place in range(width)),
    )


def _number(request: Request, name: str, *, most: int) -> int:
    said = request.POST.get(name, "").strip() or "0"
    if not (said.isascii() and said.isdecimal() and len(said) < 9 and int(said) <= most):
        raise Invalid.field(name, f"请填写 0 至 {most} 的整数。", f"A whole number from 0 to {most}.")
    return int(said)
