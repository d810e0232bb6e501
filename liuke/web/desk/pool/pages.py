"""The public pool: customers whom nobody keeps; a keeper takes one, a manager gives many."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liuke.areas.keeping import access
from liuke.areas.keeping.actions import pooling as actions
from liuke.areas.keeping.queries import pool as queries
from liuke.areas.keeping.queries.pool import PoolRow
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.insight.warned import list_warned
from liuke.web.desk import colleagues
from liuke.web.desk.customer_file.words import GRADES
from liuke.web.desk.filters import address, chip, told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

ROLES: Final = frozenset(access.KEEPERS)
MANAGERS: Final = frozenset(access.MANAGERS)
TAKERS: Final = (actions.KEEPER,)
KINDS: Final = (("company", Words("企业", "Companies")), ("household", Words("家庭", "Households")))
GRADE_CHOICES: Final = (*((key, words) for key, words in GRADES.items() if key), ("none", Words("未定级", "No grade")))
BECAUSE: Final = {"idle": Words("久未联系收回", "Nobody was in touch"), "returned": Words("主动放回", "Given back")}


@page(roles=ROLES)
def pool(request: Request) -> HttpResponse:
    """`view=warned`: whom keepers are about to lose. Else the pool by kind and grade."""
    if request.GET.get("view") == "warned":
        return _warned(request)
    kind, grade = request.GET.get("kind", "company"), request.GET.get("grade", "")
    if grade and grade not in dict(GRADE_CHOICES):
        raise Invalid.field("grade", "等级只能是 A、B、C 或未定级。", "The grade is A, B, C or none.")
    after = request.GET.get("after", "")[:20]
    found = queries.list_pool(kind=kind, grade=grade, after=after, by=request.by, at=request.at)
    takes = request.by.has_role(*TAKERS)
    context = {
        "tabs": _tabs(request, "pool"),
        "standing": queries.standing_of(request.by, at=request.at) if takes else None,
        "filters": [chip(request, "kind", _("Kind"), KINDS), chip(request, "grade", _("Grade"), GRADE_CHOICES)],
        "rows": [_row(row, request) for row in found.rows],
        "columns": _columns(gives=access.manages(request.by)),
        "takes": takes,
        "gives": access.manages(request.by),
        "keepers": colleagues.choices(TAKERS),
        "next_url": address(request, after=found.next_after) if found.next_after else "",
    }
    return render(request, "desk/pool/pool.html", context)


@page(roles=ROLES, methods=("POST",))
def take(request: Request) -> HttpResponse:
    """A keeper takes one customer (`customer`, a code) out of the pool."""
    found = actions.take(request.POST.get("customer", ""), by=request.by, at=request.at)
    messages.success(request, _("%(code)s is yours now. Read the file before you call.") % {"code": found.code})
    return HttpResponseRedirect(reverse("desk:customer", args=[found.code]))


@page(roles=MANAGERS, methods=("POST",))
def give(request: Request) -> HttpResponse:
    """A manager gives the ticked ones to a keeper, all or none."""
    keeper = colleagues.chosen(request.POST, "keeper", TAKERS)
    count = actions.give(request.POST.getlist("customer"), keeper, by=request.by, at=request.at)
    done = ngettext("%(n)s customer was given to %(name)s.", "%(n)s customers were given to %(name)s.", count)
    messages.success(request, done % {"n": count, "name": keeper.name})
    return HttpResponseRedirect(reverse("desk:pool"))


def _warned(request: Request) -> HttpResponse:
    after = request.GET.get("after", "")
    rows, next_after = list_warned(after=int(after) if after.isascii() and after.isdecimal() else 0, by=request.by)
    context = {
        "tabs": _tabs(request, "warned"),
        "rows": [(row, customer_shape(row.customer)) for row in rows],
        "columns": [
            shapes.Column("customer", _("Customer")),
            shapes.Column("keeper", _("Keeper")),
            shapes.Column("due", _("Goes back to the pool")),
            shapes.Column("act", ""),
        ],
        "next_url": address(request, after=str(next_after)) if next_after else "",
    }
    return render(request, "desk/pool/warned.html", context)


def _tabs(request: Request, here: str) -> list[shapes.Tab]:
    return [
        shapes.Tab(pgettext("customers without a keeper", "Pool"), reverse("desk:pool"), here=here == "pool"),
        shapes.Tab(_("About to be lost"), reverse("desk:pool") + "?view=warned", here=here == "warned"),
    ]


def _row(row: PoolRow, request: Request) -> dict[str, Any]:
    shape = customer_shape(row.customer)
    if not access.manages(request.by):
        shape = shapes.Customer(told(row.name), row.customer.code, row.customer.grade)
    barred = row.barred_until is not None and row.barred_until > request.at
    return {"row": row, "customer": shape, "because": BECAUSE.get(row.because), "barred": barred}


def _columns(*, gives: bool) -> list[shapes.Column]:
    return [
        *([shapes.Column("tick", "")] if gives else []),
        shapes.Column("customer", _("Customer")),
        shapes.Column("area", pgettext("of a customer", "Area")),
        shapes.Column("money", _("Brought"), number=True),
        shapes.Column("since", pgettext("in the pool", "Since")),
        shapes.Column("previous", pgettext("in the pool", "Kept before by")),
        shapes.Column("act", ""),
    ]
