"""The label of a machine: its code, to be printed and stuck on; whoever scans it reports with the product known."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.products.actions.labels import label_machine
from liuke.areas.products.queries.labels import find_label
from liuke.areas.products.queries.machines import get_machine
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.web.ui import qr
from liuke.web.ui.addresses import address_of
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES | SITE_ROLES, methods=("GET", "POST"))
def label(request: Request, machine: str) -> HttpResponse:
    """POST makes the label (or, with `renew`, another one); GET shows it ready to print."""
    number = machine.strip().upper()
    if request.method == "POST":
        label_machine(number, renew=bool(request.POST.get("renew")), by=request.by, at=request.at)
        return HttpResponseRedirect(reverse("desk:machine-label", args=[number]))
    row = get_machine(number, by=request.by)
    token = find_label(number, by=request.by)
    context = {"row": row, "qr": qr.picture(address_of(reverse("portal:machine", args=[token]))) if token else ""}
    return render(request, "desk/customer_file/label.html", context)
