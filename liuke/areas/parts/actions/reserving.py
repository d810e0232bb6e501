"""Pieces set aside for requests, and what every step of a request asks of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from liuke.areas.network.models import Site
from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import set_aside
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Part, Request
from liuke.areas.parts.rules.names import STOCK
from liuke.events.parts.requests import (
    RequestReserved,
)
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor


def reserve_for(request: Request, *, by: Actor, at: datetime) -> bool:
    """Set its pieces aside where the warehouse has them. The caller holds the histories and the row."""
    part = part_of(request)
    if request.mode != STOCK or not set_aside(part, access.company(), request.quantity, by=by, at=at):
        return False
    request.reserved = True
    request.version += 1
    request.save(update_fields=["reserved", "version"])
    told = RequestReserved(
        number=request.number, order=order_number(request), site=site_of(request).number, part=part.code, title=part.name,
        quantity=request.quantity, instead_of=request.asked.code if request.asked else "",
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at)
    return True


def reserve_waiting(requests: Iterable[Request], *, by: Actor, at: datetime) -> int:
    """Set pieces aside for those that wait, in this order; answers for how many. The caller holds their histories."""
    return sum(reserve_for(request, by=by, at=at) for request in requests)


def advance(request: Request, state: str, at: datetime) -> None:
    """The next state, from which moment on. Saving is the caller's."""
    request.state, request.moved_at = state, at
    request.version += 1


def must_be(request: Request, state: str) -> None:
    """Refused where somebody took this step already."""
    if request.state != state:
        raise Refused(
            "这张配件申请已办过这一步，请刷新。", "This step was taken already; look again.", code="part-step"
        )


def site_of(request: Request) -> Site:
    """The site it goes to: while nobody decided, the one that has the order now."""
    order = request.order
    site = request.site if request.state != "requested" or order is None else order.site or request.site
    if site is None:
        raise Refused("请先把工单派给网点。", "Dispatch the order to a site first.", code="no-site")
    return site


def part_of(request: Request) -> Part:
    """What goes; Invalid while nobody has found it in the catalogue."""
    if request.part is None:
        raise Invalid.field("part", "请先选择目录中的配件", "Choose the part in the catalogue first")
    return request.part


def order_number(request: Request) -> str:
    """Empty where it is for a site's shelf."""
    return request.order.number if request.order else ""


def not_there(request: Request) -> Refused:
    """The warehouse has too few."""
    return Refused(
        f"公司仓没有足够的 {request.part}，请等待入库或改用代用件。",
        f"The warehouse has not enough of {request.part}: wait for supply or choose a substitute.",
        code="not-in-stock",
    )
