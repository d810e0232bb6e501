"""A customer whom his keeper is about to lose: be in touch, or give him back."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.keeping import access
from liuke.areas.keeping.actions import contacts, pooling
from liuke.areas.keeping.queries.bond import WAYS
from liuke.insight.warned import get_warned
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page

ROLES: Final = frozenset(access.KEEPERS)


@page(roles=ROLES)
def kept(request: Request, customer: str) -> HttpResponse:
    """Until when, and the two ways out."""
    found = get_warned(customer, by=request.by)
    context = {
        "found": found,
        "customer": customer_shape(found.customer),
        "ways": list(WAYS.items()),
        "may_give_back": access.manages(request.by) or not found.customer.is_core,
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/pool/kept.html", context)


@page(roles=ROLES, methods=("POST",))
def contact(request: Request, customer: str) -> HttpResponse:
    """He was in touch: `way` and `words` say how."""
    said = request.POST
    contacts.note_contact(
        customer, way=said.get("way", ""), words=said.get("words", ""), by=request.by, at=request.at,
        keeps=keeps_of(said),
    )  # fmt: skip
    messages.success(request, _("The contact is noted; the customer stays with you."))
    return HttpResponseRedirect(reverse("desk:customer", args=[customer]))


@page(roles=ROLES, methods=("POST",))
def give_back(request: Request, customer: str) -> HttpResponse:
    """He goes back to the pool; `note` says why."""
    note = request.POST.get("note", "")
    pooling.give_back(customer, note=note, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    messages.success(request, _("The customer lies in the pool now."))
    return HttpResponseRedirect(reverse("desk:pool"))
