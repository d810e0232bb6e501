"""Reading what was sold: by month, kind of appliance, county and customer, and how few bring how much (H7).

A keeper reads his own customers', managers all. As counted last night.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.db import connection

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.keeping import access as keeping
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import number_in

PAGE: Final = 50
Cut = Literal["month", "line", "county"]
_COLUMNS: Final[Mapping[str, str]] = {"month": "to_char(s.month, 'YYYY-MM')", "line": "s.line", "county": "s.county"}


@dataclass(frozen=True)
class Asked:
    """Which cells are meant: months from `since` to `until`, both included; empty leaves a cut open."""

    since: date
    until: date
    line: str = ""
    county: str = ""


@dataclass(frozen=True)
class Sold:
    """One line of a cut: money in cents (received less refunds), orders paid for, machines."""

    key: str
    cents: int
    orders: int
    machines: int
    customers: int


@dataclass(frozen=True)
class SoldTo:
    """What one customer brought; `place` is his rank by money from the best."""

    customer: Brief
    place: int
    cents: int
    orders: int
    machines: int


@dataclass(frozen=True)
class Share:
    """The best `percent` of the paying customers brought `share` % of the money; `customers` is how many they are."""

    percent: int
    customers: int
    share: float


@dataclass(frozen=True)
class SoldPage:
    rows: tuple[SoldTo, ...]
    next_after: str


def sold_by(cut: Cut, asked: Asked, *, by: Actor) -> tuple[Sold, ...]:
    """The cells summed by month (in order), by kind of appliance or by county (the largest first)."""
    order = "1" if cut == "month" else "2 DESC, 1"
    rows = _read(_BY.format(key=_COLUMNS[cut], where=_WHERE, order=order), asked, by)
    return tuple(Sold(*row) for row in rows)


def whole(asked: Asked, *, by: Actor) -> Sold:
    """All of it in one line."""
    rows = _read(_BY.format(key="''::text", where=_WHERE, order="1"), asked, by)
    return Sold(*rows[0]) if rows else Sold("", 0, 0, 0, 0)


def sold_to(asked: Asked, *, after: str = "", size: int = PAGE, by: Actor) -> SoldPage:
    """The customers by money, the best first. Raises Invalid (`after`), Forbidden."""
    place = number_in(after)
    rows = _read(_TO.format(where=_WHERE), asked, by, {"after": place, "most": size + 1})
    found = {c.pk: c for c in Customer.objects.filter(pk__in=[row[1] for row in rows[:size]])}
    page = tuple(SoldTo(brief_of(found[pk]), rank, *rest) for rank, pk, *rest in rows[:size])
    return SoldPage(page, str(page[-1].place) if len(rows) > size else "")


def concentration(asked: Asked, *, by: Actor) -> tuple[Share, ...]:
    """Pareto's curve over those who paid anything, in steps of five percent; nothing where nobody did."""
    rows = _read(_PARETO.format(where=_WHERE), asked, by)
    return tuple(Share(int(step), int(n), float(share)) for step, n, share in rows)


def _read(sql: str, asked: Asked, by: Actor, more: Mapping[str, Any] | None = None) -> list[Any]:
    if not keeping.reads_worth(by):
        raise Forbidden("销售分析由客户经理和经理查看。", "Sales are for keepers and managers.")
    values: dict[str, Any] = {
        "since": asked.since, "until": asked.until, "line": asked.line, "county": asked.county,
        "keeper": None if keeping.manages(by) else by.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, values | dict(more or {}))
        return list(cursor.fetchall())


_WHERE: Final = """
      FROM charges_sale s
     WHERE s.month BETWEEN %(since)s AND %(until)s AND (%(line)s = '' OR s.line = %(line)s)
       AND (%(county)s = '' OR s.county = %(county)s)
       AND (%(keeper)s::bigint IS NULL OR EXISTS (SELECT FROM customers_customer c
                                                  WHERE c.timeline_id = s.customer_id AND c.keeper_id = %(keeper)s))
"""
# each customer once first: counting DISTINCT ones would sort all cells instead of hashing them
_BY: Final = """
    SELECT key, sum(cents)::bigint, sum(orders)::bigint, sum(machines)::bigint, count(*)
      FROM (SELECT {key} AS key, s.customer_id, sum(s.cents) AS cents, sum(s.orders) AS orders,
                   sum(s.machines) AS machines {where} GROUP BY 1, 2) each_customer
     GROUP BY 1 ORDER BY {order}
"""
_TO: Final = """
    SELECT place, customer_id, cents, orders, machines FROM (
        SELECT row_number() OVER (ORDER BY sum(s.cents) DESC, s.customer_id) AS place, s.customer_id,
               sum(s.cents)::bigint AS cents, sum(s.orders)::bigint AS orders, sum(s.machines)::bigint AS machines
               {where} GROUP BY s.customer_id
    ) ranked WHERE place > %(after)s ORDER BY place LIMIT %(most)s
"""
_PARETO: Final = """
    WITH brought AS (
        SELECT s.customer_id, sum(s.cents) AS cents {where} GROUP BY s.customer_id HAVING sum(s.cents) > 0
    ), placed AS (
        SELECT row_number() OVER best AS place, sum(cents) OVER best AS upto FROM brought
        WINDOW best AS (ORDER BY cents DESC, customer_id ROWS UNBOUNDED PRECEDING)
    ), whole AS (SELECT count(*) AS n, sum(cents) AS total FROM brought)
    SELECT step, ceil(n * step / 100.0), round(coalesce(p.upto, 0) * 100 / total, 1)
      FROM whole CROSS JOIN generate_series(0, 100, 5) step LEFT JOIN placed p ON p.place = ceil(n * step / 100.0)
     WHERE total > 0 ORDER BY step
"""
