"""The tabs of the charges room, with what waits behind each."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.charges import access
from liuke.areas.charges.queries import days, differences, invoices
from liuke.foundation.clock import local
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request


def tabs(request: Request, here: str) -> list[shapes.Tab]:
    """Those this person may open; a site sees its payments and the price list."""
    by, today = request.by, local(request.at).date()
    found: list[tuple[str, str, str, int]] = [("payments", _("Payments"), reverse("desk:charges"), 0)]
    if access.sees_accounts(by):
        found += [
            ("days", _("Reconcile"), reverse("desk:charge-days"), days.count_open(by=by, before=today)),
            ("invoices", _("Invoices"), reverse("desk:charge-invoices"), invoices.count_to_issue(by=by)),
            ("differences", _("Differences"), reverse("desk:charge-differences"), differences.count_open(by=by)),
        ]
    found.append(("prices", _("Price list"), reverse("desk:charge-prices"), 0))
    return [shapes.Tab(label, url, key == here, count or None) for key, label, url, count in found]
