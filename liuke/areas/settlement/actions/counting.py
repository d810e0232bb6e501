"""Counting: lines from the journal into the table, order by order, and what belongs to the whole month after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any, Final

from django.db import connection
from django.db.models import Sum

from liuke.areas.settlement.actions.late import adjustments
from liuke.areas.settlement.models import Statement, StatementLine
from liuke.areas.settlement.queries import journal
from liuke.areas.settlement.queries.journal import Span
from liuke.areas.settlement.rules.lines import Line
from liuke.areas.settlement.rules.machines import ONCE
from liuke.areas.settlement.rules.months import Kept, Sums, closing_lines, earlier_month
from liuke.areas.settlement.rules.orders import order_lines
from liuke.areas.settlement.rules.states import FIXED
from liuke.areas.settlement.rules.tariff import Tariff

_BATCH: Final = 20_000
_COLUMNS: Final = (
    "statement_id", "place", "order_number", "item", "cents", "because", "quantity", "unit_cents", "percent", "outcome",
    "price", "price_from", "events", "reference", "of_item", "note", "flagged",
)  # fmt: skip


class Writer:
    """Lines on their way into the table; keeps the sums of each statement, never the lines."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self.statements = list(statements)
        self.sums = {one.pk: Sums() for one in self.statements}
        self.places = dict.fromkeys(self.sums, 0)
        self.flagged = dict.fromkeys(self.sums, 0)

    def write(self, lines: Iterable[tuple[int, Line]]) -> None:
        """Write (statement's id, line) pairs, by COPY. Lines are taken first: where they come from reads by the same way."""
        rest = iter(lines)
        while rows := [self._row(statement, line) for statement, line in islice(rest, _BATCH)]:
            with connection.cursor() as cursor:
                columns = ", ".join(_COLUMNS)
                with cursor.copy(f"copy settlement_statementline ({columns}) from stdin") as copy:
                    for row in rows:
                        copy.write_row(row)

    def _row(self, statement: int, line: Line) -> tuple[Any, ...]:
        self.places[statement] += 1
        self.sums[statement].add((line,))
        self.flagged[statement] += line.flagged
        return (
            statement, self.places[statement], line.order, line.item, line.cents, line.because, line.quantity,
            line.unit_cents, line.percent, line.outcome, line.price, line.price_from, list(line.events), line.reference,
            line.of_item, line.note[:40], line.flagged,
        )  # fmt: skip


def count(statements: Sequence[Statement], span: Span, tariff: Tariff, orders: Sequence[tuple[str, str]]) -> None:
    """Count these statements of a month anew from the journal. Saves them; the caller holds their sites' histories.

    `orders` are the month's orders with their sites (queries.journal.candidates); others than these sites' are left out.
    """
    StatementLine.objects.filter(statement__in=[one.pk for one in statements]).delete()
    writer = Writer(statements)
    ids = {one.site.number: one.pk for one in statements}
    for site, group in groupby(orders, key=lambda pair: pair[1]):
        if site in ids:
            numbers = [order for order, _ in group]
            cases = journal.cases(numbers, span.cut, once=ONCE)
            writer.write((ids[site], line) for case in cases for line in order_lines(case, tariff))
    writer.write(adjustments(statements, span, tariff))
    kept = _kept(statements, span.month, tariff)
    for one in statements:
        sums = writer.sums[one.pk]
        lines = closing_lines(sums, site=one.site.number, month=one.month, tariff=tariff, kept=kept[one.pk])
        writer.write((one.pk, line) for line in lines)
    _save(writer, span)


def _save(writer: Writer, span: Span) -> None:
    for one in writer.statements:
        sums = writer.sums[one.pk]
        one.sums = {item: [sums.counts[item], cents] for item, cents in sums.cents.items()}
        one.total_cents, one.lines_count, one.flagged_count = sums.total, writer.places[one.pk], writer.flagged[one.pk]
        one.cut, one.cut_at = span.cut, span.at
    fields = ["sums", "total_cents", "lines_count", "flagged_count", "cut", "cut_at"]
    Statement.objects.bulk_update(writer.statements, fields, batch_size=500)


def _kept(statements: Sequence[Statement], month: date, tariff: Tariff) -> Mapping[int, Kept]:
    """What the company holds of each site, by the statements that are signed."""
    held = _sums_of(statements, month, ("retention", "retention_back", "deposit"))
    back = {}
    for one in statements:
        months = int(tariff.value("retention", "months", month, site=one.site.number))
        back[one.pk] = _retained(one, earlier_month(month, months)) if months else 0
    return {
        one.pk: Kept(
            -held.get((one.site_id, "retention"), 0) - held.get((one.site_id, "retention_back"), 0),
            -held.get((one.site_id, "deposit"), 0), back[one.pk],
        )
        for one in statements
    }  # fmt: skip


def _sums_of(statements: Sequence[Statement], month: date, items: Sequence[str]) -> dict[tuple[int, str], int]:
    sites = [one.site_id for one in statements]
    rows = StatementLine.objects.filter(
        statement__site__in=sites,
        statement__month__lt=month,
        statement__state__in=FIXED,
        item__in=items,
        order_number="",
    )
    grouped = rows.values_list("statement__site_id", "item").annotate(sum=Sum("cents"))
    return {(site, item): cents for site, item, cents in grouped}


def _retained(one: Statement, month: date) -> int:
    """What was kept back in the month that is due back now."""
    earlier = Statement.objects.filter(site=one.site_id, month=month, state__in=FIXED).values_list("sums", flat=True)
    return -sum(sums.get("retention", [0, 0])[1] for sums in earlier)


def span_now(month: date, at: datetime) -> Span:
    return journal.span_of(month, at)
