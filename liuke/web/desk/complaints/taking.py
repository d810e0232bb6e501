"""Taking a complaint in: who and what happened are enough; open ones that look like it are shown before a second."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.complaints.actions.closing import solve_at_once
from liuke.areas.complaints.actions.filing import Came
from liuke.areas.complaints.actions.papers import Taken, receive_papers
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.complaints import likely_repeats
from liuke.areas.complaints.queries.limits import at_once_for, limit_for
from liuke.areas.customers.queries.file import get_brief, list_briefs
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.web.desk.carried import cents_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import ANY_STAFF, Request, page

MOST_FILES: Final = 5


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def new(request: Request) -> HttpResponse:
    """The form; POST takes it in, or makes it right at once (`act` = at_once)."""
    if request.method == "POST":
        return _taken(request)
    data = the_catalogue()
    customer = _chosen(request)
    context = {
        "customer": customer_shape(customer),
        "customer_code": customer.code if customer else "",
        "about": request.GET.get("about", "")[:40],
        "source": request.GET.get("source", "hotline" if request.by.has_role(*CENTRE_ROLES) else "site"),
        "sources": [(key, one.words) for key, one in data.sources.items()],
        "kinds": subs_of_all(),
        "remedies": at_once_for(request.by),
        "limit": limit_for(request.by),
        "sees_repeats": request.by.has_role(*CENTRE_ROLES),
    }
    return render(request, "desk/complaints/new.html", context)


@page(roles=CENTRE_ROLES)
def repeats(request: Request) -> HttpResponse:
    """Open complaints of this customer or about this thing, while somebody types."""
    customer, said = _chosen(request), request.GET
    rows = likely_repeats(
        customer_id=customer.id if customer else None, about=said.get("about", "").strip().upper()[:40],
        words=said.get("words", "")[:2000], by=request.by,
    )  # fmt: skip
    briefs = list_briefs([row.customer_id for row in rows], by=request.by)
    shown = [(row, customer_shape(briefs.get(row.customer_id))) for row in rows]
    return render(request, "desk/complaints/repeats.html", {"rows": shown})


def subs_of_all() -> list[tuple[str, Any]]:
    """Kinds with their sub-kinds as one list of choices: `service/attitude`."""
    data = the_catalogue()
    return [(f"{kind}/{sub}", words) for kind, subs in data.subs.items() for sub, words in subs.items()]


def topic_of(said: str) -> tuple[str, str]:
    """`service/attitude` as kind and sub-kind."""
    kind, _slash, sub = said.partition("/")
    return kind, sub


def _chosen(request: Request) -> Any:
    code = request.GET.get("customer", "").strip()[:20]
    try:
        return get_brief(code, by=request.by) if code else None
    except Missing:
        return None


def given_files(request: Request) -> list[Came]:
    """The files of the form's field `files` with their bytes; Invalid where they are too many."""
    given = request.FILES.getlist("files")
    if len(given) > MOST_FILES:
        raise Invalid.field("files", f"一次最多上传 {MOST_FILES} 个文件。", f"At most {MOST_FILES} files at once.")
    return [Came(one.name or "file", one.read()) for one in given]


def _taken(request: Request) -> HttpResponse:
    heard = _heard(request)
    taken = _at_once(request, heard) if request.POST.get("act") == "at_once" else _received(request, heard)
    if not request.by.has_role(*CENTRE_ROLES):
        return HttpResponseRedirect(reverse("desk:complaint-new"))
    return HttpResponseRedirect(reverse("desk:complaint", args=[taken]))


def _heard(request: Request) -> Heard:
    said = request.POST
    kind, sub = topic_of(said.get("topic", ""))
    return Heard(
        words=said.get("words", ""), customer=said.get("customer", "").strip(), who=said.get("who", ""),
        phone=said.get("phone", ""), about=said.get("about", ""), source=said.get("source", ""),
        wants=said.get("wants", ""), external_no=said.get("external_no", ""), kind=kind, sub=sub,
    )  # fmt: skip


def _at_once(request: Request, heard: Heard) -> str:
    said = request.POST
    cost = cents_of(request, "amount", optional=True) if said.get("amount", "").strip() else None
    number = solve_at_once(
        heard, remedy=said.get("remedy", ""), words=said.get("remedy_words", ""), cost_cents=cost,
        papers=given_files(request), by=request.by, at=request.at,
    )  # fmt: skip
    messages.success(request, _("%(number)s is taken in and made right. Thank you.") % {"number": number})
    return number


def _received(request: Request, heard: Heard) -> str:
    taken = receive_papers(heard, given_files(request), by=request.by, at=request.at)
    messages.success(request, _said(taken))
    return taken.number


def _said(taken: Taken) -> str:
    if not taken.is_new:
        return _("This mail belongs to %(number)s, and is kept there.") % {"number": taken.number}
    return _("%(number)s is taken in. It is yours until a handler accepts it; one is named within the hour.") % {
        "number": taken.number
    }
