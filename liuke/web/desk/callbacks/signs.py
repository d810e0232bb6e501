"""Signs that evaluations were not the customers' own, each with the rows behind it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.care.queries.gaming import SignRow, list_signs, sign_kinds
from liuke.foundation.faults import Invalid
from liuke.web.desk.filters import chip
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import WATCHERS


@page(roles=WATCHERS)
def signs(request: Request) -> HttpResponse:
    """The last thirty days, newest first; nothing is decided here, a person asks the customers."""
    kind, kinds = request.GET.get("kind", ""), sign_kinds()
    if kind and kind not in kinds:
        raise Invalid.field("kind", "没有这种疑点。", "There is no such sign.")
    context = {
        "rows": [_row(row) for row in list_signs(kind=kind, by=request.by, at=request.at)],
        "columns": _columns(),
        "filters": [chip(request, "kind", _("Sign"), tuple(kinds.items()))],
    }
    return render(request, "desk/callbacks/signs.html", context)


def _row(row: SignRow) -> dict[str, Any]:
    behind = [{"given": one, "url": reverse("desk:order", args=[one.order])} for one in row.rows]
    return {"row": row, "behind": behind, "count": len(behind)}


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("kind", _("Sign")),
        shapes.Column("behind", _("Rows behind it")),
        shapes.Column("site", _("Site")),
        shapes.Column("technician", _("Technician")),
        shapes.Column("when", pgettext("of a sign", "When")),
    ]
