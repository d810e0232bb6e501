"""Every act of the state table that the desk does: its noun in the address, what it asks, which action it calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.network.queries.technicians import list_technicians
from liuke.areas.service.actions import booking, closing, dispatching, orders, reviewing, running, visits
from liuke.areas.service.queries.names import (
    BY_ACT,
    CANCEL_REASONS,
    DECLINE_REASONS,
    EXPLAIN_TOPICS,
    HOLD_REASONS,
    MOVE_REASONS,
    MOVERS,
    RECALL_REASONS,
    REPEAT_REASONS,
    SEND_BACK_REASONS,
)
from liuke.areas.service.queries.orders import OrderFile
from liuke.areas.service.queries.placing import windows_for
from liuke.foundation.clock import LOCAL
from liuke.foundation.words import Words
from liuke.web.desk.orders import asking
from liuke.web.desk.orders.asking import Ask
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request

Asks = Callable[[Request, OrderFile], list[Ask]]
Doing = Callable[[Request, str], object]
AT_DISPATCH: Final = frozenset({"dispatch", "redispatch"})
PART_STEPS: Final = (
    ("approved", Words("批准", "Approve")),
    ("shipped", Words("发出", "Ship")),
    ("arrived", Words("到货", "Arrived")),
)


@dataclass(frozen=True)
class ActForm:
    """`noun` stands in the address; without `asks` the button does it at once."""

    noun: str
    act: str
    do: Doing
    asks: Asks | None = None
    danger: bool = False
    multipart: bool = False

    @property
    def has_asks(self) -> bool:
        return self.asks is not None

    @property
    def opens(self) -> bool:
        """The button opens a form or the dispatcher's desk, instead of doing it at once."""
        return self.has_asks or self.act in AT_DISPATCH

    @property
    def words(self) -> Words:
        return BY_ACT[self.act].words


def seen(request: Request) -> int | None:
    """The version that the page showed."""
    return asking.number(request, "seen")


