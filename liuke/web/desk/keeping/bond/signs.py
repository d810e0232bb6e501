"""One customer's bond: the ten signs with their proof, noted with a click; contacts; how he is received (H4–H6)."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.keeping.actions.bond import drop_sign, note_sign
from liuke.areas.keeping.actions.contacts import note_contact
from liuke.areas.keeping.queries import bond as queries
from liuke.areas.keeping.queries.bond import Bond, SignRow
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.insight.sentences import Told, told
from liuke.kernel.journal.queries import list_by_id
from liuke.kernel.journal.rows import Recorded
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.keeping.handovers import ROLES
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, back, page

NOTED: Final = "keeping.sign.noted"


@page(roles=ROLES)
def bond(request: Request, customer: str) -> HttpResponse:
    """The ten signs, what they are proved by, and what follows."""
    found = queries.find_bond(customer, by=request.by, at=request.at)
    context = {
        "bond": found,
        "customer": customer_shape(found.customer),
        "signs": _signs(request, found),
        "willingness": queries.WILLINGNESS[found.willingness],
        "quality": queries.QUALITY[found.quality],
        "step": queries.STEPS.get(found.step),
        "to_note": [(one.key, one.words) for one in found.signs],
        "ways": queries.WAYS.items(),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/keeping/bond/bond.html", context)


@page(roles=ROLES, methods=("POST",))
def sign(request: Request, customer: str) -> HttpResponse:
    """`act` note or drop, `sign` one of the ten, `words` what was seen."""
    act, said = request.POST.get("act", "note"), request.POST.get("sign", "")
    if act == "drop":
        drop_sign(customer, said, by=request.by, at=request.at)
        messages.success(request, _("The sign is struck out."))
    elif act == "note":
        note_sign(customer, said, words=request.POST.get("words", ""), by=request.by, at=request.at)
        messages.success(request, _("The sign is noted."))
    else:
        raise Invalid("请选择如何处理。", "Choose what to do.")
    return _back(request, customer)


@page(roles=ROLES, methods=("POST",))
def contact(request: Request, customer: str) -> HttpResponse:
    """We were in touch: how, and what was spoken about."""
    note_contact(
        customer, way=request.POST.get("way", ""), words=request.POST.get("words", ""), by=request.by, at=request.at,
        keeps=keeps_of(request.POST),
    )  # fmt: skip
    messages.success(request, _("Noted; the next contact stands in your Today."))
    return _back(request, customer)


def _back(request: Request, customer: str) -> HttpResponse:
    place = reverse("desk:bond", args=[customer])
    return back(request, place) if "next" in request.POST else HttpResponseRedirect(place)


def _signs(request: Request, found: Bond) -> list[dict[str, Any]]:
    proofs = list_by_id([one.evidence for one in found.signs if one.evidence], by=request.by)
    said = {e.id: _proof(e, t) for e, t in zip(proofs, told(proofs, by=request.by), strict=True)}
    return [{"row": one, "state": _state(one), "proof": said.get(one.evidence)} for one in found.signs]


def _proof(event: Recorded, t: Told) -> Words:
    """What happened; where somebody just noted the sign, who it was and what was seen."""
    if event.kind != NOTED:
        return t.sentence
    words = event.value("words")
    return Words(f"{t.by.zh}“{words}”", f"{t.by.en} “{words}”") if words else t.by


def _state(one: SignRow) -> str:
    if one.seen_at is None:
        return "none"
    return "proposed" if one.proposed else "fresh" if one.fresh else "stale"
