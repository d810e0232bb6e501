"""What may be done to a request from its page or its row: each act reads its fields and makes one call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.parts.actions import asking, handling, sending
from liuke.areas.parts.queries.requests import RequestView, acts_open
from liuke.areas.parts.queries.rows import RequestRow
from liuke.foundation.identity.models import Actor
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.parts.tabs import whole_of
from liuke.web.ui.doors import Request

Act = Callable[[Request, RequestView], str]


def next_step(by: Actor, row: RequestRow) -> str:
    """The one act that a row offers: at once, or on its page where something has to be said."""
    allowed = acts_open(row, by=by)
    if "approve" in allowed:
        return "approve" if row.code else "open"
    if "receive" in allowed:
        return "receive"
    return next((act for act in ("ship", "give") if act in allowed), "")


def _approve(request: Request, view: RequestView) -> str:
    said = request.POST
    sending.approve(
        view.row.number, part=said.get("other", "").strip()[:60] or said.get("part", "")[:60],
        quantity=whole_of(request, "quantity", view.row.quantity), because=said.get("because", "")[:300],
        seen=seen_of(request), keeps=keeps_of(said), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is approved. Ship it next.") % {"number": view.row.number}


def _refuse(request: Request, view: RequestView) -> str:
    sending.refuse(
        view.row.number, reason=request.POST.get("reason", ""), note=request.POST.get("note", ""),
        seen=seen_of(request), keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is refused; the site reads why.") % {"number": view.row.number}


def _ship(request: Request, view: RequestView) -> str:
    sending.ship(
        view.row.number, carrier=request.POST.get("carrier", ""), waybill=request.POST.get("waybill", ""),
        seen=seen_of(request), keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is on its way.") % {"number": view.row.number}


def _receive(request: Request, view: RequestView) -> str:
    sending.receive(view.row.number, seen=seen_of(request), keeps=keeps_of(request.POST), by=request.by, at=request.at)
    return _("%(number)s is received.") % {"number": view.row.number}


def _give(request: Request, view: RequestView) -> str:
    handling.give(
        view.row.number, technician=request.POST.get("technician", "")[:12], seen=seen_of(request), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("%(number)s is in the van.") % {"number": view.row.number}


def _reserve(request: Request, view: RequestView) -> str:
    sending.reserve(view.row.number, seen=seen_of(request), by=request.by, at=request.at)
    return _("Pieces are set aside for %(number)s.") % {"number": view.row.number}


def _release(request: Request, view: RequestView) -> str:
    sending.release(view.row.number, seen=seen_of(request), by=request.by, at=request.at)
    return _("Nothing is set aside for %(number)s any more.") % {"number": view.row.number}


def _withdraw(request: Request, view: RequestView) -> str:
    asking.withdraw(view.row.number, seen=seen_of(request), by=request.by, at=request.at)
    return _("%(number)s is withdrawn.") % {"number": view.row.number}


ACTS: Final[dict[str, Act]] = {
    "approve": _approve,
    "refuse": _refuse,
    "ship": _ship,
    "receive": _receive,
    "give": _give,
    "reserve": _reserve,
    "release": _release,
    "withdraw": _withdraw,
}
