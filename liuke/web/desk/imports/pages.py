"""Bulk intake in the browser: hand in a file, see what is wrong with it by row, take it in, watch it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from liuke.foundation.faults import Invalid
from liuke.foundation.progress.queries import JobView, list_errors
from liuke.processes.intake import actions
from liuke.processes.intake.actions import UploadView
from liuke.processes.intake.columns import Template, template_called
from liuke.processes.intake.lines import Bought, Options
from liuke.processes.intake.reading.files import check_size
from liuke.web.desk.filters import day_start, id_of
from liuke.web.desk.imports.size import takes_a_file
from liuke.web.ui.doors import Request, page

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN: Final = 100


@takes_a_file
@page(roles=actions.ROLES, methods=("GET", "POST"))
def imports(request: Request) -> HttpResponse:
    """The form with the templates, and one's latest files; a file handed in goes to its own page."""
    if request.method == "POST":
        return HttpResponseRedirect(reverse("desk:import", args=[_handed_in(request)]))
    templates = actions.templates_of(request.by)
    context = {
        "templates": templates,
        "choices": [(t.key, t.words) for t in templates],
        "sources": actions.WAYS.items(),
        "uploads": actions.list_uploads(by=request.by),
        "template": request.GET.get("template", "customers"),
    }
    return render(request, "desk/imports/imports.html", context)


@page(roles=actions.ROLES)
def upload(request: Request, number: str) -> HttpResponse:
    """One file: its check, its rows that are refused, and how far it is taken in."""
    return render(request, "desk/imports/upload.html", _shown(request, number))


@page(roles=actions.ROLES)
def state(request: Request, number: str) -> HttpResponse:
    """The moving part of the page, asked for every second while work goes on."""
    return render(request, "desk/imports/state.html", _shown(request, number))


@page(roles=actions.ROLES, methods=("POST",))
def start(request: Request, number: str) -> HttpResponse:
    """Take in the good rows."""
    actions.start(
        number,
        leave_out=bool(request.POST.get("leave_out")),
        looked_over=bool(request.POST.get("looked_over")),
        by=request.by,
        at=request.at,
    )
    return HttpResponseRedirect(reverse("desk:import", args=[number]))


@page(roles=actions.ROLES, methods=("POST",))
def stop(request: Request, number: str) -> HttpResponse:
    """End it after the batch it is at."""
    actions.stop(number, by=request.by, at=request.at)
    return HttpResponseRedirect(reverse("desk:import", args=[number]))


@page(roles=actions.ROLES)
def refused(request: Request, number: str) -> HttpResponse:
    """The refused rows as a workbook, to be mended and handed in again."""
    with transaction.atomic():
        made = actions.refused_rows(number, by=request.by, at=request.at)
    return _workbook(made, "refused.xlsx")


@page(roles=actions.ROLES)
def template(request: Request, template: str) -> HttpResponse:
    """The empty template in the reader's language."""
    english = (get_language() or "").startswith("en")
    with transaction.atomic():
        made = actions.template_file(template, english=english, by=request.by, at=request.at)
    return _workbook(made, f"{template_called(template).key}.xlsx")


def _handed_in(request: Request) -> str:
    file = request.FILES.get("file")
    if file is None or file.size is None or not file.name:
        raise Invalid.field("file", "请选择文件。", "Choose a file.")
    check_size(file.size)
    options = Options(request.POST.get("source", ""), _apply_from(request), bought=_bought(request))
    kind = request.POST.get("template", "")
    return actions.hand_in(file.chunks(), file.name, template=kind, options=options, by=request.by, at=request.at)


def _bought(request: Request) -> Bought | None:
    said = {name: request.POST.get(name, "").strip()[:120] for name in ("seller", "contract", "consent")}
    return Bought(**said) if request.POST.get("is_bought") or any(said.values()) else None


def _apply_from(request: Request) -> Any:
    said = request.POST.get("apply_from", "").strip()
    if not said:
        return None
    try:
        return day_start(date.fromisoformat(said))
    except (ValueError, OverflowError):
        raise Invalid.field("apply_from", "日期请写成 2026-11-23 的样子。", "Write the date like 2026-11-23.") from None


def _shown(request: Request, number: str) -> dict[str, Any]:
    found = actions.get_upload(number, by=request.by)
    job = found.run or found.check
    errors = list_errors(job.number, by=request.by, after=id_of(request, "after") or 0, limit=SHOWN)
    return {
        "upload": found,
        "template": template_called(found.template),
        "job": job,
        "errors": _told(errors, template_called(found.template)),
        "after": errors[-1].row if len(errors) == SHOWN else 0,
        "pairs_url": reverse("desk:duplicates") + ("?keeper=me" if request.by.has_role("account_manager") else ""),
        "may_start": _may_start(found),
        "may_map": found.is_kept and found.options.layout is not None and not job.is_open,
    }


def _told(errors: Any, template: Template) -> list[tuple[int, Any, Any]]:
    return [(error.row, template.heading(error.field), error.words) for error in errors]


def _may_start(found: UploadView) -> bool:
    ended = found.run is None or found.run.state in ("failed", "stopped")
    return found.is_kept and ended and _good(found.check) > 0


def _good(check: JobView) -> int:
    return int(check.result.get("good", 0)) if check.state == "done" else 0


def _workbook(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
