"""The five cards of a customer (H2), on the screen and on paper; numbers and doors stay masked on both."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.foundation.export.actions import Section, facts_pdf
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.insight.cards import Card, get_cards
from liuke.web.desk.filters import told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES)
def cards(request: Request, ref: str) -> HttpResponse:
    """All five, one beneath the other."""
    found = get_cards(ref, by=request.by, at=request.at)
    context = {"brief": found.file.brief, "customer": customer_shape(found.file.brief), "cards": found.cards}
    return render(request, "desk/customer_file/cards.html", context)


@page(roles=CENTRE_ROLES)
def paper(request: Request, ref: str) -> HttpResponse:
    """All five as one PDF in the reader's language; each print leaves its audit row."""
    found = get_cards(ref, by=request.by, at=request.at)
    brief = found.file.brief
    with transaction.atomic():
        made = facts_pdf(
            [_section(card) for card in found.cards], title=_("Customer cards"), number=brief.code,
            subject=brief.code, by=request.by, at=request.at,
        )  # fmt: skip
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{brief.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _section(card: Card) -> Section:
    old = _("old, ask again")
    facts = [(told(f.label), f"{told(f.value)} · {old}" if f.is_stale else told(f.value)) for f in card.facts]
    return Section(told(card.title), facts or [(_("Nothing yet"), "")])
