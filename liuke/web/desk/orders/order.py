"""The page of one work order: where it stands, what may be done, its machines, visits, promises and story."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.care.access import may_send_links
from liuke.areas.care.queries.evaluations import find_evaluation
from liuke.areas.customers.queries.file import get_address, get_file
from liuke.areas.quality.queries.cases import numbers_about
from liuke.areas.secrecy.queries.terms import looks_on
from liuke.areas.service.queries.names import (
    CHECKLIST,
    DECLINE_REASONS,
    HOLD_REASONS,
    NO_SERVICE_REASONS,
    OVERRULE_REASONS,
    PART_STATES,
    RECALL_REASONS,
    SECOND_VISIT_REASONS,
    STATES,
)
from liuke.areas.service.queries.orders import OfferRow, OrderFile, find_by_number, get_order
from liuke.areas.service.queries.rows import VisitRow
from liuke.foundation.faults import Missing
from liuke.foundation.words import Words
from liuke.insight import order_story
from liuke.web.desk import events
from liuke.web.desk.charges import of_order
from liuke.web.desk.filters import day_of, told
from liuke.web.desk.orders.acts import snapshot
from liuke.web.desk.orders.forms import BY_NAME, NEXT, ActForm
from liuke.web.desk.orders.rows import line, product_words, span
from liuke.web.desk.parts import of_order as parts_of_order
from liuke.web.desk.promise_rows import shown
from liuke.web.desk.settlement import of_order as settlement_of_order
from liuke.web.ui.doors import ANY_STAFF, Request, page

PATH: Final = (
    "new", "to_dispatch", "offered", "to_book", "booked", "on_the_way", "in_service", "in_review", "to_call_back",
    "closed",
)  # fmt: skip
BESIDE: Final = {
    "on_hold": "booked", "second_visit_due": "in_service", "sent_back": "in_review", "cancelled": "closed",
    "closed_unconfirmed": "closed", "no_service_trip": "closed",
}  # fmt: skip
ANSWERS: Final = {
    "": Words("待答复", "no answer yet"), "accepted": Words("已接单", "accepted"),
    "declined": Words("拒单", "declined"), "recalled": Words("收回", "recalled"),
    "withdrawn": Words("已撤回", "withdrawn"),
}  # fmt: skip
VISIT_STATES: Final = {
    "planned": Words("已安排", "planned"), "on_the_way": Words("已出发", "on the way"),
    "arrived": Words("已到达", "arrived"), "working": Words("服务中", "working"),
    "ended": Words("已结束", "ended"), "released": Words("未上门", "did not go"),
}  # fmt: skip
RESULTS: Final = {
    "done": Words("已完成", "done"), "second_visit": Words("待二次上门", "second visit due"),
    "no_service": Words("空跑", "no-service trip"),
}  # fmt: skip


@dataclass(frozen=True)
class Stage:
    """One step of the rail: passed, here, or to come."""

    words: Words
    is_here: bool
    is_passed: bool


@page(roles=ANY_STAFF)
def order(request: Request, number: str) -> HttpResponse:
    """By its full number; the last four digits lead to it."""
    found = _found(request, number)
    if isinstance(found, HttpResponse):
        return found
    return render(request, "desk/orders/order.html", _context(request, found))


def _found(request: Request, number: str) -> OrderFile | HttpResponse:
    try:
        return get_order(number, by=request.by)
    except Missing:
        rows = find_by_number(number, by=request.by)
        if not rows:
            raise
        if len(rows) == 1:
            return HttpResponseRedirect(reverse("desk:order", args=[rows[0].number]))
        return HttpResponseRedirect(f"{reverse('desk:orders')}?find={number[:20]}")


def _context(request: Request, found: OrderFile) -> dict[str, Any]:
    row = found.row
    faults = numbers_about(row.number, by=request.by)
    worked = parts_of_order.section(row, by=request.by, at=request.at)
    used = (use.number for use, _state in worked["used_parts"])
    beside = (*(v.number for v in found.visits), *(p.number for p in found.parts), *used, *faults)
    story = order_story.of_order(row.number, beside=beside, by=request.by, at=request.at)
    file = get_file(row.customer_id, by=request.by) if _may_see_people(found) else None
    return {
        "found": found,
        "order": row,
        "line": line(row, at=request.at),
        "machines": [(m, m.model or told(product_words(m.product_line))) for m in found.machines],
        "stages": stages(row.state),
        "hold_words": HOLD_REASONS.get(row.hold_reason),
        "window": span(row.window_start, row.window_end),
        "wished": span(row.wished_start, row.wished_end),
        "contacts": file.contacts if file else (),
        "address": get_address(row.address_id) if row.address_id else None,
        "purposes": looks_on(day_of(request.at)).items(),
        "may_send_link": may_send_links(by=request.by),
        "evaluation": find_evaluation(row.number, by=request.by),
        "visits": [_visit(v) for v in reversed(found.visits)],
        "offers": [_offer(o) for o in reversed(found.offers)],
        "parts": [(p, PART_STATES.get(p.state, Words(p.state, p.state))) for p in found.parts],
        "owed": shown(story.owed, by=request.by),
        "events": events.shown(story.events),
        "seen": row.version,
        "was": snapshot(row, request),
        **of_order.section(row, by=request.by),
        **settlement_of_order.section(row.number, by=request.by),
        **worked,
        "may_request_part": any(a.act == "request_part" for a in found.acts),
        **buttons(found, worked["worked_parts"], by_catalogue=worked["may_ask_part"]),
    }


def _may_see_people(found: OrderFile) -> bool:
    """A site's people see who and where while the order is theirs to do; afterwards only the order."""
    return bool(found.acts) or not found.row.ended_at


