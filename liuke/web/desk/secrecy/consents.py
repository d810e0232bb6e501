"""What a customer said to each use of his data, whether they rest, and what he asked; and the company's texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.actions import consents as actions
from liuke.areas.customers.actions.consents import STATERS
from liuke.areas.customers.queries import consents as queries
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.secrecy.actions.rights import let_use
from liuke.areas.secrecy.queries import rights
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.secrecy.rights import STATE_OF
from liuke.web.desk.secrecy.tabs import tabs
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

SAID: Final = {
    "given": Words("已同意", "agreed"),
    "outdated": Words("文本已更新，请再次征得", "text has changed, ask again"),
    "withdrawn": Words("已撤回", "taken back"),
    "none": Words("未征得", "not asked"),
    "contract": Words("按合同所需，无须同意", "needed for the contract"),
}
SAID_STATE: Final = {"given": "kept", "outdated": "soon", "withdrawn": "void", "none": "void", "contract": "kept"}


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def theirs(request: Request, ref: str) -> HttpResponse:
    """All that a person decides about his data. POST: `act` is to give, to withdraw or to let them be used again."""
    brief = get_brief(ref, by=request.by)
    if request.method == "POST":
        do = ACTS.get(request.POST.get("act", ""))
        if do is None:
            raise Invalid("请选择如何处理。", "Choose what to do.")
        do(request, brief)
        messages.success(request, _("Noted."))
        return HttpResponseRedirect(reverse("desk:customer-data", args=[brief.code]))
    return render(request, "desk/secrecy/theirs.html", _context(request, brief))


@page(roles=STATERS, methods=("GET", "POST"))
def texts(request: Request) -> HttpResponse:
    """What people are asked, purpose by purpose, with all versions. POST: a new text."""
    if request.method == "POST":
        said = request.POST
        key = actions.state_text(
            said.get("purpose", ""), said.get("zh", ""), said.get("en", ""), by=request.by, at=request.at
        )
        messages.success(request, _("%(key)s holds from now on; who agreed before is asked again.") % {"key": key})
        return HttpResponseRedirect(reverse("desk:consent-texts"))
    context = {
        "tabs": tabs(request, "desk:consent-texts"),
        "texts": [(text, queries.PURPOSES[purpose]) for purpose, text in queries.texts_now().items()],
    }
    return render(request, "desk/secrecy/texts.html", context)


def _give(request: Request, brief: Brief) -> None:
    said = request.POST
    actions.give(
        brief.id, said.get("purpose", ""), way=said.get("way", ""), text=said.get("text", "-"), by=request.by,
        at=request.at,
    )  # fmt: skip


def _withdraw(request: Request, brief: Brief) -> None:
    said = request.POST
    actions.withdraw(brief.id, said.get("purpose", ""), way=said.get("way", ""), by=request.by, at=request.at)


def _let_use(request: Request, brief: Brief) -> None:
    let_use(brief.id, by=request.by, at=request.at)


ACTS: Final[dict[str, Callable[[Request, Brief], None]]] = {
    "give": _give, "withdraw": _withdraw, "let_use": _let_use,
}  # fmt: skip


def _context(request: Request, brief: Brief) -> dict[str, Any]:
    return {
        "brief": brief,
        "customer": customer_shape(brief),
        "consents": [(row, SAID[row.state], SAID_STATE[row.state]) for row in queries.list_consents(brief.id, by=request.by)],
        "ways": [(way, words) for way, words in queries.WAYS.items() if way != queries.OWN_PAGE],
        "since": rights.resting_since(brief.id),
        "may_answer": rights.may_answer(request.by),
        "requests": [(row, STATE_OF[row.state]) for row in rights.requests_of(brief.id, by=request.by)],
        "columns": [
            shapes.Column("number", pgettext("of persons", "Request")), shapes.Column("kind", _("What they want")),
            shapes.Column("asked", _("Asked")), shapes.Column("state", _("State")),
        ],
    }  # fmt: skip
