"""Acts on the remedy: proposed, decided, agreed, carried out, and the visit it asks for."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import offering
from liuke.areas.complaints.actions.offering import Offer
from liuke.areas.complaints.queries.complaints import CaseView
from liuke.foundation.lines import day_in
from liuke.web.desk.carried import cents_of, keeps_of, seen_of
from liuke.web.desk.words import let_out
from liuke.web.ui.doors import Request


@transaction.atomic
def propose(request: Request, view: CaseView) -> str:
    said, done_by = request.POST, request.POST.get("done_by", "").strip()
    cost = cents_of(request, "amount") if said.get("amount", "").strip() else None
    offer = Offer(
        said.get("remedy", ""), _offered_words(request, view), cost, said.get("by_customer") == "1",
        day_in("done_by", done_by) if done_by else None,
    )  # fmt: skip
    needs = offering.propose(
        view.row.number, offer, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(said)
    )
    return _("Above your authority: it waits for approval.") if needs else _("Offered. Ask the customer.")


def decide(request: Request, view: CaseView) -> str:
    said = request.POST
    approve = said.get("verdict") == "yes"
    offering.decide(
        view.row.number, approve=approve, because=said.get("because", ""), by=request.by, at=request.at,
        keeps=keeps_of(said),
    )  # fmt: skip
    return _("Approved.") if approve else _("Not approved.")


def answer(request: Request, view: CaseView) -> str:
    said = request.POST
    agrees = said.get("agrees") == "1"
    offering.answer(
        view.row.number, agrees=agrees, words=said.get("answer_words", ""), by=request.by, at=request.at,
        keeps=keeps_of(said),
    )  # fmt: skip
    return _("The customer agrees.") if agrees else _("The customer does not take it. Ask what would make it right.")


def fulfil(request: Request, view: CaseView) -> str:
    offering.fulfil(view.row.number, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    return _("It is done. Call the customer and ask.")


def _offered_words(request: Request, view: CaseView) -> str:
    """What the customer himself proposes are his words, and go to nobody."""
    if request.POST.get("by_customer") == "1":
        return request.POST.get("remedy_words", "")
    return let_out(request, "remedy_words", about=view.row.number, where="complaint", on=view.row.customer_id)
