"""What the house has told me: newest first, marked as seen all at once or by opening one."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.foundation.faults import Invalid
from liuke.foundation.gateways import actions as gateways
from liuke.foundation.gateways.queries import list_notices
from liuke.web.ui.doors import ANY_STAFF, Request, back, page

SHOWN: Final = 100


@page(roles=ANY_STAFF)
def notices(request: Request) -> HttpResponse:
    """`?unread=1` leaves out what was seen."""
    unread_only = request.GET.get("unread") == "1"
    found = list_notices(by=request.by, limit=SHOWN, unread_only=unread_only)
    context = {
        "notices": found,
        "any_unread": any(not line.is_read for line in found),
        "unread_only": unread_only,
    }
    return render(request, "desk/notices/notices.html", context)


@page(roles=ANY_STAFF, methods=("POST",))
def seen(request: Request) -> HttpResponse:
    """All of mine, or the one named by `notice`, which then leads to what it is about."""
    one = request.POST.get("notice", "")
    if one and not (one.isascii() and one.isdecimal() and len(one) < 19):
        raise Invalid.field("notice", "没有这条通知。", "There is no such notice.")
    gateways.mark_read(by=request.by, at=request.at, only=[int(one)] if one else None)
    return back(request, reverse("desk:notices")) if one else HttpResponseRedirect(reverse("desk:notices"))
