"""What all pages of parts share: who may come in, the tabs with what waits, how a form's numbers are read."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.parts import access
from liuke.areas.parts.queries.old import count_old
from liuke.areas.parts.queries.requests import count_requests
from liuke.areas.parts.queries.stock import count_low
from liuke.foundation.faults import Invalid
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request
from liuke.web.ui.navigation import PARTS, SITE

READERS: Final = PARTS | SITE


def shared(request: Request, here: str) -> dict[str, Any]:
    """The tabs, and whether the reader keeps the company's parts or a site's."""
    waiting, old, low = count_requests(by=request.by), count_old(by=request.by), count_low(by=request.by)
    keeper = access.is_keeper(request.by)
    at_desk = waiting["open"] if keeper or access.sees_all(request.by) else waiting["way"] + waiting["open"]
    tabs = [
        ("requests", _("Requests"), reverse("desk:parts"), at_desk),
        ("stock", _("Stock"), reverse("desk:parts-stock"), low or None),
        ("transfers", _("Transfers"), reverse("desk:parts-transfers"), None),
        ("old", _("Old parts"), reverse("desk:parts-old"), (old["returned"] if keeper else old["owed"]) or None),
        ("counts", _("Counts"), reverse("desk:parts-counts"), None),
        ("catalogue", _("Catalogue"), reverse("desk:parts-catalogue"), None),
        ("sites", _("Sites and credit"), reverse("desk:parts-sites"), None),
    ]
    return {
        "tabs": [shapes.Tab(label, url, key == here, count) for key, label, url, count in tabs],
        "keeper": keeper,
        "lead": access.is_lead(request.by),
        "centre": access.sees_all(request.by),
    }


def whole_of(request: Request, name: str, otherwise: int | None = None) -> int:
    """A whole number of the form; Invalid beside its field where it is none."""
    said = request.POST.get(name, "").strip()
    if not said and otherwise is not None:
        return otherwise
    if not (said.isascii() and said.isdecimal() and len(said) < 7):
        raise Invalid.field(name, "请填写整数", "Write a whole number")
    return int(said)


def which_of(request: Request, known: object, otherwise: str) -> str:
    """The chosen pile of the address; Invalid where there is no such."""
    which = request.GET.get("which", "") or otherwise
    if which not in known:  # type: ignore[operator]
        raise Invalid.field("which", "没有这种状态。", "There is no such state.")
    return which
