"""Reading statements: those of a month, one with its lines and appeals, what an order was settled with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from liuke.areas.settlement import access
from liuke.areas.settlement.models import LineAppeal, Statement, StatementLine
from liuke.areas.settlement.queries.held import held_cents
from liuke.areas.settlement.queries.rows import (
    AppealRow,
    LineRow,
    StatementRow,
    appeal_row,
    line_row,
    statement_row,
)
from liuke.areas.settlement.rules.holding import HOLDINGS
from liuke.areas.settlement.rules.lines import ITEMS as ITEMS
from liuke.areas.settlement.rules.lines import KEPT
from liuke.areas.settlement.rules.states import STATES as STATES
from liuke.areas.settlement.rules.states import allows
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

ACTS = ("count", "send", "confirm", "appeal", "rule", "sign", "lock", "take_invoice", "pay")
_OUTSIDE = ("collected", "carried", *KEPT)


@dataclass(frozen=True)
class StatementView:
    """A statement as its page shows it; `may` names the acts that are this reader's now."""

    row: StatementRow
    appeals: tuple[AppealRow, ...]
    may: frozenset[str]
    is_own_site: bool
    invoiced_cents: int
    carried_into: str = ""  # the statement in which this negative month is set off; empty until there is one
    held: tuple[tuple[Words, int], ...] = ()  # what the company holds now of the site's money, in cents


def list_statements(
    *, by: Actor, month: date | None = None, state: str = "", site: str = ""
) -> tuple[StatementRow, ...]:
    """Those this actor may see: of a month by site, or (of no month) the latest of each site's."""
    rows = _whole(Statement.objects.filter(access.statements_for(by)))
    if month is not None:
        rows = rows.filter(month=month.replace(day=1))
    if state:
        rows = rows.filter(state=state)
    if site:
        rows = rows.filter(site__number=site)
    return tuple(statement_row(one) for one in rows.order_by("-month", "site_id")[:1000])


def list_months(*, by: Actor, limit: int = 24) -> tuple[date, ...]:
    """The months that have a statement this actor may see, the latest first."""
    rows = Statement.objects.filter(access.statements_for(by))
    return tuple(rows.order_by("-month").values_list("month", flat=True).distinct()[:limit])


def get_statement(number: str, *, by: Actor) -> StatementView:
    """One statement, or Missing for whoever may not see it."""
    one = _whole(Statement.objects.filter(pk=access.statement(number, by=by).pk)).get()
    appeals = one.appeals.select_related("statement", "lodged_by").order_by("pk")
    return StatementView(
        row=statement_row(one),
        appeals=tuple(appeal_row(appeal) for appeal in appeals),
        may=frozenset(act for act in ACTS if access.may(one, act, by=by)) - ({"pay"} if one.total_cents < 0 else set()),
        is_own_site=one.site.number in access.own_sites(by),
        invoiced_cents=invoiced_cents(one) if allows(one.state, "take_invoice") else 0,
        carried_into=_carried_into(one),
        held=tuple((HOLDINGS[kind], cents) for (_, kind), cents in held_cents([one.site_id]).items() if cents > 0),
    )


def list_lines(
    number: str, *, by: Actor, item: str = "", order: str = "", flagged: bool = False, after: int = 0, limit: int = 100
) -> tuple[LineRow, ...]:
    """Lines in their order, from behind place `after` on."""
    rows = _lines(number, by=by, item=item, order=order, flagged=flagged).filter(place__gt=after)
    return tuple(line_row(one) for one in rows[:limit])


def each_line(number: str, *, by: Actor) -> Iterator[LineRow]:
    """All lines, for a file; read in pieces."""
    return (line_row(one) for one in _lines(number, by=by).iterator(chunk_size=5000))


def get_appeal(number: str, *, by: Actor) -> AppealRow:
    """One appeal, or Missing for whoever may not see its statement."""
    found = access.appeal(number, by=by)
    return appeal_row(LineAppeal.objects.select_related("statement", "lodged_by").get(pk=found.pk))


def line_of_appeal(number: str, *, by: Actor) -> LineRow | None:
    """The line that an appeal is about, as it stands now."""
    found = access.appeal(number, by=by)
    rows = found.statement.lines.filter(Q(item=found.item) | Q(of_item=found.item), order_number=found.order_number)
    line = rows.first()
    return line_row(line) if line else None


def lines_of_order(order: str, *, by: Actor) -> tuple[tuple[str, LineRow], ...]:
    """With what an order was settled, each line with its statement's number; for the order's own page."""
    rows = StatementLine.objects.select_related("statement").filter(
        order_number=order.strip().upper(), statement__in=Statement.objects.filter(access.statements_for(by))
    )
    return tuple((one.statement.number, line_row(one)) for one in rows.order_by("statement_id", "place"))


def invoiced_cents(one: Statement) -> int:
    """What the site's invoice is for: fees with their tax, before what is kept back and what was collected."""
    outside = Q(item__in=_OUTSIDE) | Q(of_item__in=_OUTSIDE)
    found: int | None = one.lines.exclude(outside).aggregate(sum=Sum("cents"))["sum"]
    return found or 0


def _carried_into(one: Statement) -> str:
    if one.total_cents >= 0:
        return ""
    rows = StatementLine.objects.filter(item="carried", reference=one.number)
    return rows.values_list("statement__number", flat=True).first() or ""


def _lines(
    number: str, *, by: Actor, item: str = "", order: str = "", flagged: bool = False
) -> QuerySet[StatementLine]:
    rows = StatementLine.objects.filter(statement=access.statement(number, by=by).pk)
    if item:
        rows = rows.filter(item=item)
    if order:
        rows = rows.filter(order_number__endswith=order.strip().upper())
    if flagged:
        rows = rows.filter(flagged=True)
    return rows.order_by("place")


def _whole(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    return rows.select_related("site", "confirmed_by", "signed_by")
