"""Building the network: where to open, the candidates by stage, what ends soon; and one candidate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network import access
from liuke.areas.network.actions.candidates import find_candidate
from liuke.areas.network.queries import building, standing
from liuke.areas.network.queries.building import (
    COSTS,
    HIGH_RISK,
    MODES,
    MUST,
    NEXT,
    RISKS,
    STAGES,
    STANDARDS,
    CandidateRow,
)
from liuke.foundation.faults import Invalid
from liuke.foundation.files import access as files
from liuke.foundation.money import Money
from liuke.insight.sentences import told as told_events
from liuke.insight.where_to_open import where_to_open
from liuke.kernel.journal import queries as journal
from liuke.web.desk.chosen import act_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import chip, day_of
from liuke.web.desk.network.acts import ACTS
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

KEEPERS: Final = access.KEEPERS
STATE_OF: Final = {"open": "kept", "rejected": "waived"}


@page(roles=KEEPERS, methods=("GET", "POST"))
def network(request: Request) -> HttpResponse:
    """The pipeline. POST: somebody was found."""
    if request.method == "POST":
        return _found(request)
    stage = request.GET.get("stage", "")
    if stage and stage not in STAGES:
        raise Invalid.field("stage", "没有这个阶段。", "There is no such stage.")
    today, by = day_of(request.at), request.by
    counts = building.count_by_stage(by=by)
    context = {
        "rows": [(row, STATE_OF.get(row.stage, "due")) for row in building.list_candidates(by=by, stage=stage)],
        "columns": _columns(),
        "filters": [chip(request, "stage", _("Stage"), STAGES.items())],
        "stages": [(words, counts[key], f"?stage={key}") for key, words in STAGES.items()],
        "places": where_to_open(by=by, on=today),
        "endings": standing.list_ending(by=by, on=today),
        "modes": _choices(MODES),
    }
    return render(request, "desk/network/network.html", context)


@page(roles=KEEPERS, methods=("GET", "POST"))
def candidate(request: Request, number: str) -> HttpResponse:
    """One candidate. POST: `act` is to assess, to lead on, to contract, to open, to reject."""
    row = building.get_candidate(number, by=request.by)
    if request.method == "POST":
        do = act_of(request, ACTS)
        said, place = do(request, row)
        messages.success(request, said)
        return HttpResponseRedirect(place or reverse("desk:candidate", args=[row.number]))
    return render(request, "desk/network/candidate.html", _context(request, row))


@page(roles=KEEPERS)
def file(request: Request, number: str, document: str) -> HttpResponseBase:
    """A paper of a candidate."""
    row = building.get_candidate(number, by=request.by)
    found = files.opened(document, of=[f"candidate:{row.number}"], by=request.by, at=request.at)
    return FileResponse(found.path.open("rb"), headers=dict(found.headers()))


def _found(request: Request) -> HttpResponse:
    said = request.POST
    number = find_candidate(
        name=said.get("name", ""), division=said.get("division", "").strip(), mode=said.get("mode", ""),
        phone=said.get("phone", ""), source=said.get("source", ""), by=request.by, at=request.at,
    )  # fmt: skip
    messages.success(request, _("%(number)s is noted. Assess it next.") % {"number": number})
    return HttpResponseRedirect(reverse("desk:candidate", args=[number]))


def _context(request: Request, row: CandidateRow) -> dict[str, Any]:
    happened = journal.list_about(row.number, by=request.by)
    risks = {r.key: r for r in row.risks}
    return {
        "row": row,
        "state": STATE_OF.get(row.stage, "due"),
        "next": NEXT.get(row.stage, ""),
        "under_way": row.stage in NEXT,
        "standards": [(key, words, key in row.standards, key in MUST) for key, words in STANDARDS.items()],
        "costs": [(key, words, _yuan(row.costs.monthly.get(key, 0))) for key, words in COSTS.items()],
        "month": Money.of(Decimal(row.costs.month) / 100),
        "once": _yuan(row.costs.once),
        "risks": [(key, words, risks.get(key)) for key, words in RISKS.items()],
        "high": HIGH_RISK,
        "numbers": ("1", "2", "3"),
        "agreements": building.agreements_of_candidate(row.number, by=request.by, on=day_of(request.at)),
        "papers": files.files_of(f"candidate:{row.number}", by=request.by),
        "events": events_shown(told_events(list(reversed(happened)), by=request.by)),
        "modes": _choices(MODES),
        "promise": request.GET.get("promise", ""),
    }


def _yuan(cents: int) -> str:
    """As people write it into the field: 16000, 12.50; nothing for nothing."""
    if not cents:
        return ""
    return str(cents // 100) if cents % 100 == 0 else f"{Decimal(cents) / 100:.2f}"


def _choices(words: Any) -> list[shapes.Choice]:
    return [shapes.Choice(said, key=key) for key, said in words.items()]


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Candidate")),
        shapes.Column("place", _("Place")),
        shapes.Column("mode", _("Mode")),
        shapes.Column("stage", _("Stage")),
        shapes.Column("cost", _("Cost an order"), number=True),
        shapes.Column("changed", _("Last step")),
    ]
