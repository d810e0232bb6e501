"""Acts on what belongs to the case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import linking
from liuke.areas.complaints.queries.complaints import CaseView
from liuke.web.desk import colleagues
from liuke.web.ui.doors import Request


def link(request: Request, view: CaseView) -> str:
    """By its number, or a colleague from the list."""
    said = request.POST
    if said.get("colleague") and not said.get("thing", "").strip():
        linking.add_colleague(view.row.number, colleagues.chosen(said, "colleague"), by=request.by, at=request.at)
    else:
        linking.add_link(view.row.number, said.get("thing", ""), by=request.by, at=request.at)
    return _("It belongs to the case now.")


def unlink(request: Request, view: CaseView) -> str:
    said = request.POST
    linking.remove_link(view.row.number, said.get("kind", ""), said.get("thing", ""), by=request.by, at=request.at)
    return _("It was taken out of the case.")