def _dispatch(request: Request, number: str) -> object:
    return dispatching.dispatch(
        number, site=request.POST.get("site", ""), window=asking.window(request, needed=False),
        wished=asking.window(request, "wished", needed=False), overrule_reason=request.POST.get("overrule_reason", ""),
        seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def _redispatch(request: Request, number: str) -> object:
    return dispatching.redispatch(
        number, site=request.POST.get("site", ""), window=asking.window(request, needed=False),
        overrule_reason=request.POST.get("overrule_reason", ""), seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def _decline(request: Request, number: str) -> object:
    reason = request.POST.get("reason", "")
    return dispatching.decline(number, reason=reason, note=asking.text(request), by=request.by, at=request.at)


def _recall(request: Request, number: str) -> object:
    return dispatching.recall(number, because=request.POST.get("because", "centre"), by=request.by, at=request.at)


def _book(request: Request, number: str) -> object:
    return booking.book(
        number, window=asking.needed_window(request), technician=asking.number(request, "technician") or "",
        seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def _assign(request: Request, number: str) -> object:
    technician = asking.number(request, "technician") or ""
    return booking.assign_technician(number, technician=technician, seen=seen(request), by=request.by, at=request.at)


def _reschedule(request: Request, number: str) -> object:
    return booking.reschedule(
        number, window=asking.needed_window(request), moved_by=request.POST.get("moved_by", ""),
        reason=request.POST.get("reason", ""), informed=bool(request.POST.get("informed")),
        technician=asking.number(request, "technician") or "", seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def _wish(request: Request, number: str) -> object:
    wished = asking.needed_window(request)
    return booking.change_wish(number, wished=wished, seen=seen(request), by=request.by, at=request.at)


def _chase(request: Request, number: str) -> object:
    return running.chase_up(number, note=asking.text(request), by=request.by, at=request.at)


def _explain(request: Request, number: str) -> object:
    topic = request.POST.get("topic", "")
    return running.tell_user(number, topic=topic, note=asking.text(request), by=request.by, at=request.at)


def _hold(request: Request, number: str) -> object:
    evidence = asking.files(request, "evidence", order=number, by=request.by, at=request.at)
    return running.hold(
        number, reason=request.POST.get("reason", ""), evidence=evidence, until=asking.moment(request, "until"),
        seen=seen(request), by=request.by, at=request.at,
    )  # fmt: skip


def _cancel(request: Request, number: str) -> object:
    return running.cancel(
        number, reason=request.POST.get("reason", ""), note=asking.text(request), seen=seen(request), by=request.by,
        at=request.at,
    )  # fmt: skip


def _review(request: Request, number: str) -> object:
    paid = bool(request.POST.get("paid"))
    return reviewing.review_accept(number, paid=paid, seen=seen(request), by=request.by, at=request.at)


def _send_back(request: Request, number: str) -> object:
    return reviewing.send_back(
        number, reasons=request.POST.getlist("reasons"), note=asking.text(request), seen=seen(request), by=request.by,
        at=request.at,
    )  # fmt: skip


def _request_part(request: Request, number: str) -> object:
    return running.request_part(number, part=asking.text(request, "part"), by=request.by, at=request.at)


def _move_part(request: Request, number: str) -> object:
    part, _sep, step = request.POST.get("part_request", "").partition("/")
    running.move_part(number, part, step=step, by=request.by, at=request.at)
    return None


def _repeat(request: Request, number: str) -> object:
    reason = request.POST.get("reason", "")
    return closing.open_repeat(number, reason=reason, fault=asking.text(request), by=request.by, at=request.at)


def _asks_window(request: Request, found: OrderFile) -> list[Ask]:
    free = windows_for(found.row.number, by=request.by, at=request.at)[:9] if found.row.site else ()
    return [
        asking.windows("window", _("Window"), free, at=request.at),
        *_asks_technician(request, found, optional=True),
    ]


def _asks_technician(request: Request, found: OrderFile, *, optional: bool = False) -> list[Ask]:
    if not found.row.site:
        return []
    people = list_technicians(found.row.site, by=request.by)
    choices = tuple(shapes.Choice(p.name, key=str(p.id)) for p in people)
    chosen = str(found.row.technician_id or "")
    return [Ask("select", "technician", _("Technician"), choices, chosen, optional=optional)]


def _asks_move(request: Request, found: OrderFile) -> list[Ask]:
    who = asking.closed("cards", "moved_by", _("Who moves it"), MOVERS)
    hint = _("Moved by us so far: %(n)s of 2") % {"n": found.row.moves_ours}
    window, *technician = _asks_window(request, found)
    elsewhere = tuple(c for c in window.choices if not c.key.startswith(_start(found)))
    return [
        replace(window, choices=elsewhere, value=elsewhere[0].key if elsewhere else asking.OTHER),
        *technician,
        Ask(who.kind, who.name, who.label, who.choices, "user", hint),
        asking.closed("select", "reason", _("Reason"), MOVE_REASONS),
        Ask("yes", "informed", _("The customer has been told"), value="1"),
    ]


def _start(found: OrderFile) -> str:
    start = found.row.window_start
    return start.astimezone(LOCAL).isoformat() if start else "-"


def _asks_wish(request: Request, found: OrderFile) -> list[Ask]:
    return [asking.windows("window", _("Wished time"), (), at=request.at)]


def _asks_hold(request: Request, found: OrderFile) -> list[Ask]:
    return [
        asking.closed("cards", "reason", _("Reason"), HOLD_REASONS),
        Ask("day", "until", _("Until"), optional=True),
        Ask(
            "files", "evidence", _("Evidence"), optional=True,
            hint=_("A site's pause without evidence stops no clock."),
        ),
    ]  # fmt: skip


def _asks_part_step(request: Request, found: OrderFile) -> list[Ask]:
    following = {"requested": 0, "approved": 1, "shipped": 2}
    choices = tuple(
        shapes.Choice(
            Words(f"{p.part}：{step[1].zh}", f"{p.part}: {step[1].en}"), key=f"{p.number}/{step[0]}", note=p.number
        )
        for p in found.parts
        if p.state in following and (step := PART_STEPS[following[p.state]])
    )
    return [Ask("cards", "part_request", _("Part"), choices, choices[0].key if choices else "")]


FORMS: Final = {
    form.noun: form
    for form in (
        ActForm("taking", "take", lambda r, n: orders.take(n, by=r.by, at=r.at)),
        ActForm("dispatch", "dispatch", _dispatch),
        ActForm("reassignment", "redispatch", _redispatch),
        ActForm("acceptance", "accept", lambda r, n: dispatching.accept(n, by=r.by, at=r.at)),
        ActForm("booking", "book", _book, _asks_window),
        ActForm("assignment", "assign", _assign, _asks_technician),
        ActForm("resumption", "resume", lambda r, n: running.resume(n, seen=seen(r), by=r.by, at=r.at)),
        ActForm(
            "review", "review", _review,
            lambda r, f: [Ask("yes", "paid", _("Work outside the guarantee, paid by the customer"), value="1", optional=True)],
        ),
        ActForm(
            "send-back", "send_back", _send_back,
            lambda r, f: [asking.closed("checks", "reasons", _("What is wrong"), SEND_BACK_REASONS), asking.note(_("Note"))],
        ),
        ActForm("call-ahead", "call_ahead", lambda r, n: visits.call_ahead(n, by=r.by, at=r.at)),
        ActForm("departure", "depart", lambda r, n: visits.depart(n, by=r.by, at=r.at)),
        ActForm("arrival", "arrive", lambda r, n: visits.arrive(n, by=r.by, at=r.at)),
        ActForm("start", "start", lambda r, n: visits.start(n, by=r.by, at=r.at)),
        ActForm("rescheduling", "reschedule", _reschedule, _asks_move),
        ActForm("wish", "wish", _wish, _asks_wish),
        ActForm("missed-contact", "not_reached", lambda r, n: booking.not_reached(n, by=r.by, at=r.at)),
        ActForm("chase-up", "chase_up", _chase, lambda r, f: [asking.note(_("What the customer said"))]),
        ActForm(
            "explanation", "explain", _explain,
            lambda r, f: [asking.closed("cards", "topic", _("About"), EXPLAIN_TOPICS), asking.note(_("What was said"))],
        ),
        ActForm("hold", "hold", _hold, _asks_hold, multipart=True),
        ActForm("part-request", "request_part", _request_part, lambda r, f: [Ask("text", "part", _("Part"))]),
        ActForm("part-progress", "move_part", _move_part, _asks_part_step),
        ActForm(
            "repeat", "repeat", _repeat,
            lambda r, f: [asking.closed("cards", "reason", _("Reason"), REPEAT_REASONS), asking.note(_("What is wrong"))],
        ),
        ActForm(
            "recall", "recall", _recall,
            lambda r, f: [asking.closed("cards", "because", _("Reason"), RECALL_REASONS)], danger=True,
        ),
        ActForm(
            "refusal", "decline", _decline,
            lambda r, f: [asking.closed("cards", "reason", _("Reason"), DECLINE_REASONS), asking.note(_("Note"))],
            danger=True,
        ),
        ActForm(
            "cancellation", "cancel", _cancel,
            lambda r, f: [asking.closed("cards", "reason", _("Reason"), CANCEL_REASONS), asking.note(_("Note"))],
            danger=True,
        ),
    )
}  # fmt: skip
BY_NAME: Final = {form.act: form for form in FORMS.values()}
NEXT: Final = ("take", "dispatch", "accept", "book", "assign", "resume", "review")
