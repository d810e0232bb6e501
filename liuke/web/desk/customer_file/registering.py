"""A new customer, with those in the file who may be the same shown while one types."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.customers.actions import filing
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.duplicates import likely_duplicates
from liuke.foundation import divisions
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.web.desk.customer_file.words import KINDS, RELATIONS, SOURCES
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page

NAMES = ("kind", "name", "contacts.0.phones.0", "contacts.0.name", "contacts.0.relation", "addresses.0.text")


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def register(request: Request) -> HttpResponse:
    """One column; the phone that rang is filled in by the address (`?phone=`)."""
    if request.method == "POST":
        return _registered(request)
    context = {
        "kinds": [(key, words) for key, words in KINDS.items() if key != "provisional"],
        "relations": RELATIONS,
        "sources": SOURCES.items(),
        "phone": request.GET.get("phone", "")[:40],
        "name": request.GET.get("name", "")[:120],
    }
    return render(request, "desk/customer_file/register.html", context)


@page(roles=CENTRE_ROLES)
def duplicates(request: Request) -> HttpResponse:
    """Who in the file may be the newcomer, with the reasons; empty while nothing speaks for it."""
    asked = request.GET
    address = asked.get("addresses.0.text", "")[:200]
    found = likely_duplicates(
        name=asked.get("name", "")[:120],
        phone=asked.get("contacts.0.phones.0", "")[:40],
        division=divisions.find(address) or "" if address.strip() else "",
        by=request.by,
    )
    rows = [{"customer": customer_shape(d.customer), "reasons": d.reasons, "likely": d.is_likely} for d in found]
    return render(request, "desk/customer_file/duplicates.html", {"rows": rows})


def _registered(request: Request) -> HttpResponse:
    said = request.POST
    phone, name = said.get("contacts.0.phones.0", "").strip(), said.get("name", "")
    contact = NewContact(
        said.get("contacts.0.name", "").strip() or name,
        said.get("contacts.0.relation", ""),
        said.get("contacts.0.role", ""),
        phones=[phone] if phone else [],
    )
    address = said.get("addresses.0.text", "").strip()
    made = filing.register(
        kind=said.get("kind", ""),
        name=name,
        contacts=[contact],
        addresses=[NewAddress(address, note=said.get("addresses.0.note", ""))] if address else [],
        source=said.get("source", "")[:32],
        by=request.by,
        at=request.at,
    )
    code = file.get_brief(made, by=request.by).code
    return HttpResponseRedirect(reverse("desk:customer", args=[code]))
