"""The code by which customers enter themselves: made here, shown once; and what came in by it is checked here."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.customers.actions.registering import MAKERS, confirm_registration, open_form
from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.consents import consent_now
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.web.ui import qr
from liuke.web.ui.addresses import address_of
from liuke.web.ui.doors import Request, back, page


@page(roles=MAKERS, methods=("GET", "POST"))
def form_code(request: Request) -> HttpResponse:
    """A link with its code for a place; it is shown this once, since no clear token is kept."""
    context: dict[str, Any] = {"consent": consent_now()}
    if request.method == "POST":
        place = request.POST.get("place", "")
        token = open_form(place, by=request.by, at=request.at)
        url = address_of(reverse("portal:registration", args=[token]))
        context |= {"place": place, "url": url, "qr": qr.picture(url)}
    return render(request, "desk/customer_file/own_form.html", context)


@page(roles=CENTRE_ROLES, methods=("POST",))
def checked(request: Request, ref: str) -> HttpResponse:
    """登记已核实: he was asked, and the file says what is true."""
    brief = file.get_brief(ref, by=request.by)
    confirm_registration(brief.id, by=request.by, at=request.at)
    place = f"{reverse('desk:customer', args=[brief.code])}?tab=people"
    return back(request, place) if "next" in request.POST else HttpResponseRedirect(place)
