"""Counting: lines from the journal into the table, order by order, and what belongs to the whole month after them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, islice
from typing import Any, Final

from django.db import connection

from liuke.areas.settlement.actions.late import adjustments
from liuke.areas.settlement.models import Statement, StatementLine
from liuke.areas.settlement.queries import journal
from liuke.areas.settlement.queries.held import kept_of
from liuke.areas.settlement.queries.journal import Span
from liuke.areas.settlement.rules.lines import Line
from liuke.areas.settlement.rules.machines import ONCE
from liuke.areas.settlement.rules.months import Sums, closing_lines
from liuke.areas.settlement.rules.orders import order_lines
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
    kept = kept_of(statements, span.month, span.at)
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
