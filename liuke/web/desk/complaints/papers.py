"""Letters and the record card on paper (H2, H25)."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.complaints import CaseView, get_case
from liuke.areas.complaints.queries.letters import get_letter
from liuke.areas.complaints.queries.rows import LetterRow
from liuke.areas.customers.queries.file import get_brief
from liuke.foundation.clock import local
from liuke.foundation.export.actions import pdf
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.money import Money
from liuke.web.desk.filters import told
from liuke.web.ui.doors import Request, page

HERE: Final = Path(__file__).parent


@page(roles=CENTRE_ROLES)
def letter(request: Request, number: str, letter: int) -> HttpResponse:
    """One letter on the company's paper."""
    row = get_letter(number, letter, by=request.by)
    return _shown(letter_pdf(request, number, row), f"{number}-{row.kind}")


def letter_pdf(request: Request, number: str, row: LetterRow) -> bytes:
    """A letter on the company's paper, in the language in which it is written."""
    with translation.override("en" if row.language == "en" else "zh-hans"):
        data = {
            "company": settings.COMPANY_NAME or _("Customer service"), "title": told(row.kind_words), "number": number,
            "text": row.text, "date": f"{local(row.written_at):%Y-%m-%d}", "signed": row.written_by,
            "printed": _printed(request),
        }  # fmt: skip
    return _made(request, HERE / "letter.typ", data, f"{number}-{row.kind}")


@page(roles=CENTRE_ROLES)
def card(request: Request, number: str) -> HttpResponse:
    """The complaint record card: who, what, found out, offered, learnt, when."""
    view = get_case(number, by=request.by, at=request.at)
    number = view.row.number
    return _shown(_made(request, HERE / "card.typ", _card(request, view), number), number)


def _card(request: Request, view: CaseView) -> dict[str, Any]:
    row = view.row
    place = f"{settings.BASE_URL.rstrip('/')}{reverse('desk:complaint', args=[row.number])}"
    return {
        "title": _("Complaint record card"),
        "number": row.number,
        "printed": _printed(request),
        "qr": _qr(place),
        "facts": [[name, value or "–"] for name, value in _facts(request, view)],
        "said": [_("What happened, in the customer’s words"), row.words or "–"],
        "columns": [_("Sentence"), _("Kind"), _("Verdict")],
        "parts": [[p.text, told(p.kind_words), told(p.verdict_words) or "–"] for p in view.parts],
        "remedies_title": _("Offered and given"),
        "remedies": [[told(r.words), r.said or "–", _money(r.cost_cents), told(r.state_words)] for r in view.remedies],
        "learnt_title": _("Cause and improvement"),
        "learnt": [[i.cause, i.action, i.responsible, f"{local(i.due_on):%Y-%m-%d}"] for i in view.improvements],
        "stages_title": _("The way so far"),
        "stages": [[told(s.words), f"{local(s.at):%Y-%m-%d %H:%M}" if s.at else "–"] for s in view.stages],
        "signatures": [_("Handler"), _("Customer")],
    }


def _facts(request: Request, view: CaseView) -> list[tuple[str, str]]:
    row = view.row
    brief = get_brief(row.customer_id, by=request.by)
    return [
        (_("Customer"), f"{told(brief.display)} {brief.code}"), (pgettext("of an order", "Source"), told(row.source_words)),
        (_("Kind"), " · ".join(filter(None, (told(row.kind_words), told(row.sub_words))))), (_("Severity"), told(row.severity_words)),
        (_("About"), row.about), (_("State"), told(row.state_words)), (_("Asks for"), view.wants), (_("Really means"), view.means),
        (_("Whose it was"), told(view.stance_words)), (_("Customer’s word"), told(view.word_words)),
        (_("Cause"), told(the_catalogue().causes.words_of(row.cause)) if row.cause else ""),
        (_("Answers for it"), row.owner_name), (_("Finding"), view.finding),
    ]  # fmt: skip


def _made(request: Request, template: Path, data: dict[str, Any], name: str) -> bytes:
    with transaction.atomic():
        return pdf(template, data, subject=name, by=request.by, at=request.at)


def _shown(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0)
    return drawn.getvalue().decode()


def _printed(request: Request) -> str:
    return f"{local(request.at):%Y-%m-%d %H:%M} · {request.by.name}"


def _money(cents: int) -> str:
    return Money(Decimal(cents) / 100).told()
