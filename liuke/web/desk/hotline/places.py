"""The address picker, from the text or step by step down to the street."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from liuke.areas.customers.queries.duplicates import likely_duplicates
from liuke.foundation import divisions
from liuke.web.desk.hotline import standing
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import HOTLINE

ROLES = HOTLINE | {"complaint_officer", "complaint_manager"}
LONGEST_ADDRESS = 200


@page(roles=ROLES)
def place(request: Request) -> HttpResponse:
    """The four steps for an address as far as it is typed, or from the division chosen by hand (`at`)."""
    answer = render(request, "desk/hotline/place.html", place_context(request.GET))
    answer["HX-Trigger-After-Swap"] = "placed"
    return answer


@page(roles=ROLES)
def duplicates(request: Request) -> HttpResponse:
    """Who in the file may be the newcomer, while one types; each is one click from being him."""
    caller = standing.read(request) or standing.Standing()
    asked = request.GET
    division = divisions.find(asked.get("address_text", "")[:LONGEST_ADDRESS]) or asked.get("division", "")[:9]
    found = likely_duplicates(name=asked.get("name", "")[:120], phone=caller.phone, division=division, by=request.by)
    rows = [
        {
            "customer": customer_shape(d.customer),
            "reasons": d.reasons,
            "likely": d.is_likely,
            "url": caller.url(customer=d.customer.code),
        }
        for d in found
        if not d.customer.is_provisional
    ]
    return render(request, "desk/hotline/duplicates.html", {"rows": rows})


def place_context(values: QueryDict | None) -> dict[str, Any]:
    """The division reached and the choices of each step."""
    code = _reached(values) if values else ""
    above = [d.code for d in divisions.path(code)] if code else []
    steps = [(divisions.children(up), _next_below(up, above)) for up in ["", *above]]
    return {
        "division": code if len(code) in (6, 9) else "",
        "division_said": divisions.told(code) if code else "",
        "steps": [(options, here) for options, here in steps if options],
        "is_street": len(code) == 9,
    }


def _next_below(up: str, above: list[str]) -> str:
    return next((code for code in above if code.startswith(up) and len(code) > len(up)), "")


def _reached(values: QueryDict) -> str:
    """What is chosen by hand wins, unless the text names something within it; what was chosen before, if it still fits."""
    said = values.get("address_text", "")[:LONGEST_ADDRESS]
    named = (divisions.find(said) or "") if said.strip() else ""
    chosen, before = values.get("at", "")[:9], values.get("division", "")[:9]
    if chosen and divisions.exists(chosen):
        return named if named.startswith(chosen) else chosen
    return before if divisions.exists(before) and before.startswith(named) else named
