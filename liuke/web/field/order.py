"""One stop: who, where, which machine, what is next. Numbers and the door are shown on a tap, and the tap is recorded."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.customers import access as customers
from liuke.areas.customers.queries.file import get_address, get_file
from liuke.areas.customers.queries.rows import ContactRow
from liuke.areas.parts.queries.likely import likely_parts
from liuke.areas.products.queries.catalogue import burns_gas, list_lines
from liuke.areas.products.queries.guarantee import EXCLUSIONS
from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.service.queries.names import (
    CHECKLIST,
    HOLD_REASONS,
    INSTALLING,
    MACHINE_RESULTS,
    NO_SERVICE_REASONS,
    PART_STATES,
    SECOND_VISIT_REASONS,
    UNFINISHED_RESULTS,
    items_offered,
    items_required,
)
from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.areas.service.queries.placing import windows_for
from liuke.areas.service.queries.rows import OrderMachineRow, OrderRow, VisitRow
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.words import Words
from liuke.insight import order_story
from liuke.insight.sentences import Told
from liuke.insight.visit_brief import find_visit_brief
from liuke.web.field.steps import steps_of
from liuke.web.ui import moments, shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import DISPATCH

DESK: Final = frozenset({"site_clerk", "site_manager"}) | DISPATCH
READERS: Final = DESK | {"technician"}
BETWEEN: Final = frozenset(
    {"offered", "to_book", "booked", "on_the_way", "in_service", "on_hold", "second_visit_due", "sent_back"}
)
PURPOSES: Final = {
    "phone": Words("上门联系用户", "to call before and at the visit"),
    "address": Words("上门服务", "to go there"),
}
MOST_HISTORY = 6
GOOD: Final = {
    "install": "installed", "deliver_install": "installed", "move": "installed", "dismantle": "dismantled",
    "repair": "repaired", "maintenance": "maintained", "inspection": "inspected", "exchange": "exchanged",
    "return": "returned", "workshop": "taken_to_workshop", "round": "inspected",
}  # fmt: skip


@page(roles=READERS)
def order(request: Request, number: str) -> HttpResponse:
    """The card with everything for the door; also how a site's desk fills in for a technician."""
    found = get_order(number, by=request.by)
    return render(request, "field/order.html", _context(request, found))


@page(roles=READERS, methods=("POST",))
def reveal(request: Request, number: str) -> HttpResponse:
    """A number to dial or the door, between dispatch and close; a refusal is told in place, so its row is kept."""
    found = get_order(number, by=request.by)
    kind, _sep, ref = request.POST.get("value", "").partition(":")
    if kind not in PURPOSES or not ref.isdecimal():
        raise Invalid.field("value", "请重新打开此单。", "Open the order again.")
    if found.row.state not in BETWEEN:
        raise Forbidden(
            "此单已结束，不再显示电话和地址。", "The order is over; number and address are no longer shown."
        )
    _belongs(found, kind, int(ref), request)
    context = {"kind": kind, "value": f"{kind}:{ref}", "order": found.row}
    try:
        purpose = f"{PURPOSES[kind].zh} {found.row.number}"
        context["clear"] = customers.reveal(f"{kind}:{ref}", purpose=purpose, by=request.by, at=request.at)
        context["place"] = _place(request, int(ref)) if kind == "address" else ""
    except (Forbidden, Refused) as refusal:
        context["refusal"] = refusal.words.told(get_language() or "zh-hans")
    return render(request, "field/clear.html", context)


def _belongs(found: OrderFile, kind: str, ref: int, request: Request) -> None:
    if kind == "address":
        known = ref == found.row.address_id
    else:
        file = get_file(found.row.customer_id, by=request.by)
        known = any(phone.id == ref for contact in file.contacts for phone in contact.phones)
    if not known:
        raise Missing("没有这个号码或地址。", "There is no such number or address.")


def _place(request: Request, address_id: int) -> str:
    """Exact coordinates for navigation (lat,lng), where they are known."""
    try:
        clear = customers.reveal(f"place:{address_id}", purpose=PURPOSES["address"].zh, by=request.by, at=request.at)
    except (Missing, Forbidden, Refused):
        return ""
    parts = [p.strip() for p in clear.replace("[", "").replace("]", "").split(",")]
    return f"{parts[1]},{parts[0]}" if len(parts) == 2 else ""


