"""Where companies would stand by other levels or other terms of the signs; how many stand in one cell (H6)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final

from django.db import connection

from liuke.areas.keeping.queries.bond_terms import BondTerms
from liuke.areas.keeping.rules.bond import GRADES, QUALITY, SIGNS, WILLINGNESS, willingness
from liuke.areas.keeping.rules.term_fields import Sheet
from liuke.areas.keeping.rules.term_sheets import ADVICE
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.words import Words

Lines = list[tuple[Words, int, int]]
Held = Mapping[str, Any]


def levels(held: Held, new: Held, _sheet: Sheet, at: datetime) -> tuple[int, Lines]:
    """Companies by willingness."""
    now, then = BondTerms(dict(held)), BondTerms(dict(new))
    found = [
        (willingness(fresh, now.levels), willingness(later, then.levels), n)
        for fresh, later, _grade, n in _counted(now, then, at)
    ]
    lines = [
        (words, sum(n for b, _a, n in found if b == will), sum(n for _b, a, n in found if a == will))
        for will, words in WILLINGNESS.items()
    ]
    return sum(n for before, after, n in found if before != after), lines


def in_the_cell(held: Held, _new: Held, sheet: Sheet, at: datetime) -> tuple[None, Lines]:
    """Nobody moves by another advice; these are the companies it is said of."""
    will, worth = sheet.name.removeprefix(ADVICE).split(".")
    now = BondTerms(dict(held))
    here = sum(
        n
        for fresh, _later, grade, n in _counted(now, now, at)
        if willingness(fresh, now.levels) == will and grade in GRADES[worth]
    )
    w, q = WILLINGNESS[will], QUALITY[worth]
    return None, [(Words(f"{w.zh} · 素质{q.zh}", f"{w.en} · quality {q.en}"), here, here)]


def _counted(now: BondTerms, then: BondTerms, at: datetime) -> list[tuple[int, int, str, int]]:
    """How many companies have so many fresh signs as it is, so many as it would be, and this grade."""
    today = local(at).date()
    values: dict[str, Any] = {"signs": list(SIGNS), "now": _since(now, today), "later": _since(then, today)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, values)
        return list(cursor.fetchall())


def _since(terms: BondTerms, today: date) -> list[datetime]:
    fresh_for = terms.fresh_for
    return [datetime.combine(today - fresh_for[sign], time(), LOCAL) for sign in SIGNS]


_COUNTED: Final = """
    WITH fresh AS (
        SELECT s.customer_id, count(*) FILTER (WHERE s.seen_at >= term.now)::int AS n,
               count(*) FILTER (WHERE s.seen_at >= term.later)::int AS m
          FROM keeping_sign s
          JOIN unnest(%(signs)s::text[], %(now)s::timestamptz[], %(later)s::timestamptz[]) term (sign, now, later)
            ON term.sign = s.sign
         WHERE s.ended_at IS NULL AND NOT s.proposed GROUP BY s.customer_id
    )
    SELECT coalesce(f.n, 0), coalesce(f.m, 0), c.grade, count(*)
      FROM customers_customer c LEFT JOIN fresh f ON f.customer_id = c.timeline_id
     WHERE c.kind = 'company' AND c.merged_into_id IS NULL AND c.erased_at IS NULL GROUP BY 1, 2, 3
"""
