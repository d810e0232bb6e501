"""A statement as a workbook, line by line, and on paper to be signed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.settlement.queries.rows import LineRow
from liuke.areas.settlement.queries.statements import StatementView, each_line, get_statement
from liuke.foundation.clock import local
from liuke.foundation.export.actions import pdf, table_xlsx
from liuke.foundation.export.cells import Column
from liuke.foundation.money import Money
from liuke.web.desk.filters import told
from liuke.web.desk.settlement.listing import READERS
from liuke.web.ui.doors import Request, page

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATE: Final = Path(__file__).parent / "statement.typ"
ON_PAPER: Final = 400
"""More lines than that are for the workbook; the paper says so."""


@page(roles=READERS)
def workbook(request: Request, number: str) -> HttpResponse:
    """All lines, each with its reason, its price's version and the events that it rests on."""
    row = get_statement(number, by=request.by).row
    columns = [
        Column(_("Work order")), Column(_("Item")), Column(_("Amount"), "money"), Column(_("Why"), width=60),
        Column(_("Price or term"), width=28), Column(_("In force since"), "date"), Column(_("Adjusts")),
        Column(_("Flag")), Column(_("Events"), width=42),
    ]  # fmt: skip
    rows = (_cells(line) for line in each_line(row.number, by=request.by))
    with transaction.atomic():
        made = table_xlsx(rows, columns, subject=row.number, by=request.by, at=request.at)
    response = HttpResponse(made, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{row.number}-{row.month:%Y-%m}.xlsx"'
    return response


@page(roles=READERS)
def paper(request: Request, number: str) -> HttpResponse:
    """The sums and the lines on A4, with the lines for both signatures."""
    view = get_statement(number, by=request.by)
    with transaction.atomic():
        made = pdf(TEMPLATE, _data(request, view), subject=view.row.number, by=request.by, at=request.at)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{view.row.number}.pdf"'
    return response


def _cells(line: LineRow) -> list[object]:
    return [
        line.order, told(line.words), Decimal(line.cents) / 100, told(line.why), line.price, line.price_from,
        line.reference, told(line.counts_as_words) if line.flagged else "", " ".join(map(str, line.events)),
    ]  # fmt: skip


def _data(request: Request, view: StatementView) -> dict[str, Any]:
    row = view.row
    lines = _first(each_line(row.number, by=request.by), ON_PAPER)
    left = row.lines - len(lines)
    return {
        "title": f"{_('Settlement statement')} {row.month:%Y-%m}",
        "number": row.number,
        "printed": f"{local(request.at):%Y-%m-%d %H:%M} · {request.by.name}",
        "facts": [[name, value or "–"] for name, value in _facts(view)],
        "sums_columns": [_("Item"), pgettext("how many", "Lines"), _("Amount")],
        "sums": [[told(one.words), f"{one.count:,}", _money(one.cents)] for one in row.sums],
        "total": [_("Settled sum"), _money(row.total_cents)],
        "columns": [_("Work order"), _("Item"), _("Why"), _("Amount")],
        "rows": [[line.order, told(line.words), told(line.why), _money(line.cents)] for line in lines],
        "note": _("%(n)s more lines are in the workbook.") % {"n": left} if left > 0 else "",
        "signatures": [_("Site (signature, date)"), _("Company (signature, date)")],
    }


def _facts(view: StatementView) -> list[tuple[str, str]]:
    row = view.row
    signed = [f"{local(at):%Y-%m-%d} {name}" if at else "" for at, name in
              ((row.confirmed_at, row.confirmed_by), (row.signed_at, row.signed_by))]  # fmt: skip
    return [
        (_("Site"), f"{row.site_name} {row.site}"), (_("State"), told(row.state_words)),
        (_("Counted at"), f"{local(row.cut_at):%Y-%m-%d %H:%M}"), (_("Signed for the site"), signed[0]),
        (_("Signed for the company"), signed[1]), (_("To be paid by"), f"{row.pay_by}" if row.pay_by else ""),
    ]  # fmt: skip


def _first(lines: Iterator[LineRow], most: int) -> list[LineRow]:
    return [line for line, _place in zip(lines, range(most), strict=False)]


def _money(cents: int) -> str:
    return Money(Decimal(cents) / 100).told()
