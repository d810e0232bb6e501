"""What persons ask about their own data: taken down from their file, answered here, with their copy as paper."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.queries.file import get_brief, list_briefs
from liuke.areas.secrecy.access.cases import ANSWERERS
from liuke.areas.secrecy.actions import own_copy, rights
from liuke.areas.secrecy.queries import rights as queries
from liuke.areas.secrecy.queries.rights import CHANNELS, KINDS
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.secrecy.tabs import tabs
from liuke.web.desk.words import let_out
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

WHICH: Final = (
    ("open", Words("待答复", "To be answered")),
    ("done", Words("已办理", "Carried out")),
    ("refused", Words("未予办理", "Not carried out")),
)
STATE_OF: Final = {"open": "soon", "done": "kept", "refused": "waived"}


@page(roles=CENTRE_ROLES)
def list_(request: Request) -> HttpResponse:
    """Those that wait for an answer; or the answered ones."""
    state = request.GET.get("state", "") or "open"
    if state not in dict(WHICH):
        raise Invalid.field("state", "没有这种状态。", "There is no such state.")
    rows = queries.list_person_requests(by=request.by, state=state, before=id_of(request, "before"))
    briefs = list_briefs({row.customer_id for row in rows}, by=request.by)
    context = {
        "rows": [(row, STATE_OF[row.state], customer_shape(briefs.get(row.customer_id))) for row in rows],
        "columns": [
            shapes.Column("number", pgettext("of persons", "Request")), shapes.Column("customer", _("Customer")),
            shapes.Column("kind", _("What they want")), shapes.Column("asked", _("Asked")),
            shapes.Column("state", _("State")),
        ],
        "tabs": tabs(request, "desk:person-requests"),
        "filters": [chip(request, "state", _("State"), WHICH)],
        "next_url": f"{address(request)}&before={rows[-1].id}" if len(rows) == queries.PAGE else "",
    }  # fmt: skip
    return render(request, "desk/secrecy/rights.html", context)


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def new(request: Request, ref: str) -> HttpResponse:
    """Take down what this customer asks."""
    brief = get_brief(ref, by=request.by)
    if request.method == "POST":
        said = request.POST
        number = rights.take_down(
            brief.id, said.get("kind", ""), channel=said.get("channel", ""), words=said.get("words", ""),
            by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(
            request, _("%(number)s is taken down; it is answered within 15 working days.") % {"number": number}
        )
        return HttpResponseRedirect(reverse("desk:person-request", args=[number]))
    context = {
        "brief": brief,
        "customer": customer_shape(brief),
        "kinds": [shapes.Choice(words, key=key) for key, words in KINDS.items()],
        "channels": list(CHANNELS.items()),
    }
    return render(request, "desk/secrecy/right_new.html", context)


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def right(request: Request, number: str) -> HttpResponse:
    """One request. POST: its answer."""
    row = queries.get_person_request(number, by=request.by)
    if request.method == "POST":
        said = request.POST
        because = let_out(request, "because", about=row.number, where="person_request", on=row.customer_id)
        rights.answer(
            row.number, said.get("outcome", ""), because=because, seen=seen_of(request),
            keeps=keeps_of(said), by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("%(number)s is answered.") % {"number": row.number})
        return HttpResponseRedirect(reverse("desk:person-request", args=[row.number]))
    brief = list_briefs({row.customer_id}, by=request.by).get(row.customer_id)
    context = {
        "row": row,
        "state": STATE_OF[row.state],
        "customer": customer_shape(brief),
        "may_answer": row.state == "open" and queries.may_answer(request.by),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/secrecy/right.html", context)


@page(roles=ANSWERERS, methods=("POST",))
def paper(request: Request, number: str) -> HttpResponse:
    """The person's own copy, to be handed to him."""
    made = own_copy.make_copy(number, by=request.by, at=request.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
