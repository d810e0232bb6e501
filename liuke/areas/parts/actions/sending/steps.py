"""What every step of a request asks of it."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.network.models import Site
from liuke.areas.parts.models import Part, Request
from liuke.foundation.faults import Invalid, Refused


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
