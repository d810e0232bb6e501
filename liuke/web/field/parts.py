"""Parts at the door: what was sent for this order and what lies in the van, put in with one tap, kept without a signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from liuke.areas.parts.actions import using
from liuke.areas.parts.actions.using import Piece
from liuke.areas.parts.queries.names import SIMPLE
from liuke.areas.parts.queries.of_order import parts_of, picks_of
from liuke.areas.parts.queries.old import list_of_order
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.web.field.acts import client_uuid, handed_in, happened
from liuke.web.field.order import READERS
from liuke.web.ui.doors import Request, page

Doing = Callable[[Request, str], object]


@page(roles=READERS)
def parts(request: Request, number: str) -> HttpResponse:
    """What can be put in now, what was put in, what is still asked for."""
    return render(request, "field/parts.html", _context(request, number))


@page(roles=READERS, methods=("POST",))
def act(request: Request, number: str, noun: str) -> HttpResponse:
    """One of ACTS."""
    return handed_in(request, number, ACTS.get(noun), onward="field:parts")


def _context(request: Request, number: str) -> dict[str, Any]:
    found, today = get_order(number, by=request.by), local(request.at).date()
    known = parts_of(found.row.number, found.row.site, on=today)
    return {
        "order": found.row,
        "simple": known.mode == SIMPLE,
        "picks": picks_of(found.row.number, on=today, by=request.by),
        "uses": [u for u in known.uses if not u.taken_back],
        "requests": [r for r in known.requests if r.state in ("requested", "approved", "shipped", "refused")],
        "machines": found.machines,
        "paid": any(m.standing == "out" for m in found.machines),
        "usable": found.row.state in using.USABLE,
        "may_ask": any(a.act == "request_part" for a in found.acts),
    }


def _use(request: Request, number: str) -> object:
    said = request.POST
    piece = Piece(
        part=said.get("part", "")[:60], quantity=_whole(request, "quantity", 1), line=_whole(request, "line", 1),
        serial=said.get("serial", "")[:60], source=said.get("source", "van"),
        customer_keeps="customer_keeps" in said,
    )  # fmt: skip
    return using.use_part(
        number, piece, happened_at=happened(request), client_uuid=client_uuid(request), by=request.by, at=request.at
    )


def _return(request: Request, number: str) -> object:
    use = request.POST.get("use", "")[:20].strip().upper()
    if use not in {u.number for u in list_of_order(number)}:
        raise Invalid.field("use", "没有这条用件记录", "There is no such used part")
    return using.take_back(use, by=request.by, at=request.at)


def _whole(request: Request, name: str, otherwise: int) -> int:
    said = request.POST.get(name, "").strip()
    if not said:
        return otherwise
    if not (said.isascii() and said.isdecimal() and len(said) < 4):
        raise Invalid.field(name, "请填写整数", "Write a whole number")
    return int(said)


ACTS: Final[dict[str, Doing]] = {"part-use": _use, "part-return": _return}