def buttons(found: OrderFile, at_parts_desk: Collection[str] = (), *, by_catalogue: bool = False) -> dict[str, Any]:
    """The act that is next, those beside it, and those that end something.

    What the parts desk works is moved there, and asked for `by_catalogue` in the section of parts.
    """
    forms = [BY_NAME[a.act] for a in found.acts if a.act in BY_NAME]
    if not any(p.state != "arrived" and p.number not in at_parts_desk for p in found.parts):
        forms = [f for f in forms if f.act != "move_part"]
    if by_catalogue:
        forms = [f for f in forms if f.act != "request_part"]
    main = _next(forms, found)
    rest = [f for f in forms if f is not main]
    return {
        "main": main,
        "acts": [f for f in rest if not f.danger],
        "dangers": [f for f in rest if f.danger],
        "fills_in": any(a.act in ("finish", "report", "no_service") for a in found.acts),
    }


def _next(forms: list[ActForm], found: OrderFile) -> ActForm | None:
    for form in forms:
        if form.act in NEXT and not (form.act == "assign" and found.row.technician_id):
            return form
    return None


def stages(state: str) -> list[Stage]:
    """The usual way as a rail; what lies beside it (on hold, sent back ...) is named where it left the way."""
    place = BESIDE.get(state, state)
    here = PATH.index(place)
    return [Stage(STATES[state] if n == here else STATES[name], n == here, n < here) for n, name in enumerate(PATH)]


def _visit(v: VisitRow) -> dict[str, Any]:
    reasons = SECOND_VISIT_REASONS if v.result == "second_visit" else NO_SERVICE_REASONS
    return {
        "visit": v,
        "window": (v.starts_at, v.ends_at),
        "state": RESULTS.get(v.result) or VISIT_STATES.get(v.state, Words(v.state, v.state)),
        "reason": reasons.get(v.reason),
        "checklist": [told(CHECKLIST[item]) for item in v.checklist if item in CHECKLIST],
    }


def _offer(o: OfferRow) -> dict[str, Any]:
    reasons = DECLINE_REASONS | RECALL_REASONS
    return {
        "offer": o,
        "answer": ANSWERS.get(o.answer, Words(o.answer, o.answer)),
        "because": reasons.get(o.reason),
        "overruled": OVERRULE_REASONS.get(o.overruled_reason),
    }
