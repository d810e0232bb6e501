"""The way to the customer's own page, for somebody who has him on the line: sent by SMS, or copied; both are noted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.care.actions.links import copy_link, send_link
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES, methods=("POST",))
def own_page(request: Request, number: str) -> HttpResponse:
    """`via` sms sends it to the number in the file; copy shows it once, to be pasted into a chat."""
    via = request.POST.get("via", "")
    if via == "sms":
        send_link(number, by=request.by, at=request.at)
        messages.success(request, _("The link is on its way to the customer's number."))
        return HttpResponseRedirect(reverse("desk:order", args=[number]))
    if via != "copy":
        raise Invalid.field("via", "请选择短信或复制。", "Choose SMS or copy.")
    address = copy_link(number, by=request.by, at=request.at)
    template = "desk/orders/own_page_link.html" if request.htmx else "desk/orders/own_page.html"
    return render(request, template, {"address": address, "number": number})
