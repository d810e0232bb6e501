"""Reading worth: the list by money, one customer's code and how his grade came about, the curve of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.keeping import access
from liuke.areas.keeping.models import STANDING, Override, Worth
from liuke.areas.keeping.rules.grading import SEGMENTS, account_code, segment
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import lost
from liuke.foundation.words import Words

PAGE: Final = 50


@dataclass(frozen=True)
class WorthRow:
    """One customer as counted last night; `code` sums it up."""

    customer: Brief
    cents: int
    times: int
    last_at: datetime
    grade: str
    code: str
    segment: Words


@dataclass(frozen=True)
class ByHand:
    """A grade by hand that stands."""

    grade: str
    reason: str
    until: datetime
    set_by: str
    set_at: datetime


@dataclass(frozen=True)
class Share:
    """How many customers of a grade there are and what they brought."""

    grade: str
    customers: int
    cents: int


@dataclass(frozen=True)
class WorthPage:
    rows: tuple[WorthRow, ...]
    next_after: str


def list_worth(*, grade: str = "", after: str = "", by: Actor) -> WorthPage:
    """By money, the best first; a keeper sees his own customers, managers all."""
    rows = _mine(by)
    if grade:
        rows = rows.filter(grade=grade)
    if after:
        cents, pk = _cursor(after)
        rows = rows.filter(Q(cents__lt=cents) | Q(cents=cents, customer__gt=pk))
    found = list(rows.select_related("customer").order_by("-cents", "customer")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return WorthPage(tuple(_row(w) for w in found[:PAGE]), f"{last.cents}~{last.customer_id}" if last else "")


def find_worth(ref: str, *, by: Actor) -> tuple[Brief, WorthRow | None, ByHand | None]:
    """One customer's worth and grade by hand, each where there is one. Raises Missing."""
    _must_keep(by)
    customer = access.customer(ref, by=by)
    worth = Worth.objects.filter(customer=customer).select_related("customer").first()
    hand = Override.objects.filter(STANDING, customer=customer).select_related("set_by").first()
    told = ByHand(hand.grade, hand.reason, hand.until, hand.set_by.name, hand.set_at) if hand else None
    return brief_of(customer), _row(worth) if worth else None, told


def shares(*, by: Actor) -> tuple[Share, ...]:
    """What each grade is and brings, A first."""
    rows = _mine(by).values("grade").annotate(n=Count("pk"), sum=Sum("cents")).order_by("grade")
    return tuple(Share(r["grade"], r["n"], r["sum"]) for r in rows)


def pareto(*, by: Actor) -> tuple[tuple[int, float], ...]:
    """Pareto's curve: the best n % of the customers bring so many % of the money, in steps of five."""
    keeper = None if access.manages(by) else by.pk
    _must_keep(by)
    with connection.cursor() as cursor:
        cursor.execute(_PARETO, {"keeper": keeper})
        return tuple((int(step), float(share)) for step, share in cursor.fetchall())


def _mine(by: Actor) -> QuerySet[Worth]:
    _must_keep(by)
    return Worth.objects.all() if access.manages(by) else Worth.objects.filter(customer__keeper=by)


def _must_keep(by: Actor) -> None:
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*access.KEEPERS)):
        raise Forbidden("客户价值由客户经理和经理查看。", "Worth is for keepers and managers.")


def _cursor(said: str) -> tuple[int, int]:
    cents, _tilde, pk = said.partition("~")
    if not (cents.removeprefix("-").isdecimal() and pk.isdecimal() and said.isascii() and len(said) < 38):
        raise lost()
    return int(cents), int(pk)


def _row(w: Worth) -> WorthRow:
    c: Customer = w.customer
    code = account_code(c.grade, is_core=c.is_core, recency=w.recency, frequency=w.frequency, money=w.money)
    told = SEGMENTS[segment(w.recency, w.frequency, w.money)]
    return WorthRow(brief_of(c), w.cents, w.times, w.last_at, w.grade, code, told)


_PARETO: Final = """
    WITH mine AS (
        SELECT w.customer_id, w.cents FROM keeping_worth w JOIN customers_customer c ON c.timeline_id = w.customer_id
         WHERE %(keeper)s::bigint IS NULL OR c.keeper_id = %(keeper)s
    ), placed AS (
        SELECT row_number() OVER best AS place, sum(greatest(cents, 0)) OVER best AS upto FROM mine
        WINDOW best AS (ORDER BY cents DESC, customer_id ROWS UNBOUNDED PRECEDING)
    ), whole AS (SELECT count(*) AS n, sum(greatest(cents, 0)) AS total FROM mine)
    SELECT step, round(coalesce(p.upto, 0) * 100 / total, 1)
      FROM whole CROSS JOIN generate_series(0, 100, 5) step LEFT JOIN placed p ON p.place = ceil(n * step / 100.0)
     WHERE total > 0 ORDER BY step
"""
