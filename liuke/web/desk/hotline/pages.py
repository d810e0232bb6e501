"""The hotline's page: who calls, what he wishes, what helps. A number typed, or a ringing call taken, opens it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.customers.queries.calling import find_by_phone
from liuke.areas.customers.queries.searching import search
from liuke.areas.keeping.queries.treatments import SENIOR
from liuke.areas.service.actions.answering import pick_up
from liuke.areas.service.queries import requests
from liuke.areas.service.queries.orders import find_by_number
from liuke.areas.service.queries.ringing import list_ringing
from liuke.foundation.faults import Invalid
from liuke.web.desk.hotline import showing, standing, taking
from liuke.web.desk.hotline.sealed import seal
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import HOTLINE

ROLES = HOTLINE | {"complaint_officer", "complaint_manager"}
LONGEST = 60
FOUND = 12


@page(roles=ROLES, methods=("GET", "POST"))
def hotline(request: Request) -> HttpResponse:
    """`?phone=` is sealed at once, so that no address keeps it. Without a caller: who rang, who waits, the entry."""
    if phone := request.GET.get("phone", "").strip():
        return HttpResponseRedirect(_to_number(request, phone))
    caller = standing.read(request)
    if request.method == "POST":
        if caller is None:
            raise Invalid("请先输入来电号码。", "Type the caller's number first.")
        return taking.taken(request, caller)
    if caller is None:
        return render(request, "desk/hotline/idle.html", _idle(request))
    if caller.chosen is None and not caller.is_new:
        return render(request, "desk/hotline/which.html", showing.which(request, caller))
    return render(request, "desk/hotline/taking.html", showing.taking(request, caller))


@page(roles=ROLES, methods=("POST",))
def lookup(request: Request) -> HttpResponse:
    """A number, or whatever else he says of himself: name, code, order."""
    said = request.POST.get("number", "").strip()
    if not said:
        raise Invalid.field("number", "请输入来电号码、姓名或编号。", "Type a number, a name or a code.")
    if len(said) > LONGEST:
        raise Invalid.field("number", f"最多 {LONGEST} 个字。", f"At most {LONGEST} characters.")
    if _looks_like_a_number(said):
        return HttpResponseRedirect(_to_number(request, said))
    return HttpResponseRedirect(f"{reverse('desk:hotline')}?{_query(q=said)}")


@page(roles=ROLES)
def ringing(request: Request) -> HttpResponse:
    """The bar of calls that nobody has picked up; asked every few seconds."""
    return render(request, "desk/hotline/ringing.html", {"calls": _ringing(request)})


@page(roles=ROLES, methods=("POST",))
def pickup(request: Request, number: str) -> HttpResponse:
    """This call is mine; its page opens."""
    pick_up(number, by=request.by, at=request.at)
    return HttpResponseRedirect(f"{reverse('desk:hotline')}?{_query(call=number)}")


@page(roles=ROLES)
def safety(request: Request) -> HttpResponse:
    """The script to read out at once, for the words typed so far and the dangers named by hand."""
    return render(request, "desk/hotline/safety.html", {"script": showing.script(request.GET)})


def _to_number(request: Request, said: str) -> str:
    try:
        find_by_phone(said, by=request.by, at=request.at)
    except Invalid as wrong:
        raise Invalid(
            wrong.words.zh, wrong.words.en, fields={"number": next(iter(wrong.fields.values()), wrong.words)}
        ) from None
    return f"{reverse('desk:hotline')}?{_query(who=seal(said, at=request.at))}"


def _looks_like_a_number(said: str) -> bool:
    digits = sum(c.isdecimal() for c in said)
    return digits >= 7 and not any(c.isalpha() for c in said)


def _idle(request: Request) -> dict[str, Any]:
    said = request.GET.get("q", "").strip()[:LONGEST]
    found = search(said, by=request.by, limit=FOUND) if said else []
    orders = find_by_number(said, by=request.by) if said and any(c.isdecimal() for c in said) else ()
    return {
        "said": said,
        "found": [(customer_shape(f.customer), f.customer.code) for f in found],
        "orders": orders,
        "calls": _ringing(request),
        "to_return": requests.list_calls_to_return(by=request.by, size=20),
        "untaken": requests.list_untaken(by=request.by, size=20),
    }


def _ringing(request: Request) -> list[dict[str, Any]]:
    calls = list_ringing(by=request.by, at=request.at)
    return [{"row": r, "customer": customer_shape(r.customer), "senior": r.queue == SENIOR} for r in calls]


def _query(**values: str) -> str:
    return urlencode(values)
