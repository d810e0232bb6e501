"""What a customer agreed to: he takes it back by one tap, as easily as he gave it, and may give it again (PIPL 15)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.care.queries.stories import customer_of
from liuke.areas.customers.actions.consents import give, withdraw
from liuke.areas.customers.queries.consents import OWN_PAGE, STOPS, list_consents
from liuke.foundation.faults import Invalid
from liuke.web.portal.links import Visit, door


@door(purpose="order", owner=customer_of, methods=("GET", "POST"))
def consents(request: Visit, token: str) -> HttpResponse:
    """Purpose by purpose with its text and since when. POST: `act` is to withdraw or to give, by the text shown."""
    customer = customer_of(request.link.about) or 0
    if request.method == "POST":
        messages.success(request, _said(request, customer))
        return HttpResponseRedirect(reverse("portal:consents", args=[token]))
    rows = list_consents(customer, by=request.by)
    context = {
        "token": token,
        "asked": [(row, STOPS[row.purpose]) for row in rows if row.purpose in STOPS],
        "needed": [row for row in rows if row.purpose not in STOPS],
    }
    return render(request, "portal/consents.html", context)


def _said(request: Visit, customer: int) -> str:
    """Do it, and say what follows."""
    said = request.POST
    act, purpose = said.get("act", ""), said.get("purpose", "")
    if purpose not in STOPS or act not in ("give", "withdraw"):
        raise Invalid("请选择如何处理。", "Choose what to do.")
    if act == "give":
        give(customer, purpose, way=OWN_PAGE, text=said.get("text", "-"), by=request.by, at=request.at)
        return _("Thank you. You may take it back here at any time.")
    withdraw(customer, purpose, way=OWN_PAGE, by=request.by, at=request.at)
    stops = STOPS[purpose].told(get_language() or "zh-hans")
    return _("Taken back. %(stops)s Your service stays the same.") % {"stops": stops}
