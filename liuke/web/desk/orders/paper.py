"""The work order on paper (A4, QR code back to its page), and the pictures that belong to it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.queries.file import get_address
from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.foundation.clock import local
from liuke.foundation.export.actions import pdf
from liuke.foundation.files import access as files
from liuke.web.desk.filters import told
from liuke.web.desk.orders.rows import product_words, span
from liuke.web.ui import moments
from liuke.web.ui.doors import ANY_STAFF, Request, page

TEMPLATE: Final = Path(__file__).parent / "paper.typ"


@page(roles=ANY_STAFF)
def paper(request: Request, number: str) -> HttpResponse:
    """The sheet that goes with the technician; names and numbers as masked as on the page."""
    found = get_order(number, by=request.by)
    with transaction.atomic():
        made = pdf(TEMPLATE, _data(request, found), subject=found.row.number, by=request.by, at=request.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.row.number}.pdf"'
    return response


@page(roles=ANY_STAFF)
def picture(request: Request, number: str, key: str) -> HttpResponseBase:
    """A photo, a signature or a paper stored for this order."""
    found = files.opened(key, of=[f"order:{number.strip().upper()}"], by=request.by, at=request.at)
    return FileResponse(found.path.open("rb"), headers=dict(found.headers()))


def _data(request: Request, found: OrderFile) -> dict[str, Any]:
    row = found.row
    page_url = f"{settings.BASE_URL.rstrip('/')}{reverse('desk:order', args=[row.number])}"
    rows = [
        [str(m.line), m.model or told(product_words(m.product_line)), m.serial, m.fault, told(m.guarantee_words)]
        for m in found.machines
    ]
    return {
        "title": f"{_('Work order')} · {told(row.kind_words)}",
        "number": row.number,
        "printed": f"{local(request.at):%Y-%m-%d %H:%M} · {request.by.name}",
        "qr": _qr(page_url),
        "facts": [[name, value or "–"] for name, value in _facts(request, found)],
        "columns": [_("No."), _("Model"), _("Serial"), _("Fault"), _("Guarantee")],
        "rows": rows,
        "result": _("Result, parts and charges"),
        "signatures": [_("Technician"), _("Customer")],
    }


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=0)
    return drawn.getvalue().decode()


def _facts(request: Request, found: OrderFile) -> list[tuple[str, str]]:
    row = found.row
    booked = span(row.window_start, row.window_end)
    place = get_address(row.address_id) if row.address_id else None
    language = request.LANGUAGE_CODE or "zh-hans"
    return [
        (_("Customer"), f"{told(row.customer)} {row.customer_code}"),
        (_("Address"), f"{place.area} {place.masked}" if place else ""),
        (_("Note on the place"), place.note if place else ""),
        (_("Window"), moments.window(*booked, now=request.at, language=language) if booked else ""),
        (_("Site"), f"{row.site_name} {row.site}".strip()),
        (_("Technician"), row.technician),
        (pgettext("of an order", "Source"), f"{told(row.source_words)} {row.external_no}".strip()),
        (_("Fault"), found.fault),
    ]
