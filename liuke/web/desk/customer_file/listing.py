"""The list of customers, newest first, with its filters in the address."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.customers.actions.keeping import DECIDERS
from liuke.areas.customers.actions.registering import MAKERS
from liuke.areas.customers.queries.file import FILTERS, list_page
from liuke.areas.customers.queries.rows import Brief
from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.foundation.words import Words
from liuke.insight.promises import warned
from liuke.web.desk.customer_file.words import GRADES, KINDS, SECRECY
from liuke.web.desk.filters import address, chip, told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES | SITE_ROLES)
def customers(request: Request) -> HttpResponse:
    """For the centre the whole file; sites find theirs by search and by their orders."""
    if not request.by.has_role(*CENTRE_ROLES):
        return render(request, "desk/customer_file/list.html", {"site_only": True})
    asked = {name: request.GET.get(name, "") for name in FILTERS}
    found = list_page(asked, after=request.GET.get("after") or None, by=request.by)
    marks = warned({b.id for b in found.rows}, request.by, request.at)
    keepers = keeper_names()
    context = {
        "rows": [_row(b, b.id in marks, keepers) for b in found.rows],
        "may_define": request.by.has_role("administrator"),
        "may_make_code": request.by.has_role(*MAKERS),
        "columns": _columns(),
        "filters": filters(request, keepers),
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
        "may_export": request.by.has_role(*DECIDERS),
        "export_url": f"{address(request)}&of=customers",
    }
    return render(request, "desk/customer_file/list.html", context)


def _row(brief: Brief, warn: bool, keepers: dict[int, str]) -> dict[str, object]:
    return {
        "customer": customer_shape(brief, warn=warn),
        "kind": told(KINDS[brief.kind]),
        "grade": told(GRADES[brief.grade]) if brief.grade else "",
        "secrecy": told(SECRECY[brief.secrecy]) if brief.secrecy != "general" else "",
        "keeper": keepers.get(brief.keeper_id or 0, ""),
        "registered_at": brief.registered_at,
    }


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("customer", _("Customer")),
        shapes.Column("kind", _("Kind")),
        shapes.Column("grade", _("Grade")),
        shapes.Column("secrecy", _("Secrecy")),
        shapes.Column("keeper", _("Keeper")),
        shapes.Column("registered_at", _("Registered")),
    ]


def keeper_names() -> dict[int, str]:
    """Everybody who may keep or have kept a customer, by key."""
    return {p.pk: p.name for p in identity.list_people(with_leavers=True)}


def filters(request: Request, keepers: dict[int, str]) -> list[shapes.Filter]:
    """The chips of the list; a request to take it out names them too."""
    people = sorted(((str(pk), name) for pk, name in keepers.items()), key=lambda pair: pair[1])
    chips = [
        chip(request, "kind", _("Kind"), KINDS.items()),
        chip(request, "grade", _("Grade"), GRADES.items()),
        chip(request, "secrecy", _("Secrecy"), SECRECY.items()),
        chip(request, "core", _("Core"), [("yes", Words("核心客户", "Core customers"))]),
    ]
    managers = {str(p.pk) for p in identity.people_with_role("account_manager")} | {request.GET.get("keeper", "")}
    chips.append(chip(request, "keeper", _("Keeper"), [(pk, name) for pk, name in people if pk in managers]))
    return chips
