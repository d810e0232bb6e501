"""What somebody looked at within a day, and why: told by whoever leads him."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.secrecy.actions.judging import VERDICTS, judge_reveals
from liuke.areas.secrecy.queries.people import get_looker, list_reveals
from liuke.web.desk.carried import keeps_of
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import SECRECY


@page(roles=SECRECY, methods=("GET", "POST"))
def looker(request: Request, username: str) -> HttpResponse:
    """POST: the verdict with its reason."""
    person = get_looker(username, by=request.by)
    if request.method == "POST":
        said = request.POST
        judge_reveals(
            username, verdict=said.get("verdict", ""), because=said.get("because", ""), keeps=keeps_of(said),
            by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("Noted."))
        return HttpResponseRedirect(reverse("desk:secrecy-person", args=[person.username]))
    context = {
        "person": person,
        "rows": list_reveals(username, by=request.by, at=request.at),
        "columns": [
            shapes.Column("at", pgettext("of a look", "When")), shapes.Column("customer", _("Customer")),
            shapes.Column("what", pgettext("of a look", "What was done")), shapes.Column("purpose", _("What for")),
        ],
        "verdicts": list(VERDICTS.items()),
        "promise": request.GET.get("promise", ""),
    }  # fmt: skip
    return render(request, "desk/secrecy/person.html", context)
