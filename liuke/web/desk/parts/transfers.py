"""Transfers between sites: what is to be sent and received, one click each; and asking another site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.network.queries.sites import list_sites
from liuke.areas.parts.actions import transfers
from liuke.areas.parts.queries.transfers import DECLINE_REASONS, WHICH, TransferRow, givers, list_transfers
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.promises import queries as promises
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.chosen import act_of
from liuke.web.desk.filters import chip
from liuke.web.desk.parts.tabs import READERS, shared, which_of, whole_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

PILES: Final = (("open", Words("进行中", "Under way")), ("over", Words("已了结", "Over")))
STATE_OF: Final = {"requested": "due", "sent": "soon", "received": "kept", "declined": "waived", "withdrawn": "void"}
OWED: Final = ("send-transfer", "receive-transfer")


@page(roles=READERS, methods=("GET", "POST"))
def list_(request: Request) -> HttpResponse:
    """Those under way, the oldest first, or those that are over. POST: `act` on `number`."""
    if request.method == "POST":
        return _acted(request)
    common = shared(request, "transfers")
    which, number = which_of(request, WHICH, "open"), request.GET.get("number", "").strip()[:20]
    rows = list_transfers(by=request.by, which=which, number=number)
    due = _due(rows, request.by)
    context = common | {
        "rows": [(row, STATE_OF[row.state], due.get(row.number)) for row in rows],
        "columns": _columns(),
        "which": which,
        "number": number,
        "filters": [chip(request, "which", _("State"), PILES)],
        "reasons": DECLINE_REASONS.items(),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/parts/transfers.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """Which part, how many, and (once that is said) which site gives them."""
    if request.method == "POST":
        said = request.POST
        number = transfers.ask(
            said.get("part", "")[:60], quantity=whole_of(request, "quantity"), from_=said.get("from", "")[:12],
            to=said.get("to", "")[:12], by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(
            request, _("%(number)s is asked for. Until when the site answers stands in its row.") % {"number": number}
        )
        return HttpResponseRedirect(reverse("desk:parts-transfers"))
    said = request.GET
    part, quantity, to = said.get("part", "").strip()[:60], _pieces(said.get("quantity", "")), said.get("to", "")[:12]
    sites = [(s.number, s.name) for s in list_sites(by=request.by)]
    to = to or (sites[0][0] if len(sites) == 1 else "")
    found = _givers(request, part, quantity, to)
    context = shared(request, "transfers") | {
        "part": part,
        "quantity": quantity,
        "to": to,
        "sites": sites,
        "givers": [shapes.Choice(name, key=key) for key, name in found or ()],
        "unknown": found is None,
        "looked": bool(part and quantity and to),
    }
    return render(request, "desk/parts/transfer.html", context)


def _givers(request: Request, part: str, quantity: int, to: str) -> tuple[tuple[str, str], ...] | None:
    """The sites to choose from; None where the catalogue has no such part."""
    try:
        return givers(part, quantity, by=request.by, at=request.at, but=to) if part and quantity and to else ()
    except Missing:
        return None


def _pieces(said: str) -> int:
    said = said.strip() or "1"
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 0


def _acted(request: Request) -> HttpResponse:
    do = act_of(request, ACTS)
    messages.success(request, do(request, request.POST.get("number", "")[:20]))
    return HttpResponseRedirect(reverse("desk:parts-transfers"))


def _send(request: Request, number: str) -> str:
    transfers.send(number, way=request.POST.get("way", ""), **_carried(request))
    return _("%(number)s is on its way.") % {"number": number}


def _receive(request: Request, number: str) -> str:
    transfers.receive(number, **_carried(request))
    return _("%(number)s is received.") % {"number": number}


def _decline(request: Request, number: str) -> str:
    transfers.decline(number, reason=request.POST.get("reason", ""), **_carried(request))
    return _("%(number)s is declined; the other site reads why.") % {"number": number}


def _withdraw(request: Request, number: str) -> str:
    transfers.withdraw(number, by=request.by, at=request.at, seen=seen_of(request))
    return _("%(number)s is withdrawn.") % {"number": number}


def _carried(request: Request) -> dict[str, Any]:
    return {"by": request.by, "at": request.at, "seen": seen_of(request), "keeps": keeps_of(request.POST)}


def _due(rows: tuple[TransferRow, ...], by: Actor) -> dict[str, Any]:
    owed = promises.list_open({row.timeline for row in rows}, by=by, limit=1000) if rows else []
    return {p.about: p.due_at for p in owed if p.what in OWED}


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("part", _("Part")),
        shapes.Column("quantity", _("Pieces"), number=True),
        shapes.Column("from", pgettext("of a transfer", "From")),
        shapes.Column("to", pgettext("of a transfer", "To")),
        shapes.Column("state", _("State")),
        shapes.Column("due", _("Time left")),
        shapes.Column("step", _("Next step")),
    ]


ACTS: Final[dict[str, Callable[[Request, str], str]]] = {
    "send": _send, "receive": _receive, "decline": _decline, "withdraw": _withdraw,
}  # fmt: skip
