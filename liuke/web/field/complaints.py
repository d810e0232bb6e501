"""A customer complains to the technician: his words are taken in at the door, and somebody with a name calls him."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.complaints.actions.taking import Heard, receive
from liuke.areas.service.queries.orders import get_order
from liuke.web.field.order import READERS
from liuke.web.ui.doors import Request, page


@page(roles=READERS, methods=("GET", "POST"))
def complaint(request: Request, number: str) -> HttpResponse:
    """What happened is enough; whose it is and about which order is known here. Nobody at the site reads it afterwards."""
    found = get_order(number, by=request.by)
    if request.method == "POST":
        said = request.POST
        heard = Heard(said.get("words", ""), about=found.row.number, source="technician", wants=said.get("wants", ""))
        made = receive(heard, by=request.by, at=request.at)
        messages.success(request, _("%(number)s is taken in; the centre calls the customer.") % {"number": made})
        return HttpResponseRedirect(reverse("field:order", args=[found.row.number]))
    return render(request, "field/complaint.html", {"order": found.row})
