"""What a form of an order sends, handed to its action."""

from __future__ import annotations

from liuke.areas.service.actions import booking, closing, dispatching, reviewing, running
from liuke.web.desk.orders import asking
from liuke.web.ui.doors import Request


def seen(request: Request) -> int | None:
    """The version that the page showed."""
    return asking.number(request, "seen")


def dispatch(request: Request, number: str) -> object:
    return dispatching.dispatch(
        number, site=request.POST.get("site", ""), window=asking.window(request, needed=False),
        wished=asking.window(request, "wished", needed=False), overrule_reason=request.POST.get("overrule_reason", ""),
        seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def redispatch(request: Request, number: str) -> object:
    return dispatching.redispatch(
        number, site=request.POST.get("site", ""), window=asking.window(request, needed=False),
        overrule_reason=request.POST.get("overrule_reason", ""), seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def decline(request: Request, number: str) -> object:
    reason = request.POST.get("reason", "")
    return dispatching.decline(number, reason=reason, note=asking.text(request), by=request.by, at=request.at)


def recall(request: Request, number: str) -> object:
    return dispatching.recall(number, because=request.POST.get("because", "centre"), by=request.by, at=request.at)


def book(request: Request, number: str) -> object:
    return booking.book(
        number, window=asking.needed_window(request), technician=asking.number(request, "technician") or "",
        seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def assign(request: Request, number: str) -> object:
    technician = asking.number(request, "technician") or ""
    return booking.assign_technician(number, technician=technician, seen=seen(request), by=request.by, at=request.at)


def reschedule(request: Request, number: str) -> object:
    return booking.reschedule(
        number, window=asking.needed_window(request), moved_by=request.POST.get("moved_by", ""),
        reason=request.POST.get("reason", ""), informed=bool(request.POST.get("informed")),
        technician=asking.number(request, "technician") or "", seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def wish(request: Request, number: str) -> object:
    wished = asking.needed_window(request)
    return booking.change_wish(number, wished=wished, seen=seen(request), by=request.by, at=request.at)


def chase(request: Request, number: str) -> object:
    return running.chase_up(number, note=asking.text(request), by=request.by, at=request.at)


def explain(request: Request, number: str) -> object:
    topic = request.POST.get("topic", "")
    return running.tell_user(number, topic=topic, note=asking.text(request), by=request.by, at=request.at)


def hold(request: Request, number: str) -> object:
    evidence = asking.files(request, "evidence", order=number, by=request.by, at=request.at)
    return running.hold(
        number, reason=request.POST.get("reason", ""), evidence=evidence, until=asking.moment(request, "until"),
        seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def cancel(request: Request, number: str) -> object:
    return running.cancel(
        number, reason=request.POST.get("reason", ""), note=asking.text(request), seen=seen(request), by=request.by,
        at=request.at,
    )  # fmt: skip


def review(request: Request, number: str) -> object:
    paid = bool(request.POST.get("paid"))
    return reviewing.review_accept(number, paid=paid, seen=seen(request), by=request.by, at=request.at)


def send_back(request: Request, number: str) -> object:
    return reviewing.send_back(
        number, reasons=request.POST.getlist("reasons"), note=asking.text(request), seen=seen(request), by=request.by,
        at=request.at,
    )  # fmt: skip


def request_part(request: Request, number: str) -> object:
    return running.request_part(number, part=asking.text(request, "part"), by=request.by, at=request.at)


def move_part(request: Request, number: str) -> object:
    part, _sep, step = request.POST.get("part_request", "").partition("/")
    running.move_part(number, part, step=step, by=request.by, at=request.at)
    return None


def repeat(request: Request, number: str) -> object:
    reason = request.POST.get("reason", "")
    return closing.open_repeat(number, reason=reason, fault=asking.text(request), by=request.by, at=request.at)