def _context(request: Request, found: OrderFile) -> dict[str, Any]:
    row, language = found.row, get_language() or "zh-hans"
    visit = _visit(found)
    ended = row.state not in BETWEEN
    contacts: tuple[ContactRow, ...] = () if ended else get_file(row.customer_id, by=request.by).contacts
    span = (visit.starts_at, visit.ends_at) if visit else None
    acts = {a.act for a in found.acts}
    return {
        "found": found,
        "order": row,
        "visit": visit,
        "customer": shapes.Customer(row.customer.told(language), "", row.grade),
        "window": span,
        "left": moments.due(span[1], now=request.at, language=language) if span and _is_open(visit) else None,
        "contacts": contacts,
        "address": get_address(row.address_id) if row.address_id else None,
        "ended": ended,
        "handover": None if ended else find_visit_brief(row.customer_id),
        "machines": _machines(request, found),
        "likely_parts": likely_parts(row, on=local(request.at).date()),
        "steps": steps_of(row.state, visit, acts),
        "acts": acts,
        "photos": visit.photos if visit else (),
        "checked": visit.checklist if visit else (),
        "note": visit.note if visit else "",
        "signed": bool(visit and visit.signature),
        "checklist": _checklist(row),
        "results": [(key, words) for key, words in MACHINE_RESULTS.items() if key not in UNFINISHED_RESULTS],
        "installing": row.kind in INSTALLING,
        "second_reasons": SECOND_VISIT_REASONS.items(),
        "exclusions": EXCLUSIONS.items(),
        "trip_reasons": NO_SERVICE_REASONS.items(),
        "part_states": PART_STATES,
        "hold_words": HOLD_REASONS.get(row.hold_reason),
        "free": windows_for(row.number, by=request.by, at=request.at)[:6] if "book" in acts else (),
        "home": "field:today" if request.by.has_role("technician") else "desk:order",
        "title": _title(found),
    }


def _checklist(row: OrderRow) -> list[tuple[str, Words, bool]]:
    """What is ticked at work of this kind; what is required is said before it is refused."""
    needed = items_required(row.kind, gas=burns_gas([row.product_line]))
    return [(key, CHECKLIST[key], key in needed) for key in items_offered(row.kind)]


def _title(found: OrderFile) -> str:
    return f"{found.row.number.removeprefix('WO-')} · {found.row.kind_words.told(get_language() or 'zh-hans')}"


def _visit(found: OrderFile) -> VisitRow | None:
    """The visit that is open, else the last one that took place."""
    live = [v for v in found.visits if v.state != "released"]
    return live[-1] if live else None


def _is_open(visit: VisitRow | None) -> bool:
    return visit is not None and visit.arrived_at is None and visit.state != "ended"


def _machines(request: Request, found: OrderFile) -> list[dict[str, Any]]:
    """Each machine with what is known of it, its guarantee and its history."""
    numbers = tuple(m.machine for m in found.machines if m.machine)
    known = list_by_number(numbers) if numbers else {}
    lines = {line.key: line.words for line in list_lines()} if len(known) < len(found.machines) else {}
    stories = order_story.of_machines(numbers, by=request.by) if numbers else {}
    return [
        _machine(m, known.get(m.machine), stories.get(m.machine, ()), found.row.kind, lines) for m in found.machines
    ]


def _machine(
    row: OrderMachineRow, known: Any, story: tuple[Told, ...], kind: str, lines: dict[str, Words]
) -> dict[str, Any]:
    language = get_language() or "zh-hans"
    facts = []
    if known is not None:
        dates = ((_("Bought"), known.bought_date), (_("Installed"), known.installed_date))
        facts = [f"{name} {on:%Y-%m-%d}" for name, on in dates if on]
    return {
        "row": row,
        "name": _name(row, known, lines, language),
        "facts": facts,
        "story": story[:MOST_HISTORY],
        "result": row.result or GOOD.get(kind, ""),
        "serial": "" if kind == "exchange" and not row.result else row.serial,
    }


def _name(row: OrderMachineRow, known: Any, lines: dict[str, Words], language: str) -> str:
    if known is not None:
        return f"{known.line.words.told(language)} {known.model}"
    line = lines.get(row.product_line)
    return " ".join(filter(None, [line.told(language) if line else row.product_line, row.model]))
