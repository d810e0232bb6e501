"""Bonds of all companies: the matrix of willingness and quality, the companies of a cell (H5, H6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.db import connection

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.keeping import access
from liuke.areas.keeping.queries.bond_terms import BondTerms, terms_on
from liuke.areas.keeping.rules.bond import GRADES, SIGNS, quality, willingness
from liuke.areas.keeping.rules.bond import QUALITY as QUALITY
from liuke.areas.keeping.rules.bond import WILLINGNESS as WILLINGNESS
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import number_in

PAGE: Final = 50


@dataclass(frozen=True)
class CellRow:
    """A company in a cell of the matrix."""

    customer: Brief
    keeper: str
    firmness: int
    step: str


@dataclass(frozen=True)
class CellPage:
    rows: tuple[CellRow, ...]
    next_after: str


def matrix(*, by: Actor, at: datetime) -> Mapping[tuple[str, str], int]:
    """How many companies stand in each cell (willingness, quality); a keeper's own, for managers all."""
    terms = terms_on(local(at).date())
    found: dict[tuple[str, str], int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MATRIX, _values(terms, by, at))
        for fresh, grade, count in cursor.fetchall():
            cell = willingness(fresh, terms.levels), quality(grade)
            found[cell] = found.get(cell, 0) + count
    return found


def list_cell(will: str, worth: str, *, after: str = "", by: Actor, at: datetime) -> CellPage:
    """The companies of a cell in the order of the file. Raises Invalid for a page that does not exist."""
    terms = terms_on(local(at).date())
    least, most = _span(will, terms)
    cell: dict[str, Any] = {
        "least": least,
        "most": most,
        "grades": list(GRADES[worth]),
        "after": number_in(after),
        "page": PAGE + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CELL, _values(terms, by, at) | cell)
        found = cursor.fetchall()
    rows = Customer.objects.select_related("keeper").in_bulk([pk for pk, _, _ in found[:PAGE]])
    return CellPage(
        tuple(CellRow(brief_of(rows[pk]), keeper_name(rows[pk]), fresh, step) for pk, fresh, step in found[:PAGE]),
        str(found[PAGE - 1][0]) if len(found) > PAGE else "",
    )


def keeper_name(customer: Customer) -> str:
    return customer.keeper.name if customer.keeper else ""


def _span(will: str, terms: BondTerms) -> tuple[int, int]:
    """Of how many fresh signs a level is: from, to."""
    firm, fair = terms.levels.firm, terms.levels.fair
    return {"firm": (firm, len(SIGNS)), "fair": (fair, firm - 1), "loose": (1, fair - 1), "unknown": (0, 0)}[will]


def _values(terms: BondTerms, by: Actor, at: datetime) -> dict[str, Any]:
    today, fresh_for = local(at).date(), terms.fresh_for
    since = [datetime.combine(today - fresh_for[sign], time(), LOCAL) for sign in SIGNS]
    return {"keeper": access.only_of(by), "signs": list(SIGNS), "since": since}


_FRESH: Final = """
    fresh AS (
        SELECT s.customer_id, count(*)::int AS n FROM keeping_sign s
          JOIN unnest(%(signs)s::text[], %(since)s::timestamptz[]) term (sign, since) ON term.sign = s.sign
         WHERE s.ended_at IS NULL AND NOT s.proposed AND s.seen_at >= term.since GROUP BY s.customer_id
    )
"""
_COMPANIES: Final = """
    FROM customers_customer c LEFT JOIN fresh f ON f.customer_id = c.timeline_id
   WHERE c.kind = 'company' AND c.merged_into_id IS NULL AND c.erased_at IS NULL
     AND (%(keeper)s::bigint IS NULL OR c.keeper_id = %(keeper)s)
"""
_MATRIX: Final = f"""
    WITH {_FRESH}
    SELECT coalesce(f.n, 0), c.grade, count(*) {_COMPANIES} GROUP BY 1, 2
"""
_CELL: Final = f"""
    WITH {_FRESH}, cell AS (
        SELECT c.timeline_id AS pk, coalesce(f.n, 0) AS n {_COMPANIES}
           AND c.grade = ANY(%(grades)s) AND coalesce(f.n, 0) BETWEEN %(least)s AND %(most)s
           AND c.timeline_id > %(after)s ORDER BY c.timeline_id LIMIT %(page)s
    )
    SELECT cell.pk, cell.n, coalesce(r.step, '') FROM cell LEFT JOIN keeping_regard r ON r.customer_id = cell.pk
     ORDER BY cell.pk
"""
