"""The code on the machine opens a report with the product known. Safety comes before any field (practice §1.24)."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.knowledge.actions.uses import note_use
from liuke.areas.knowledge.queries.articles import list_public
from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.service.queries.names import ORDER_KINDS
from liuke.areas.service.queries.safety import known, script_for
from liuke.foundation.clock import local
from liuke.foundation.faults import Gone, Invalid
from liuke.foundation.words import Words
from liuke.processes.scanning import Report, report_machine
from liuke.web.portal.filled_in import must_be_a_person
from liuke.web.portal.links import Visit, door
from liuke.web.portal.owed import owed_about
from liuke.web.portal.owed import said as said_at

KINDS: Final = ("repair", "maintenance", "install", "move")
WISHES: Final = {
    "soon": Words("尽快", "As soon as possible"),
    "today": Words("今天", "Today"),
    "tomorrow": Words("明天", "Tomorrow"),
    "evening": Words("晚上", "In the evening"),
    "weekend": Words("周末", "At the weekend"),
}
MOST_AN_HOUR: Final = 6
CALLS: Final = frozenset({"take-request", "take-over-safety"})
"""What a report owes: somebody calls whoever sent it."""
_NUMBER: Final = re.compile(r"R-[0-9]{6,12}")
_SALT: Final = "portal.report"


@door(purpose="machine", owner=None, methods=("GET", "POST"), most=MOST_AN_HOUR)
def machine(request: Visit, token: str) -> HttpResponse:
    """First whether there is danger, then the form; nothing of whose machine it is."""
    found = list_by_number([request.link.about]).get(request.link.about)
    if found is None:
        raise Gone("链接已失效。", "This link is no longer valid.")
    context: dict[str, Any] = {"product": found.model_name, "line": found.line.words, "token": token}
    if request.method == "POST":
        return _report(request, context)
    if _NUMBER.fullmatch(request.GET.get("thanks", "")):
        return render(
            request, "portal/machine_thanks.html", context | {"number": request.GET["thanks"]} | _danger(request)
        )
    danger = request.GET.get("danger", "")
    hazards = [h for h in known() if not h.product_lines or found.line.key in h.product_lines]
    named = {h.key: h for h in hazards}
    if danger != "none" and danger not in named:
        return render(request, "portal/machine_safety.html", context | {"hazards": hazards})
    context |= {
        "danger": named.get(danger),
        "tips": () if danger in named else list_public(found.line.key, model=found.model),
        "script": script_for((danger,)),
        "kinds": [(key, ORDER_KINDS[key]) for key in KINDS],
        "wishes": WISHES.items(),
        "began": signing.dumps(request.at.isoformat(), salt=_SALT),
    }
    return render(request, "portal/machine.html", context)


def _report(request: Visit, context: dict[str, Any]) -> HttpResponse:
    said = request.POST
    if said.get("website"):  # no person sees this field
        return render(request, "portal/machine_thanks.html", context)
    must_be_a_person(said.get("began", ""), request.at, salt=_SALT)
    if said.get("helped"):
        return _helped(request, said["helped"], context)
    if said.get("kind", "") not in KINDS:
        raise Invalid.field("kind", "请选择服务类型。", "Choose what you need.")
    hazards = _danger(request)["hazards"]
    report = Report(
        kind=said["kind"], fault=said.get("fault", ""), phone=said.get("phone", ""), wish=said.get("wish", ""),
        hazards=hazards,
    )  # fmt: skip
    opened = report_machine(request.link.about, report, by=request.by, at=request.at)
    if due := owed_about(opened.number, CALLS):
        messages.success(request, _("We call you by %(at)s.") % {"at": said_at(due, at=request.at)})
    return HttpResponseRedirect(f"?thanks={opened.number}{f'&danger={hazards[0]}' if hazards else ''}")


def _helped(request: Visit, number: str, context: dict[str, Any]) -> HttpResponse:
    """He did it himself by what he read; counted once a day for a machine."""
    found = list_by_number([request.link.about])[request.link.about]
    if number in {tip.number for tip in list_public(found.line.key, model=found.model)}:
        about = f"{request.link.about}/{local(request.at):%Y%m%d}"
        note_use(number, about=about, outcome="helped", by=request.by, at=request.at)
    return render(request, "portal/machine_thanks.html", context | {"helped": True})


def _danger(request: Visit) -> dict[str, tuple[str, ...]]:
    said = request.GET.get("danger", "")
    return {"hazards": (said,) if said in {h.key for h in known()} else ()}
