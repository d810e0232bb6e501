"""A request that stands already, and an abandoned call: what came in without an agent is dealt with here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.customers.queries import file
from liuke.areas.service.actions import calls
from liuke.areas.service.actions import requests as actions
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.queries import requests
from liuke.areas.service.queries.requests import LISTS, RequestRow
from liuke.insight.screen_pop import Card, cards
from liuke.processes import hotline
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.chosen import nothing_chosen
from liuke.web.desk.hotline import offering, showing, taking
from liuke.web.desk.hotline.standing import Standing
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, back, page
from liuke.web.ui.navigation import DISPATCH, HOTLINE

ROLES = HOTLINE | {"complaint_officer", "complaint_manager"}


@page(roles=ROLES | DISPATCH, methods=("GET", "POST"))
def request_(request: Request, number: str) -> HttpResponse:
    """Take it on, take its danger over, solve it on the phone, or make its order."""
    row = requests.get_request(number, by=request.by)
    card = cards([file.get_brief(row.customer_id, by=request.by)], by=request.by, at=request.at)[0]
    if request.method == "POST":
        return _acted(request, row)
    return render(request, "desk/hotline/request.html", _context(request, row, card))


@page(roles=ROLES, methods=("GET", "POST"))
def call_back(request: Request, number: str) -> HttpResponse:
    """An abandoned call: call, then say whether he was reached; his wish is then taken as any other."""
    row = requests.get_call(number, by=request.by)
    if request.method == "POST":
        reached = request.POST.get("act") == "reached"
        calls.return_call(row.number, reached=reached, by=request.by, at=request.at, keeps=keeps_of(request.POST))
        if reached and row.customer_id:
            brief = file.get_brief(row.customer_id, by=request.by)
            return HttpResponseRedirect(f"{reverse('desk:hotline')}?customer={brief.code}")
        messages.success(request, _("Noted: the call was returned."))
        return back(request, reverse("desk:hotline"))
    found = file.get_file(row.customer_id, by=request.by) if row.customer_id else None
    card = cards([found.brief], by=request.by, at=request.at)[0] if found else None
    context = {
        "row": row,
        "customer": customer_shape(found.brief, warn=bool(card and card.is_delicate)) if found else None,
        "warnings": showing.notes(card) if card else [],
        "phones": [p for c in found.contacts for p in c.phones] if found else [],
        "promise": request.GET.get("promise", ""),
        "is_open": row.state == "abandoned" and row.returned_at is None,
    }
    return render(request, "desk/hotline/call_back.html", context)


def _context(request: Request, row: RequestRow, card: Card) -> dict[str, Any]:
    has = offering.things_of(request, row.customer_id)
    wanted = offering.chosen(getattr(request, "typed", None) or _as_form(row, has), has)
    return showing.taking(request, Standing(chosen=card, cards=(card,), is_known_under=True)) | {
        "row": row,
        "is_open": row.state == "open",
        "is_taken": row.taken_at is not None,
        "order_url": order_url(row.order) if row.order else "",
        "solved": LISTS["solved"].get(row.solved_reason),
        "script": row.script,
        "here": request.get_full_path(),
        "machines": [showing.machine_shape(m, wanted) for m in has.machines],
        **offering.offer(request, wanted, has),
    }


def _as_form(row: RequestRow, has: offering.Things) -> QueryDict:
    """The request as the form would have it: its kind, line and place; the one machine of that line."""
    mine = [m.number for m in has.machines if m.line.key == row.product_line]
    said = QueryDict(mutable=True)
    said.update({"kind": row.kind, "line": row.product_line, "address_id": str(row.address_id or "")})
    if len(mine) == 1:
        said["machine"] = mine[0]
    return said


def _acted(request: Request, row: RequestRow) -> HttpResponse:
    said, keeps = request.POST, keeps_of(request.POST)
    act, _colon, detail = said.get("act", "").partition(":")
    here = reverse("desk:request", args=[row.number])
    by, at = request.by, request.at
    if act == "take":
        actions.take_request(row.number, by=by, at=at, keeps=keeps)
        messages.success(request, _("It is yours now. Solve it on the phone, or make the work order."))
        return HttpResponseRedirect(here)
    if act == "danger":
        actions.take_over_safety(row.number, note=said.get("note", "")[:500], by=by, at=at, keeps=keeps)
        messages.success(request, _("You have taken the danger over. Call the customer now."))
        return HttpResponseRedirect(here)
    if act == "solved":
        actions.solve_on_phone(row.number, reason=detail, note=said.get("note", "")[:500], by=by, at=at, keeps=keeps)
        messages.success(request, _("Solved on the phone: %(number)s. A visit was avoided.") % {"number": row.number})
    elif act == "complaint":
        words = said.get("fault", "").strip() or row.fault
        number = voice_dissatisfaction(
            said.get("about", "")[:40], words=words, wants=said.get("wants", ""), channel="call",
            customer=row.customer_id, by=by, at=at,
        )  # fmt: skip
        messages.success(request, taking.complaint_words(number))
        return HttpResponseRedirect(here)
    elif act == "dispatch":
        machines = [MachineDraft(machine=n[:20]) for n in said.getlist("machine")]
        address = said.get("address_id", "")
        order = hotline.place(
            row.number, machines, taking.placed_of(said), by=by, at=at, keeps=keeps,
            address_id=int(address) if address.isascii() and address.isdecimal() and len(address) < 19 else None,
        )  # fmt: skip
        messages.success(request, taking.order_words(request, order))
    else:
        raise nothing_chosen()
    return HttpResponseRedirect(reverse("desk:hotline"))
