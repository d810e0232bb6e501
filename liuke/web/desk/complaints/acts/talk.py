"""Acts of the talk: whose it is, that the customer knows, that we spoke, what it is about, the steps."""

from __future__ import annotations

from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import handling, sorting
from liuke.areas.complaints.queries.complaints import CaseView
from liuke.web.desk import colleagues
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.complaints.taking import topic_of
from liuke.web.ui.doors import Request


def take(request: Request, view: CaseView) -> str:
    handling.name_handler(
        view.row.number, request.by, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(request.POST)
    )
    return _("%(number)s is yours. Call the customer next.") % {"number": view.row.number}


def name(request: Request, view: CaseView) -> str:
    chosen = colleagues.chosen(request.POST, "handler") if request.POST.get("handler") else None
    name = handling.name_handler(
        view.row.number, chosen, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(request.POST)
    )
    return _("%(number)s is in the hands of %(name)s.") % {"number": view.row.number, "name": name}


def accept(request: Request, view: CaseView) -> str:
    handling.accept(view.row.number, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    return _("%(number)s is yours now.") % {"number": view.row.number}


def acknowledge(request: Request, view: CaseView) -> str:
    via = request.POST.get("via", "")
    handling.acknowledge(view.row.number, via=via, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    return _("Noted that the customer knows we have it.")


def contact(request: Request, view: CaseView) -> str:
    reached = request.POST.get("reached") == "1"
    handling.contact(
        view.row.number, reached=reached, by=request.by, at=request.at, seen=seen_of(request),
        keeps=keeps_of(request.POST),
    )  # fmt: skip
    return _("Noted that you spoke with the customer.") if reached else _("Noted that nobody answered.")


def assess(request: Request, view: CaseView) -> str:
    said = request.POST
    kind, sub = topic_of(said.get("topic", ""))
    sorting.assess(
        view.row.number, kind=kind, sub=sub, wants=said.get("wants"), means=said.get("means", ""), by=request.by,
        at=request.at, seen=seen_of(request),
    )  # fmt: skip
    return _("Noted what it is about.")


def step(request: Request, view: CaseView) -> str:
    sorting.take_step(view.row.number, request.POST.get("step", ""), by=request.by, at=request.at)
    return _("Noted.")


def note(request: Request, view: CaseView) -> str:
    handling.add_note(view.row.number, words=request.POST.get("note", ""), by=request.by, at=request.at)
    return _("Noted.")
