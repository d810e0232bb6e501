"""Exchange and return: the list by age, asking for it, and the claim with what may be done to it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.queries.file import get_brief
from liuke.areas.products.queries.machines import get_machine
from liuke.areas.service.actions.claims import ask_claim
from liuke.areas.service.queries.claims import FINDINGS, WISHES, ClaimRow, acts_open, get_claim, list_claims
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.files import access as files
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.insight import machine_rights
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.chosen import act_of
from liuke.web.desk.claims.acts import ACTS
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import address, chip, id_of
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

READERS: Final = CENTRE_ROLES | {"site_clerk", "site_manager"}
ASKERS: Final = CENTRE_ROLES
PAGE: Final = 50
WHICH: Final = (("open", Words("未办结", "Open")), ("ended", Words("已办结", "Over")))
STATE_OF: Final = {"asked": "due", "assessed": "soon", "approved": "soon", "done": "kept", "refused": "waived",
                   "withdrawn": "waived"}  # fmt: skip


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """The open ones, the oldest first; or those that are over."""
    which = request.GET.get("which", "open") or "open"
    if which not in dict(WHICH):
        raise Invalid.field("which", "没有这种状态。", "There is no such state.")
    rows = list_claims(by=request.by, ended=which == "ended", before=id_of(request, "before") or 0, limit=PAGE)
    context = {
        "rows": [{"row": row, "state": STATE_OF[row.state]} for row in rows],
        "columns": _columns(),
        "filters": [chip(request, "which", _("State"), WHICH)],
        "next_url": f"{address(request)}&before={rows[-1].id}" if which == "ended" and len(rows) == PAGE else "",
    }
    return render(request, "desk/claims/list.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def claim(request: Request, number: str) -> HttpResponse:
    """One claim. POST: `act` is one of those that are open to the reader now."""
    row = get_claim(number, by=request.by)
    if request.method == "POST":
        do = act_of(request, ACTS)
        messages.success(request, do(request, row))
        return HttpResponseRedirect(reverse("desk:claim", args=[row.number]))
    return render(request, "desk/claims/claim.html", _context(request, row))


@page(roles=ASKERS, methods=("GET", "POST"))
def new(request: Request, machine: str) -> HttpResponse:
    """A customer asks for an exchange or his money back: what he is entitled to today stands beside the question."""
    found = get_machine(machine, by=request.by, on=local(request.at).date())
    if request.method == "POST":
        number = ask_claim(
            found.number, wish=request.POST.get("wish", ""), fault=request.POST.get("fault", ""),
            keeps=keeps_of(request.POST), by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("%(number)s is open. The site assesses it next.") % {"number": number})
        return HttpResponseRedirect(reverse("desk:claim", args=[number]))
    brief = get_brief(found.customer_id, by=request.by)
    context = {
        "machine": found,
        "customer": customer_shape(brief),
        "rights": machine_rights.of_customer([found], kind=brief.kind, on=local(request.at).date()).get(found.number),
        "wishes": _choices(WISHES),
    }
    return render(request, "desk/claims/new.html", context)


@page(roles=READERS)
def file(request: Request, number: str, photo: str) -> HttpResponseBase:
    """A photo of the assessment, for whoever may see the claim."""
    row = get_claim(number, by=request.by)
    found = files.opened(photo, of=[f"claim:{row.number}"], by=request.by, at=request.at)
    return FileResponse(found.path.open("rb"), headers=dict(found.headers()))


def _context(request: Request, row: ClaimRow) -> dict[str, Any]:
    happened = journal.list_about(row.number, by=request.by)
    return {
        "row": row,
        "state": STATE_OF[row.state],
        "customer": customer_shape(get_brief(row.customer_id, by=request.by)),
        "order_url": order_url(row.order) if row.order else "",
        "carried_url": order_url(row.carried_by) if row.carried_by else "",
        "events": events_shown(told_events(happened, by=request.by)),
        "may": acts_open(row, by=request.by),
        "promise": request.GET.get("promise", ""),
        "wishes": _choices(WISHES),
        "findings": _choices(FINDINGS),
    }


def _choices(words: Mapping[str, Words]) -> list[shapes.Choice]:
    return [shapes.Choice(said, key=key) for key, said in words.items()]


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("number", _("Claim")),
        shapes.Column("customer", _("Customer")),
        shapes.Column("machine", _("Machine")),
        shapes.Column("wish", _("Wants")),
        shapes.Column("asked", _("Asked")),
        shapes.Column("site", _("Site")),
        shapes.Column("state", _("State")),
    ]
