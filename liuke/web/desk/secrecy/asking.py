"""Asking to take a list out: what the filter leaves, which fields, what for, who carries it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.secrecy.actions import releases
from liuke.areas.secrecy.queries.lists import Listing, get_list
from liuke.areas.secrecy.queries.measuring import measure
from liuke.areas.secrecy.queries.terms import purposes_on
from liuke.foundation.faults import Invalid
from liuke.web.desk import colleagues
from liuke.web.desk.filters import LARGEST, day_of
from liuke.web.desk.secrecy.filters import filter_words
from liuke.web.desk.secrecy.words import LEVEL_STATE, level_words
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import SECRECY

NOT_A_FILTER = ("of", "after", "before", "view")


@page(roles=SECRECY, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """`?of=` the list, beside its own filter as it stands in its address. The rows are counted before anybody asks."""
    listing, filter = get_list(request.GET.get("of", "")), _filter(request)
    if request.method == "POST":
        number = _asked(request, listing, filter)
        messages.success(request, _("%(number)s is asked. You are told once it is decided.") % {"number": number})
        return HttpResponseRedirect(reverse("desk:release", args=[number]))
    told = measure(listing, filter, by=request.by, at=request.at)
    context: dict[str, Any] = {
        "listing": listing,
        "told": told,
        "filter_words": filter_words(listing.key, filter, by=request.by, at=request.at),
        "level_words": level_words(told.level),
        "level_state": LEVEL_STATE[told.level],
        "columns": [(name, column.title) for name, column in listing.columns().items()],
        "purposes": list(purposes_on(day_of(request.at)).items()),
        "people": colleagues.choices(),
        "me": request.by.pk,
    }
    return render(request, "desk/secrecy/new.html", context)


def _asked(request: Request, listing: Listing, filter: str) -> str:
    said = request.POST
    carrier = said.get("carrier", "")
    if not (carrier.isascii() and carrier.isdecimal() and int(carrier) <= LARGEST):
        raise Invalid.field("carrier", "请选择在职的携带人。", "Choose somebody who works here.")
    return releases.ask(
        listing.key, filter, fields=said.getlist("fields"), purpose=said.get("purpose", ""), carrier=int(carrier),
        remark=said.get("remark", ""), by=request.by, at=request.at,
    )  # fmt: skip


def _filter(request: Request) -> str:
    """The list's own part of the address."""
    asked = request.GET.copy()
    for key in NOT_A_FILTER:
        asked.pop(key, None)
    return asked.urlencode()
