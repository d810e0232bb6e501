"""The files of a customer with their levels; one file, its level, and the door to its bytes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.queries.file import get_brief
from liuke.areas.secrecy.actions.file_levels import set_file_level
from liuke.areas.secrecy.queries import files as queries
from liuke.areas.secrecy.queries.files import FileRow
from liuke.foundation.files import access as stored
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.filters import address, id_of
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.secrecy.words import LEVEL_STATE, level_words
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

PLACES = {"CP": "desk:complaint", "EX": "desk:claim", "FD": "desk:quality-case"}
"""Where the things are that files belong to, by the prefix of their numbers; orders have a way of their own."""


@page(roles=CENTRE_ROLES)
def list_(request: Request, ref: str) -> HttpResponse:
    """Everything that was stored for anything of this customer's, the latest first."""
    brief = get_brief(ref, by=request.by)
    rows = queries.list_files(brief.id, before=id_of(request, "before"), by=request.by)
    context = {
        "brief": brief,
        "customer": customer_shape(brief),
        "level": (LEVEL_STATE[brief.secrecy], level_words(brief.secrecy)),
        "rows": [(row, LEVEL_STATE[row.level], level_words(row.level), _place(row.number)) for row in rows],
        "columns": [
            shapes.Column("name", pgettext("of customers", "File")), shapes.Column("of", _("Belongs to")),
            shapes.Column("level", _("Secrecy")), shapes.Column("stored", _("Stored")),
        ],
        "next_url": f"{address(request)}&before={rows[-1].id}" if len(rows) == queries.PAGE else "",
    }  # fmt: skip
    return render(request, "desk/secrecy/files.html", context)


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def file(request: Request, key: str) -> HttpResponse:
    """One file. POST: the level it has for itself, or none."""
    row = queries.get_file(key, by=request.by)
    if request.method == "POST":
        said = request.POST
        until = said.get("until", "").strip()
        set_file_level(
            row.key, said.get("level", "-"), seen=said.get("seen", "-"), until=day_in("until", until) if until else None,
            reason=said.get("reason", ""), by=request.by, at=request.at,
        )  # fmt: skip
        messages.success(request, _("Noted."))
        return HttpResponseRedirect(reverse("desk:secret-file", args=[row.key]))
    return render(request, "desk/secrecy/file.html", _context(request, row))


@page(roles=ANY_STAFF)
def opened(request: Request, key: str) -> HttpResponseBase:
    """The file itself, past the gate."""
    found = stored.opened(key, by=request.by, at=request.at)
    return FileResponse(found.path.open("rb"), headers=dict(found.headers()))


def _context(request: Request, row: FileRow) -> dict[str, Any]:
    is_centre = request.by.has_role(*CENTRE_ROLES)
    brief = get_brief(row.customer_id, by=request.by) if is_centre else None
    like = Words("随客户等级", "Like its customer")
    return {
        "row": row,
        "state": (LEVEL_STATE[row.level], level_words(row.level)),
        "customer": customer_shape(brief) if brief else None,
        "brief": brief,
        "place": _place(row.number),
        "may_set": queries.may_set(row, by=request.by),
        "levels": [(queries.LIKE_CUSTOMER, like), *((key, level_words(key)) for key in queries.LEVELS)],
    }


def _place(number: str) -> str:
    prefix = number.partition("-")[0]
    return reverse(PLACES[prefix], args=[number]) if prefix in PLACES else order_url(number)
