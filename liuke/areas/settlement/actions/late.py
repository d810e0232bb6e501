"""What came after a statement was signed: the difference to what was settled goes into the next month 补差."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from django.db.models import F, Min, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from liuke.areas.settlement.models import Statement, StatementLine
from liuke.areas.settlement.queries import journal
from liuke.areas.settlement.queries.journal import Span
from liuke.areas.settlement.rules.lines import Line
from liuke.areas.settlement.rules.machines import ONCE
from liuke.areas.settlement.rules.months import Sums, cap_line, difference, earlier_month, last_day
from liuke.areas.settlement.rules.orders import order_lines
from liuke.areas.settlement.rules.states import FIXED
from liuke.areas.settlement.rules.tariff import Tariff

MONTHS: Final = 12
"""So far back a late fact is looked for."""


def adjustments(statements: Sequence[Statement], span: Span, tariff: Tariff) -> Iterator[tuple[int, Line]]:
    """The adjustment lines of these statements (their ids first), for what came about orders of earlier ones."""
    into = {one.site_id: one.pk for one in statements}
    oldest = earlier_month(span.month, MONTHS)
    earlier = Statement.objects.select_related("site").filter(
        site__in=list(into), state__in=FIXED, month__lt=span.month, month__gte=oldest
    )
    since = earlier.aggregate(first=Min("cut"))["first"]
    if since is None:
        return
    late = journal.late_orders(span, fixed=FIXED, oldest=oldest, since=since, sites=list(into))
    by_pk = {one.pk: one for one in earlier}
    for pk, group in groupby(late, key=lambda pair: pair[1]):
        one = by_pk[pk]
        for line in _of_statement(one, [order for order, _ in group], span, tariff, into[one.site_id]):
            yield into[one.site_id], line


def _of_statement(one: Statement, orders: list[str], span: Span, tariff: Tariff, into: int) -> list[Line]:
    """Each of these orders counted anew, less what it was settled with; then the cap of that month."""
    settled = _settled(one, orders, into)
    found: list[Line] = []
    for case in journal.cases(orders, span.cut, once=ONCE):
        order = case.story.order
        found += difference(
            order_lines(case, tariff), settled.get(order, {}), order=order, reference=one.number, since=one.cut
        )
    return [*found, *_cap(one, found, tariff, into)]


def _settled(one: Statement, orders: list[str], into: int) -> dict[str, dict[str, int]]:
    """What these orders were settled with: in their own month and by adjustments of others than the one being counted."""
    rows = _lines_about(one, into).filter(order_number__in=orders)
    found: dict[str, dict[str, int]] = {}
    for order, item, cents in rows.values_list("order_number", "counts_as").annotate(sum=Sum("cents")):
        found.setdefault(order, {})[item] = cents
    return found


def _cap(one: Statement, fresh: list[Line], tariff: Tariff, into: int) -> Iterator[Line]:
    """A deduction that came or went may have changed how much of that month's deductions lies above the cap."""
    if not any(line.of_item in ("deduction", "labour", "installation") for line in fresh):
        return
    sums = Sums()
    for item, cents in _lines_about(one, into).values_list("counts_as").annotate(sum=Sum("cents")):
        sums.cents[item] = cents
    for line in fresh:
        sums.cents[line.of_item] = sums.cents.get(line.of_item, 0) + line.cents
    now = cap_line(sums, site=one.site.number, day=last_day(one.month), tariff=tariff)
    cents = (now.cents if now else 0) - sums.of("cap")
    if cents:
        yield Line(
            "", "adjustment", cents, "late", reference=one.number, of_item="cap", unit_cents=sums.of("cap"),
            events=tuple(sorted({event for line in fresh for event in line.events})),
        )  # fmt: skip


def _lines_about(one: Statement, into: int) -> QuerySet[Any]:
    """The lines of that statement and what others have adjusted of it, so that nothing is adjusted twice."""
    counts_as = Coalesce(NullIf(F("of_item"), Value("")), F("item"))
    rows = StatementLine.objects.filter(Q(statement=one, reference="") | Q(reference=one.number))
    return rows.exclude(statement=into).annotate(counts_as=counts_as).order_by()
